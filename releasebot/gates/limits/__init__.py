"""What reports are judged by: the figures, the limits, and what earlier releases measured."""
