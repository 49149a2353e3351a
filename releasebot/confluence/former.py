"""Pages that stand for the same thing under another key since a later release."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TypeVar

from releasebot.pages.model import PageTree

T = TypeVar("T")


def renames(tree: PageTree) -> tuple[tuple[str, str], ...]:
    """Each key that a page of the tree had, and the one it has; the latest of several first."""
    return tuple(_renames(tree))


def carry_over(pages: MutableMapping[str, T], renamed: tuple[tuple[str, str], ...]) -> None:
    """Give pages their keys of today, where no page has that key already."""
    for former, now in renamed:
        if former in pages and now not in pages:
            pages[now] = pages.pop(former)


def _renames(tree: PageTree) -> Iterator[tuple[str, str]]:
    for page, _ in tree.walk():
        for former in reversed(page.former):
            yield former, page.key
