"""The next version of a project, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from releasebot.errors import ConflictError, OutsideError, UsageError
from releasebot.git.collect import collect
from releasebot.git.commits import Change
from releasebot.release.past import Past
from releasebot.version.next import (
    Channel,
    Raise,
    channel,
    greatest,
    highest,
    in_line,
    next_prerelease,
    next_version,
)
from releasebot.version.scheme import bare

if TYPE_CHECKING:
    from releasebot.openapi.diff.verdict import Verdict

Why = Literal["breaking", "feature", "fix", "performance", "revert", "security", "unconventional"]


class Reason(Struct, frozen=True):
    """A change that asks for a release; `why` says how its level was found."""

    level: Raise
    why: Why
    change: Change

    @property
    def title(self) -> str:
        """The change's first line, as its author wrote it."""
        change = self.change
        scope = f"({change.scope})" if change.scope else ""
        return f"{change.type}{scope}: {change.description}" if change.type else change.description


_ASKS: dict[str, tuple[Raise, Why]] = {
    "feat": ("minor", "feature"),
    "feature": ("minor", "feature"),
    "fix": ("patch", "fix"),
    "bugfix": ("patch", "fix"),
    "hotfix": ("patch", "fix"),
    "perf": ("patch", "performance"),
    "revert": ("patch", "revert"),
    "security": ("patch", "security"),
    "sec": ("patch", "security"),
    "": ("patch", "unconventional"),
}
"""What a type of commit asks for; other types change nothing for those who use the project.

A message of no known form may say anything, so it is taken for a fix rather than for nothing.
"""


class NextRelease(Struct, frozen=True):
    """What follows. `version` is empty where nothing asks for a release.

    `last` is the final release that it follows, empty for the first. `level` is what is raised.
    `commits` is how many changes were looked at, `reasons` those among them that count. `api` is
    what the API's document asks for; None where nothing is known of it, which `unknown` explains
    where the project has such a document.
    """

    version: str
    last: str
    level: Raise | None
    commits: int
    reasons: tuple[Reason, ...]
    api: Verdict | None = None
    unknown: str = ""


def next_release(past: Past, *, phase: Channel | None = None, line: str = "") -> NextRelease:
    """The version that the commits and the API's changes since the last release ask for.

    The last release is the greatest final one that HEAD descends from, or of `line` the greatest.
    With `phase`, the next version of that channel on the way to it; nothing where no commit came
    after the last of them.

    Raises:
        ConflictError: that version is tagged already, on a commit that HEAD does not descend from.
        GateError: the history here is incomplete.
    """
    last = last_release(past, line)
    changes = _since(past, past.versions.get(last, ""))
    reasons = tuple(reason for change in changes if (reason := _reason(change)))
    verdict, unknown = _api_verdict(past, last)
    level = highest((*(reason.level for reason in reasons), *_asked_by(verdict)))
    if level is None:
        return NextRelease("", last, None, len(changes), (), verdict, unknown)
    scheme, zero = past.scheme(), past.world.config.diff.zero
    final = next_version(scheme, last, level, zero=zero) if last else _first(past)
    if line and not in_line(final, line):
        raise UsageError(
            f"what has changed since {last} asks for {final}, which is not in the line {line}",
            hint="leave the change out of this line, or release it in a newer one",
        )
    version = final
    if phase:
        known = _candidates(past, line)
        version = next_prerelease(scheme, final, phase, known)
        latest = greatest((one for one in known if channel(one) == phase), past.scheme)
        follows = latest and scheme.compare(latest, last or "0") > 0
        if latest and follows and not _since(past, past.versions[latest]):
            return NextRelease("", latest, None, 0, ())
    _refuse_taken(past, version, last)
    return NextRelease(version, last, level, len(changes), reasons, verdict, unknown)


def last_release(past: Past, line: str = "") -> str:
    """The greatest final release that HEAD descends from, or of `line`; empty where none is."""
    known = _candidates(past, line)
    return greatest((one for one in known if not channel(one)), past.scheme) or ""


def _api_verdict(past: Past, last: str) -> tuple[Verdict | None, str]:
    """What has changed in the API since the last release; None and why where that is not known."""
    if not last or past.world.config.diff.versions == "ignore":
        return None, ""
    from releasebot.release.api_change import NotCompared, change_since

    tag = past.versions[last]
    try:
        found = change_since(past.world, past.name_of(tag), tag)
    except OutsideError as error:
        return None, error.message
    return (None, found.why) if isinstance(found, NotCompared) else (found.verdict, "")


def _asked_by(verdict: Verdict | None) -> Iterator[Raise]:
    if verdict is not None and verdict.bump != "none":
        yield verdict.bump


def _candidates(past: Past, line: str) -> dict[str, str]:
    if line:
        return {one: tag for one, tag in past.versions.items() if in_line(one, line)}
    top = greatest(past.versions, past.scheme)
    if not top or past.descends_from(past.versions[top]):
        return past.versions
    return past.merged_versions()


def _since(past: Past, tag: str) -> tuple[Change, ...]:
    wanted = ("HEAD", f"^{past.name_of(tag)}") if tag else ("HEAD",)
    return collect(past.history.commits(wanted, paths=past.paths))


def _first(past: Past) -> str:
    """The version that the project states, as it has never been released."""
    stated = bare(past.world.version)
    scheme = past.scheme()
    if channel(stated):
        stated = scheme.bump(stated, "final")
    return stated if stated.strip("0.") else scheme.bump(stated, "minor")


def _refuse_taken(past: Past, version: str, last: str) -> None:
    tag = past.versions.get(version)
    if tag:
        raise ConflictError(
            f"what has changed since {last or 'the beginning'} asks for {version}, and {tag} is "
            "already the tag of a commit that HEAD does not descend from",
            hint=f"merge {tag} into this branch, or name the line to follow with --line",
        )


def _reason(change: Change) -> Reason | None:
    if change.breaking:
        return Reason("major", "breaking", change)
    asked = _ASKS.get(change.type)
    return Reason(*asked, change) if asked else None
