"""The quality gates: run a command, read its report, judge it."""
