"""What a release will need, looked at before anything is written: one module per check."""
