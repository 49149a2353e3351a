"""Scripts of installers: Inno Setup and NSIS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releasebot.version.formats.choice import HIDDEN, Candidate, choose
from releasebot.version.formats.identifiers import FIELD, KNOWN, LIKELY, name_rank
from releasebot.version.formats.value import is_specific
from releasebot.version.place import Dynamic, Finding, Place

_LINE = re.compile(r"[^\r\n]+")
_DEFINE = re.compile(
    r"[ \t]*[#!]define[ \t]+(?:/\w+[ \t]+)?(\w+)[ \t]+([\"']?)([^\s\"']+)\2[ \t]*(?:;.*)?$"
)
_SETTING = re.compile(r"[ \t]*(\w+)[ \t]*=[ \t]*(\"?)([^\s\"]+)\2[ \t]*$")
_REFERENCE = re.compile(r"\{#(\w+)\}|\$\{(\w+)\}")
_FIELDS = {"AppVersion": FIELD, "VersionInfoVersion": KNOWN, "VIProductVersion": KNOWN}


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The places of the version in an installer's script.

    `AppVersion` of Inno Setup has rank 0 (https://jrsoftware.org/ishelp/topic_setup_appversion.htm)
    and is followed to the `#define` that it names; a define named as a version has rank 1.
    """
    defines: dict[str, Place] = {}
    candidates: list[Candidate] = []
    for line in _LINE.finditer(text):
        if line[0].lstrip()[:1] in {";", "/"}:
            continue
        define = _DEFINE.match(line[0])
        if define and is_specific(define[3]):
            rank = name_rank(define[1])
            rank = HIDDEN if rank is None or rank > LIKELY else rank
            place = _place(line.start(), define, rank)
            defines.setdefault(define[1], place)
            candidates.append(Candidate(place))
        setting = None if define else _SETTING.match(line[0])
        if setting:
            found = _setting(line.start(), setting, defines)
            candidates += [Candidate(found)] if found else []
    return choose(candidates, selector)


def _place(line: int, found: re.Match[str], rank: int) -> Place:
    return Place(found[3], line + found.start(3), line + found.end(3), found[1], found[2], rank)


def _setting(line: int, found: re.Match[str], defines: dict[str, Place]) -> Finding | None:
    rank = _FIELDS.get(found[1], HIDDEN)
    if is_specific(found[3]):
        return _place(line, found, rank)
    if rank == HIDDEN:
        return None
    reference = _REFERENCE.fullmatch(found[3])
    meant = defines.get(reference[1] or reference[2]) if reference else None
    if meant:
        return Place(meant.version, meant.start, meant.end, found[1], meant.quote, rank)
    return Dynamic(found[3], line + found.start(3), line + found.end(3), found[1], (), rank)
