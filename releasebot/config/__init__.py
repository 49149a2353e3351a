"""The configuration: what may be set, what holds when it is not, and how it is read."""
