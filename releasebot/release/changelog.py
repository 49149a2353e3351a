"""The changelog of this project: all of its releases, or one more in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from releasebot.config.load import Loaded
from releasebot.errors import UsageError
from releasebot.git.changelog import START, Part, form_of, left_alone, put, section
from releasebot.git.headings import Form
from releasebot.git.notes import Release
from releasebot.git.releases import UNRELEASED, releases
from releasebot.output import write_whole
from releasebot.release.notes import allowances, style_for
from releasebot.release.past import Past
from releasebot.version.next import channel, newest_first, numbers


def all_releases(past: Past) -> Iterator[Release]:
    """Every release that HEAD holds, newest first; what is not released yet before them.

    A prerelease is one of its own only until its final version is out.

    Raises:
        GateError: the clone is shallow.
    """
    by_tag = {tag: version for version, tag in past.versions.items()}
    finals = {numbers(version) for version in past.versions if not channel(version)}
    tagged: dict[str, str] = {}
    for tag in past.history.tags():
        version = by_tag.get(tag.name)
        if version is None or (channel(version) and numbers(version) in finals):
            continue
        rival = tagged.get(tag.commit)
        if rival is None or standing(version) > standing(rival):
            tagged[tag.commit] = version
    order = newest_first(tagged.values(), past.scheme)
    only = past.history.touching(("HEAD",), past.paths) if past.paths else None
    commits = past.history.commits(("HEAD",))
    reasons = allowances(past)
    for found in releases(commits, order, past.versions, tagged, only=only):
        reason = reasons.get(found.tag, "")
        yield replace(found, allowed=reason) if reason else found


def standing(version: str) -> tuple[bool, tuple[int, ...]]:
    """Which of two versions on one commit counts: the final one, or `1.4.2` before a moving `1`."""
    return (not channel(version), numbers(version))


def form(past: Past, existing: str) -> Form:
    """The form that the changelog has or is to have."""
    wanted = past.world.config.notes.form
    if wanted != "auto":
        return wanted
    return form_of(existing)


def changelog_file(loaded: Loaded) -> Path:
    """Where the changelog stands."""
    return loaded.base / loaded.config.notes.file


def read_changelog(path: Path) -> str:
    """The file's text; empty where there is none.

    Raises:
        UsageError: it is no text file.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as a changelog: {error}", hint="save it as UTF-8"
        ) from error


def write_changelog(
    past: Past, path: Path, found: Iterable[Release]
) -> tuple[bool, tuple[str, ...]]:
    """Whether the file had to be written, and the versions whose sections people have edited.

    Afterwards it holds a section for each of the releases; those of people are as they were.

    Raises:
        UsageError: the file is no text.
        OutsideError: it cannot be written.
    """
    old = read_changelog(path)
    shape = form(past, old)
    text = old or START[shape]
    hand_made = left_alone(old)
    new, kept = [], []
    for release in found:
        if release.version == UNRELEASED:
            continue
        if release.version.lower() in hand_made:
            kept.append(release.version)
        words = tuple(change.description for change in release.changes)
        style = style_for(past, words, shape)
        new.append(Part(release.version, section(release, style)))
    return write_whole(path, put(text, new).encode()), tuple(kept)
