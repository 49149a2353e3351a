"""One file with one form for each meaning of a document."""
