"""What every setting is made of."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]
"""A string that says something: an empty one is never what an author meant."""


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """The base of every table of the configuration."""
