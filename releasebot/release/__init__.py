"""The engine: look, decide, act."""
