"""What is wrong or missing in a document, for those who read it and for clients made from it."""
