"""Jinja2 templates."""
