"""Whether everything that a release left behind names one commit."""
