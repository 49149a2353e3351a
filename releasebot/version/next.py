"""Which version follows: from the releases there are and from what has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cmp_to_key
from typing import Literal

from releasebot.errors import UsageError
from releasebot.version.scheme import Scheme

Raise = Literal["major", "minor", "patch"]
"""What a change asks for: it breaks something, adds something, or mends something."""

Channel = Literal["alpha", "beta", "rc"]

_ORDER: tuple[Raise, ...] = ("patch", "minor", "major")
_CORE = re.compile(r"(?:(\d+)!)?(\d+(?:\.\d+)*)", re.ASCII)
_PHASE = re.compile(r"[-._]?([A-Za-z]+|\d)", re.ASCII)
_PHASES = {"a": "alpha", "b": "beta", "c": "rc", "pre": "rc", "preview": "rc"}
_PEP440 = {"alpha": "a", "beta": "b", "rc": "rc"}
_FINISHED = frozenset({"post", "r", "rev"})


def channel(version: str) -> str:
    """What marks the version as unfinished, such as `rc`; empty for a final version."""
    if version.replace(".", "").isdecimal():  # nearly every version there is
        return ""
    core = _CORE.match(version)
    rest = version[core.end() :] if core else version
    if not rest or rest.startswith("+"):
        return ""
    phase = _PHASE.match(rest)
    word = phase[1].lower() if phase else rest
    return "" if word in _FINISHED else _PHASES.get(word, word)


def numbers(version: str) -> tuple[int, ...]:
    """The epoch and the dotted numbers before any mark, without zeros at the end."""
    try:
        found = [0, *map(int, version.split("."))]  # nearly every version there is
    except ValueError:
        core = _CORE.match(version)
        if core is None:
            return ()
        found = [int(core[1] or 0), *map(int, core[2].split("."))]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def in_line(version: str, line: str) -> bool:
    """Whether the version belongs to a line such as `1.x`, `1.4.x` or `1.4`.

    Raises:
        UsageError: `line` is written otherwise.
    """
    wanted = re.fullmatch(r"v?(\d+(?:\.\d+)*)(?:\.[xX*])?", line, re.ASCII)
    if wanted is None:
        raise UsageError(f"{line} is no line of versions", hint="write it as 1.x or 1.4.x")
    core = _CORE.match(version)
    parts = wanted[1].split(".")
    return core is not None and core[2].split(".")[: len(parts)] == parts


def greatest(versions: Iterable[str], scheme: Callable[[], Scheme]) -> str | None:
    """The greatest of the versions that the scheme knows."""
    return _greatest(versions, scheme, lambda _: True)


def newest_first(versions: Iterable[str], scheme: Callable[[], Scheme]) -> list[str]:
    """The versions in falling order; the scheme decides only between those of equal numbers."""
    ordered: list[str] = []
    for _, rivals in sorted(_by_numbers(versions).items(), reverse=True):
        if len(rivals) == 1:
            ordered += rivals
        else:
            valid = (one for one in rivals if scheme().is_valid(one))
            ordered += sorted(valid, key=cmp_to_key(scheme().compare), reverse=True)
    return ordered


def previous(version: str, versions: Iterable[str], scheme: Callable[[], Scheme]) -> str | None:
    """The release before `version`: the greatest lower one that is final or of its channel.

    So the release before a final one is a final one, and what came in its release candidates is
    new in it. The scheme is made only where plain numbers do not decide.
    """
    own, mark = numbers(version), channel(version)
    lower = {
        other: core
        for other in versions
        if other != version and (core := numbers(other)) <= own and channel(other) in {"", mark}
    }
    cores = sorted(lower.values())
    if cores and not mark and cores[-1] < own and cores[-2:-1] != cores[-1:]:
        (nearest,) = (other for other, core in lower.items() if core == cores[-1])
        if nearest.replace(".", "").isdecimal() and nearest.count(".") == version.count("."):
            return nearest
    return _greatest(lower, scheme, lambda other: scheme().compare(other, version) < 0)


def overtaken_by(
    version: str, versions: Iterable[str], scheme: Callable[[], Scheme], *, line: str = ""
) -> str | None:
    """The greatest release that `version` does not come after; None where it comes after all.

    Only releases of its `line` count, and only those that are final or of its channel. A release
    that has the version itself is none of them.

    Raises:
        UsageError: `line` is no line of versions.
    """
    own, mark = numbers(version), channel(version)
    rivals = [
        other
        for other in _that_may_reach(own, versions)
        if numbers(other) >= own and other != version and channel(other) in {"", mark}
    ]
    if line:
        rivals = [other for other in rivals if in_line(other, line)]
    return _greatest(rivals, scheme, lambda other: scheme().compare(other, version) >= 0)


def _that_may_reach(own: tuple[int, ...], versions: Iterable[str]) -> Iterable[str]:
    """Those that can have numbers as great as `own`: the first one, read alone, rules most out."""
    if own[:1] != (0,) or not own[1:]:
        return versions
    least = own[1]
    return [
        one
        for one in versions
        if not (first := one.partition(".")[0]).isdecimal() or int(first) >= least
    ]


def _greatest(
    versions: Iterable[str], scheme: Callable[[], Scheme], fits: Callable[[str], bool]
) -> str | None:
    """The greatest version that fits; only those of the highest numbers are compared."""
    for _, rivals in sorted(_by_numbers(versions).items(), reverse=True):
        left = [one for one in rivals if scheme().is_valid(one) and fits(one)]
        if left:
            return max(left, key=cmp_to_key(scheme().compare))
    return None


def _by_numbers(versions: Iterable[str]) -> dict[tuple[int, ...], list[str]]:
    found: dict[tuple[int, ...], list[str]] = {}
    for version in versions:
        found.setdefault(numbers(version), []).append(version)
    return found


def highest(raises: Iterable[Raise]) -> Raise | None:
    """The one that includes the others; None where nothing asks for a release."""
    return max(raises, key=_ORDER.index, default=None)


def next_version(scheme: Scheme, last: str, raised: Raise, *, zero: Raise = "minor") -> str:
    """The final version after the final version `last`.

    Before 1.0.0 nothing is promised (semver.org, item 4): what breaks raises `zero`.
    """
    before_one = numbers(last)[1:2] in {(), (0,)}
    return scheme.bump(last, zero if before_one and raised == "major" else raised)


def next_prerelease(scheme: Scheme, final: str, phase: Channel, versions: Iterable[str]) -> str:
    """The next version of the channel on the way to `final`, given the versions there are.

    One that is on the way already is counted up, also where it leads to a higher version than
    `final`: a channel never goes back.

    Raises:
        UsageError: the scheme has no such channel.
    """
    begun = [
        version
        for version in versions
        if channel(version) == phase and numbers(version) >= numbers(final)
    ]
    latest = greatest(begun, lambda: scheme)
    if latest:
        return scheme.bump(latest, phase)
    joined = f"{_PEP440[phase]}1" if scheme.name == "PEP 440" else f"-{phase}.1"
    if scheme.is_valid(final + joined):
        return final + joined
    raise UsageError(
        f"the scheme {scheme.name} has no {phase} versions, so {final} gets none",
        hint="leave --prerelease out",
    )
