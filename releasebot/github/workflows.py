"""The workflows of a repository: which of them wait for a tag or a release.

What the GITHUB_TOKEN of a workflow does starts no other workflow, with two exceptions:
workflow_dispatch and repository_dispatch. Source: GitHub Docs, "Triggering a workflow", section
"Triggering a workflow from a workflow", and "Events that trigger workflows".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

FOLDER = ".github/workflows"
_SUFFIXES = (".yml", ".yaml")
_RELEASES = re.compile(
    rb"^[^#\n]*\breleasebot(?:@|\.pyz)?\S*\s+(?:release|tag)\b|/releasebot@", re.MULTILINE
)
_ALWAYS = ("release", "create")
"""Events that a new tag or release is, beside `push`."""


class Workflow(Struct, frozen=True):
    """A workflow file: `waits_for` are the events of a release that start it.

    `dispatchable` tells whether it can be started by name, `releases` whether it seems to run
    releasebot.
    """

    file: str
    name: str
    waits_for: tuple[str, ...]
    dispatchable: bool
    releases: bool = False


def workflows(worktree: Path) -> tuple[Workflow, ...]:
    """The workflows of a work tree by file name; files that are no workflow are left out."""
    folder = worktree / FOLDER
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    return tuple(_read(files))


def _read(files: list[Path]) -> Iterator[Workflow]:
    import yaml

    for path in files:
        try:
            text = path.read_bytes()
            document = yaml.safe_load(text)
        except (OSError, yaml.YAMLError, ValueError, RecursionError):
            continue  # GitHub starts none of these either
        if not isinstance(document, dict):
            continue
        events = _events(document.get("on", document.get(True)))  # YAML 1.1 reads `on` as true
        waits = tuple(name for name in ("push", *_ALWAYS) if _waits(name, events))
        name = document.get("name")
        shown = name if isinstance(name, str) else path.name
        releases = _RELEASES.search(text) is not None
        yield Workflow(path.name, shown, waits, "workflow_dispatch" in events, releases)


def _events(on: object) -> Mapping[str, Any]:
    """The events as a mapping from their names, in whichever of three ways they are written."""
    match on:
        case str():
            return {on: None}
        case list():
            return {name: None for name in on if isinstance(name, str)}
        case dict():
            return on
        case _:
            return {}


def _waits(name: str, events: Mapping[str, Any]) -> bool:
    """Whether a new tag or its release is such an event."""
    if name not in events:
        return False
    settings = events[name] if isinstance(events[name], dict) else {}
    if name != "push":
        return True
    if "tags" in settings or "tags-ignore" in settings:
        return bool(settings.get("tags", True))
    return not {"branches", "branches-ignore"} & set(settings)  # unfiltered: tags too
