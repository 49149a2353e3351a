"""Path segments and anchors: ASCII, readable where the source is, and stable when texts change."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from unicodedata import normalize

MAX_LENGTH = 80
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_CONTROLLER = re.compile(r"^(\w+?)Controller[_.]")
_VERSION = re.compile(r"^v\d+(?:[._]\d+)*$", re.IGNORECASE)
_PREFIXES = frozenset({"api", "rest", "public", "internal", "admin"})


@lru_cache(maxsize=1 << 14)  # the names of fields come again and again
def slug(text: str) -> str:
    """`text` in lower-case ASCII words with hyphens between; empty where it holds no such letter.

    `OrdersController_findOne` gives `orders-find-one`: NestJS names operations by class and method.
    """
    text = _CONTROLLER.sub(r"\1_", text)
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = _NO_WORD.sub("-", _BOUNDARY.sub("-", ascii_text).lower()).strip("-")
    if len(words) > MAX_LENGTH:
        words = f"{words[: MAX_LENGTH - 9].rstrip('-')}-{digest(text)}"
    return words


def digest(text: str) -> str:
    """Eight characters that stand for `text`."""
    return sha256(text.encode()).hexdigest()[:8]


def is_faithful(text: str) -> bool:
    """Whether a slug of `text` says all of it: no letter of another script gets lost."""
    return text.isascii() or all(
        not letter.isalpha() or letter.isascii() for letter in normalize("NFKD", text)
    )


class Anchors:
    """Gives anchors that start with `prefix`, ASCII and different from each other."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def give(self, text: str) -> str:
        """An anchor for `text`: its slug, and a number where that has been given before."""
        own = slug(text) if is_faithful(text) else ""
        base = "-".join(part for part in (self._prefix, own or f"h-{digest(text)[:6]}") if part)
        anchor, number = base, self._last.get(base, 1)
        while anchor in self._taken:
            number += 1
            anchor = f"{base}-{number}"
        self._last[base] = number
        self._taken.add(anchor)
        return anchor


def unique(wanted: list[tuple[str, str]]) -> list[str]:
    """A slug for each (slug, key), all different.

    Where several want the same slug each gets the digest of its key, so that none depends on
    the others' order.
    """
    counts: dict[str, int] = {}
    for one, _ in wanted:
        counts[one] = counts.get(one, 0) + 1
    return [one if counts[one] == 1 else f"{one}-{digest(key)}" for one, key in wanted]


def of_operation(operation_id: str, method: str, path: str) -> str:
    """The slug of an operation: from its operationId where that is ASCII, else method and path."""
    own = slug(operation_id) if operation_id and is_faithful(operation_id) else ""
    return own or slug(f"{method} {path}") or f"operation-{digest(f'{method} {path}')}"


def of_tag(name: str, paths: list[str], operation_ids: list[str]) -> str:
    """The slug of a tag: its name where that is ASCII, else what its operations have in common.

    That is the controller of their operationIds, or the first segment that all their paths share
    after prefixes such as `api` and `v1`.
    """
    if name and is_faithful(name) and slug(name):
        return slug(name)
    controllers = {found[1] if (found := _CONTROLLER.match(one)) else "" for one in operation_ids}
    if len(controllers) == 1 and (own := slug(*controllers)) and is_faithful(*controllers):
        return own
    heads = {_head(path) for path in paths}
    if len(heads) == 1 and "" not in heads:
        return heads.pop()
    return f"tag-{digest(name)}"


def _head(path: str) -> str:
    """The first segment of a path that names a thing."""
    for segment in path.split("/"):
        if segment and not segment.startswith("{") and is_faithful(segment):
            own = slug(segment)
            if own and own not in _PREFIXES and not _VERSION.match(segment):
                return own
    return ""
