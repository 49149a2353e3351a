"""What changed between two APIs, and what that does to the clients of the first."""
