"""One module per step of a release."""
