"""What version a project has, where that is written, and how it is changed."""
