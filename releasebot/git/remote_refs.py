"""The branches and tags of a remote at one moment, out of one round trip."""

from __future__ import annotations

import re

from msgspec import Struct

_PEELED = b"^{}"
"""How the line ends that tells what a tag comes down to; no name of a ref has a `^`."""


class TagRef(Struct, frozen=True):
    """A tag: `object` is what the ref holds, `commit` what it comes down to."""

    object: str
    commit: str


class RemoteRefs:
    """What `git ls-remote --heads --tags` wrote; read only as far as somebody asks.

    A remote can have ten thousand tags, and most questions are about one of them.
    """

    __slots__ = ("_listed",)

    def __init__(self, listed: bytes) -> None:
        self._listed = listed if listed.endswith(b"\n") or not listed else listed + b"\n"

    def tag(self, name: str) -> TagRef | None:
        """The tag of that name, None where the remote has none."""
        ref = b"refs/tags/" + name.encode()
        held = self._object(ref)
        return TagRef(held, self._object(ref + _PEELED) or held) if held else None

    def branch(self, name: str) -> str:
        """The commit that a branch is at; empty where the remote has no such branch."""
        return self._object(b"refs/heads/" + name.encode())

    def branches_at(self, commit: str) -> tuple[str, ...]:
        """The branches whose tip is that commit, in the order of their names."""
        found = re.findall(
            rb"^%b\trefs/heads/([^\n]+)" % commit.encode(), self._listed, re.MULTILINE
        )
        return tuple(name.decode("utf-8", "replace") for name in found)

    @property
    def listing(self) -> str:
        """The lines as git wrote them: an object's name, a tab, and the ref that holds it."""
        return self._listed.decode("utf-8", "replace")

    def tag_names(self) -> tuple[str, ...]:
        """The names of all tags."""
        names = re.findall(rb"\trefs/tags/([^\n^]+)\n", self._listed)
        return tuple(b"\n".join(names).decode("utf-8", "replace").split("\n")) if names else ()

    def _object(self, ref: bytes) -> str:
        """The object name on the line of a ref; empty where there is no such line."""
        end = self._listed.find(b"\t" + ref + b"\n")
        if end < 0:
            return ""
        return self._listed[self._listed.rfind(b"\n", 0, end) + 1 : end].decode()
