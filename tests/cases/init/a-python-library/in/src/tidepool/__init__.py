"""Tides, from their harmonic constants."""

__version__ = "0.7.2"
