"""Clients of the user's making, for which each operation's call is shown."""

from __future__ import annotations

from msgspec import Struct


class OwnClient(Struct, frozen=True):
    """A client of the user's making: its title, its template's text and path, and its language."""

    title: str
    source: str
    path: str
    language: str
