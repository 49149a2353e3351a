"""Sets of words, written as the text that a person reads most easily."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text with spaces between them."""
    return frozenset(text.split())
