"""Release notes in Markdown: what breaks, then the changes by kind, then who made them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from releasebot.git.commits import Change
from releasebot.git.headings import WORDS, Group, Language, places_of
from releasebot.git.web_links import WebLinks

MOST_CHARACTERS = 125_000
"""The most that GitHub takes as the body of a release (its REST API answers 422 above that)."""

_REF = re.compile(r"(?<![\w/&])((?:[\w.-]{1,40}/[\w.-]{1,100})?#\d+)\b", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FENCE = re.compile(r"(`+)")


class Release(Struct, frozen=True):
    """A release as its notes tell it.

    `tag` and `previous_tag` are empty where there is none; `tag` is also set for a release that is
    yet to be tagged. `day` is `2026-01-31`. `newcomers` are those of `authors` who had no commit
    before. `allowed` is why the API may break though the version does not say so, or empty. `span`
    is when its first and its last commit was made, in seconds since the epoch; zeros where unknown.
    """

    version: str
    tag: str
    previous_tag: str
    day: str
    changes: tuple[Change, ...]
    authors: tuple[str, ...] = ()
    newcomers: tuple[str, ...] = ()
    allowed: str = ""
    span: tuple[int, int] = (0, 0)


class Style(Struct, frozen=True):
    """How notes are written: links, language, and the headings in their order."""

    links: WebLinks
    language: Language
    groups: tuple[Group, ...]


def body(release: Release, style: Style, *, level: str = "###") -> str:
    """The notes without a title; every change stands in them exactly once, breaches first."""
    words = WORDS[style.language]
    parts = [*allowance(release, style), *sections(release.changes, style, level)]
    if not parts:
        parts.append(words.nothing)
    if release.authors:
        parts.append(f"{level} {words.contributors}\n\n{', '.join(release.authors)}")
    if release.newcomers:
        parts.append(f"{words.newcomers}: {', '.join(release.newcomers)}")
    if style.links and release.previous_tag and release.tag:
        address = style.links.compare(release.previous_tag, release.tag)
        parts.append(f"[{words.changes}]({address})")
    return "\n\n".join(parts) + "\n"


def allowance(release: Release, style: Style) -> Iterable[str]:
    """Why the API may break though the version does not say so; nothing where it may not."""
    if release.allowed:
        told = WORDS[style.language].allowed
        yield f"> {told}: {inline(release.allowed, style.links)}"


def sections(changes: Sequence[Change], style: Style, level: str) -> Iterable[str]:
    """A heading with its list for every kind of change that there is."""
    groups = style.groups
    places, others = places_of(groups)
    found: list[list[str]] = [[] for _ in groups]
    broken: list[str] = []
    commit = style.links.commit("") if style.links else ""
    closes = WORDS[style.language].closes
    for change in changes:
        line = entry(change, style.links, commit, closes)
        if change.breaking:
            broken.append(_with_text(line, change))
        else:
            found[places.get(change.type, others)].append(line)
    if broken:
        yield f"{level} {WORDS[style.language].breaking}\n\n" + "\n".join(broken)
    for group, lines in zip(groups, found, strict=True):
        if lines:
            yield f"{level} {group.heading}\n\n" + "\n".join(lines)


def entry(change: Change, links: WebLinks, commit: str, closes: str) -> str:
    """One line of a list. `commit` is what stands before a commit's name in its address."""
    text = change.description
    if "#" in text or "<" in text or not text.isprintable():
        text = inline(text, links)
    scope = f"**{_plain(change.scope)}:** " if change.scope else ""
    name = change.hash
    shown = f"[`{name[:8]}`]({commit}{name})" if commit else f"`{name[:8]}`"
    if not change.refs:
        return f"- {scope}{text} ({shown})"
    refs = ", ".join(f"[{ref}]({links.issue(ref)})" if links else ref for ref in change.refs)
    return f"- {scope}{text} ({shown}, {closes} {refs})"


def inline(text: str, links: WebLinks) -> str:
    """A commit's words as Markdown: issues linked, no HTML, no control characters.

    What stands between backquotes is left as it is.
    """
    if text.isprintable() and "<" not in text and "`" not in text:
        return _linked(text, links)
    pieces = _FENCE.split(_CONTROL.sub(" ", text))
    last = {piece: number for number, piece in enumerate(pieces) if number % 2}
    fence = ""
    for number, piece in enumerate(pieces):
        if number % 2:
            if fence:
                fence = "" if fence == piece else fence
            elif last[piece] > number:  # one that is never closed opens nothing
                fence = piece
        elif not fence:
            safe = piece.replace("<", "\\<")
            pieces[number] = _linked(safe, links)
    return "".join(pieces)


def _linked(text: str, links: WebLinks) -> str:
    if not links:
        return text
    return _REF.sub(lambda ref: f"[{ref[1]}]({links.issue(ref[1])})", text)


def _plain(text: str) -> str:
    return (
        re.sub(r"([\\`*_\[\]<])", r"\\\1", _CONTROL.sub(" ", text)) if not text.isalnum() else text
    )


def _with_text(line: str, change: Change) -> str:
    """The entry with what it says is broken, as a paragraph of the list item."""
    if change.breaking == change.description:
        return line
    told = _CONTROL.sub(" ", change.breaking.replace("<", "\\<"))
    return f"{line}\n\n  " + told.replace("\n", "\n  ").replace("\n  \n", "\n\n")


def cut(notes: str, release: Release, style: Style, *, most: int = MOST_CHARACTERS) -> str:
    """The notes in at most `most` characters: whole lines, then where the rest can be read."""
    if len(notes) <= most:
        return notes
    if style.links and release.previous_tag:
        link = style.links.compare(release.previous_tag, release.tag)
    else:
        link = style.links.tag(release.tag) if style.links else release.tag
    ending = "\n" + WORDS[style.language].cut.format(link=link) + "\n"
    kept = notes[: most - len(ending)]
    return kept[: kept.rfind("\n") + 1] + ending
