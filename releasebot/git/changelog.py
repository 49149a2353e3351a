"""A changelog file: where its releases stand, and new ones put in without touching the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from msgspec import Struct

from releasebot.git.headings import Form
from releasebot.git.notes import Release, Style, allowance, sections
from releasebot.git.releases import UNRELEASED

_HEADING = re.compile(
    r"(?P<level>#{1,3})[ \t]+\[?(?:[\w@/-]{0,80}?[ /@])??v?(?P<version>\d[^\s\])(]*|unreleased)\b",
    re.ASCII | re.IGNORECASE,
)
"""The heading of a release, as in `## [1.2.0] - 2026-01-02`, `# v1.2.0` or `## 1.2.0 (date)`."""

_REFERENCE = re.compile(r"\[[^\]\n]+\]:[ \t]*\S")
_BEGIN = "<!-- releasebot "
_END = "<!-- /releasebot -->"
_MARKED = re.compile(
    rf"{re.escape(_BEGIN)}(?P<digest>[0-9a-f]{{12}}) -->\n(?P<text>.*?){_END}", re.DOTALL
)
_KEPT = re.compile(r"keepachangelog\.com|^###[ \t]+(?:Added|Changed|Fixed)\b", re.MULTILINE)

START: dict[Form, str] = {
    "plain": "# Changelog\n",
    "keep-a-changelog": "# Changelog\n\n"
    "The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).\n",
}
"""What a new file begins with."""


class Part(Struct, frozen=True):
    """A stretch of the file that begins with a release's heading.

    `version` is empty for what stands before the first one; `unreleased` for that section.
    """

    version: str
    text: str


def form_of(text: str) -> Form:
    """The form that an existing changelog has."""
    return "keep-a-changelog" if _KEPT.search(text) else "plain"


def parts(text: str) -> list[Part]:
    """The file in parts that together are the whole of it; code blocks hold no headings."""
    found = [Part("", "")]
    lines: list[str] = []
    level, fence = "", ""
    for line in text.splitlines(keepends=True):
        opened = line.lstrip()[:3]
        if opened in {"```", "~~~"}:
            fence = "" if fence == opened else fence or opened
        heading = None if fence else _HEADING.match(line)
        if heading and (not level or heading["level"] == level):
            level = heading["level"]
            found[-1] = Part(found[-1].version, "".join(lines))
            found.append(Part(heading["version"].lower(), ""))
            lines = []
        lines.append(line)
    found[-1] = Part(found[-1].version, "".join(lines))
    return found


def section(release: Release, style: Style) -> str:
    """The section of a release, its text between marks that tell whether it was edited since."""
    name, address = release.version, ""
    if release.version == UNRELEASED:
        title = "## [Unreleased]"
    else:
        if style.links and release.previous_tag:
            address = f"({style.links.compare(release.previous_tag, release.tag)})"
        title = f"## {f'[{name}]{address}' if address else name} - {release.day}"
    told = (*allowance(release, style), *sections(release.changes, style, "###"))
    text = "\n\n".join(told)
    text = f"{text}\n" if text else ""
    return f"{title}\n\n{_BEGIN}{_digest(text)} -->\n{text}{_END}\n"


def plain_section(release: Release, style: Style) -> str:
    """The section without marks, for a changelog that is only shown."""
    return _MARKED.sub(lambda marked: marked["text"], section(release, style)).rstrip("\n") + "\n"


def put(text: str, new: Sequence[Part]) -> str:
    """The file with these sections in it, given newest first; all that people wrote stays.

    A section that is there is replaced between its marks, unless it has none or was edited since:
    then it is left as it is. One that is not there is put behind the newer one before it, the
    first of them below what is unreleased. Doing it twice changes nothing.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    found = parts(text.replace("\r\n", "\n"))
    above, references = _without_references(found[-1].text)
    found[-1] = Part(found[-1].version, above)
    places = {part.version: number for number, part in enumerate(found)}
    behind: dict[int, list[Part]] = {}
    at = 0
    while at + 1 < len(found) and found[at + 1].version == "unreleased":
        at += 1
    for part in new:
        place = places.get(part.version.lower())
        if place is None:
            behind.setdefault(at, []).append(part)
        else:
            at = place
            found[at] = Part(part.version, _renewed(found[at].text, part.text))
    texts: list[str] = []
    for number, part in enumerate(found):
        texts.append(part.text)
        for added in behind.get(number, ()):
            texts[-1] = _spaced(texts[-1])
            texts.append(added.text)
        if number in behind and (number + 1 < len(found) or references[:1] not in {"", "\n"}):
            texts[-1] = _spaced(texts[-1])
    return ("".join(texts) + references).replace("\n", ending)


def _spaced(text: str) -> str:
    kept = text.rstrip("\n")
    return f"{kept}\n\n" if kept else ""


def left_alone(text: str) -> frozenset[str]:
    """The versions whose sections are a person's, written by hand or edited since."""
    found = parts(text.replace("\r\n", "\n"))
    return frozenset(one.version for one in found if one.version and _generated(one.text) is None)


def _without_references(text: str) -> tuple[str, str]:
    """The text, and the link references that end it with the empty lines before them."""
    lines = text.splitlines(keepends=True)
    at = len(lines)
    while at and (_REFERENCE.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    references = "".join(lines[at:])
    return ("".join(lines[:at]), references) if references.strip() else (text, "")


def _renewed(old: str, new: str) -> str:
    marked, fresh = _generated(old), _MARKED.search(new)
    if marked is None or fresh is None:
        return old
    return old[: marked.start()] + fresh[0] + old[marked.end() :]


def _generated(text: str) -> re.Match[str] | None:
    """The marked text of a section, None where people wrote it or changed it."""
    marked = _MARKED.search(text)
    return marked if marked and marked["digest"] == _digest(marked["text"]) else None


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
