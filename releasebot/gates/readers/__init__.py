"""What the reports of gates say: one file per format, listed in `table`."""
