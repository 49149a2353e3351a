"""One module per file format, each a pure function from text to the places of a version."""
