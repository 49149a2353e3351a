"""What runs tell of themselves: spans by OTLP, metrics for Prometheus."""
