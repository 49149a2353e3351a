"""Projects for the tests of places: real files, and the folders that a search is bound to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from releasebot.config.schema import VersionSettings
from releasebot.git.root import Root
from releasebot.version.located import Located
from releasebot.version.places import find_all, find_version

MANIFEST = '{\n  "name": "@acme/orders-api",\n  "version": "1.4.0"\n}\n'


def write(folder: Path, files: Mapping[str, str]) -> Root:
    """A project with these files, alone in its work tree."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    top = folder.resolve()
    return Root(top, top, top / ".git")


def tracked(root: Root) -> list[str]:
    """Every file below the project, as git would list them."""
    return sorted(
        path.relative_to(root.project).as_posix()
        for path in root.project.rglob("*")
        if path.is_file()
    )


def version_in(root: Root, settings: VersionSettings | None = None) -> Located:
    """The deciding place."""
    return find_version(root, settings or VersionSettings())


def places_in(root: Root, settings: VersionSettings | None = None) -> dict[str, str]:
    """The version that each place states, by file:line."""
    found = find_all(root, settings or VersionSettings(), tracked(root))
    return {f"{place.shown}:{place.line}": place.version for place in found}
