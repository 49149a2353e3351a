"""Who runs this, and what they may do."""
