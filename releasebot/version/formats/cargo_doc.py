"""Cargo.toml: the package's version, or the workspace's that its packages inherit.

Source: https://doc.rust-lang.org/cargo/reference/workspaces.html#the-package-table.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats import toml_doc
from releasebot.version.formats.document import finding, locate_selected
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.toml_doc import scalars
from releasebot.version.place import Dynamic, Finding, Source

_OWN: Path = ("package", "version")
_INHERITS: Path = ("package", "version", "workspace")
_SHARED: Path = ("workspace", "package", "version")
_LEVELS = 4
_SHARED_RANK = 1


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The package's version first, then the one that a workspace offers its packages.

    Raises:
        UsageError: the text is not TOML, or the selector cannot be read.
    """
    if selector is not None and selector != "package.version":
        return locate_selected(scalars, text, selector)
    found = {one.path: one for one in toml_doc.scalars(text)}
    own, shared = _made(found.get(_OWN), 0), _made(found.get(_SHARED), _SHARED_RANK)
    inherits = found.get(_INHERITS)
    if inherits is not None and inherits.value == "true":
        return [shared] if shared else [_inherited(inherits, found)]
    if selector is not None:
        return [own] if own else []
    return [one for one in (own, shared) if one]


def _made(scalar: Scalar | None, rank: int) -> Finding | None:
    return finding(scalar, rank) if scalar else None


def _inherited(inherits: Scalar, found: dict[Path, Scalar]) -> Dynamic:
    """The workspace's root is where the package says, or in a folder above."""
    stated = found.get(("package", "workspace"))
    folders = (
        (stated.value.rstrip("/") + "/",)
        if stated
        else tuple("../" * level for level in range(1, _LEVELS + 1))
    )
    sources = tuple(
        Source(f"{folder}Cargo.toml", "workspace.package.version") for folder in folders
    )
    return Dynamic(
        "version.workspace = true", inherits.start, inherits.end, "package.version", sources
    )


__all__ = ["locate", "scalars"]
