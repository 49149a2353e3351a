"""The pages as a MkDocs site."""
