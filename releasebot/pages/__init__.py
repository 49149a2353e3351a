"""The documentation of an API as a tree of pages, before any output format."""
