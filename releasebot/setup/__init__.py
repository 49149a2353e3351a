"""What a repository holds, and the few files that make it one that releasebot releases."""
