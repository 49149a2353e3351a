"""Container images: pushed under their versions, and deployed by moving a tag."""
