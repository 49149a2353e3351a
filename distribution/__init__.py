"""What is published of releasebot: made the same, to the byte, wherever it is made."""
