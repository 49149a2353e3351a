"""The pages in Confluence: storage format, a plan against what is there, and the targets."""
