"""The files of this project that are attached to its release."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.gates.evidence import EVIDENCE
from releasebot.github.wanted import CHECKSUMS, File

if TYPE_CHECKING:
    from releasebot.openapi.load import Document
    from releasebot.release.world import World

SPEC, NOTES = "openapi.json", "RELEASE_NOTES.md"
_OURS = (SPEC, NOTES, EVIDENCE, CHECKSUMS)
_KEPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*(?<!\.)")
"""Names that GitHub leaves as they are ("Upload a release asset", on special characters)."""
_MOST_BYTES = 2**31 - 1


class Attachments(Struct, frozen=True):
    """The files to attach; `lacking` tells that some of them are not in this clone."""

    files: tuple[File, ...]
    lacking: bool


def attachments(world: World, *, may_lack: bool) -> Attachments:
    """The OpenAPI document, and what `github.files` names.

    With `may_lack`, a pattern that matches nothing is no fault: the files are out already, and this
    may be a clone where nothing has been built.

    Raises:
        UsageError: a pattern matches nothing, or two files or an unfit one have a name.
    """
    settings = world.config.github
    files, lacking = [], False
    if "spec" in settings.assets and world.has_spec:
        files.append(_spec(world.document))
    for pattern in settings.files:
        matching = sorted(path for path in world.base.glob(pattern) if path.is_file())
        if not matching and not may_lack:
            raise UsageError(
                f'github.files names "{pattern}", which matches no file in {world.base}',
                hint="build the files before the release, or correct the pattern",
            )
        lacking = lacking or not matching
        files += map(_file, matching)
    names = [file.name for file in files]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UsageError(
            f"two files to attach to the release have the name {min(twice)}",
            hint="narrow the patterns of github.files, or rename one of the files",
        )
    return Attachments(tuple(files), lacking)


def _spec(document: Document) -> File:
    """The document as one file that refers to nothing outside itself, without what is internal."""
    from releasebot.openapi.bundle.bundle import bundle

    return File(SPEC, "application/json", bundle(document).data, fixed=True)


def _file(path: Path) -> File:
    if not _KEPT.fullmatch(path.name) or path.name in _OURS:
        raise UsageError(
            f"{path} cannot be attached to the release under its name",
            hint="rename it: GitHub keeps letters, digits, dots, hyphens and underscores, and "
            f"{', '.join(_OURS)} are written by releasebot",
        )
    if path.stat().st_size > _MOST_BYTES:
        raise UsageError(
            f"{path} is larger than the 2 GiB that GitHub takes as one file",
            hint="split it, or put it elsewhere",
        )
    kind, _ = mimetypes.guess_type(path.name)
    return File(path.name, kind or "application/octet-stream", path.read_bytes(), fixed=False)
