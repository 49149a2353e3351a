"""git, through the user's own program."""
