"""Semantic Versioning 2.0.0 (semver.org), through the `semver` library."""

from __future__ import annotations

import re

from msgspec import Struct
from semver import Version

from releasebot.errors import UsageError
from releasebot.version.scheme import Level

_PHASES = ("alpha", "beta", "rc")
_SNAPSHOT = "SNAPSHOT"
_COUNTED = re.compile(r"(.*?)(\d+)", re.ASCII | re.DOTALL)


class SemVerScheme(Struct, frozen=True):
    """`MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD]`.

    A release that finishes a prerelease does not skip it: the patch, minor or major release after
    `2.0.0-rc.1` is `2.0.0`. A Maven `-SNAPSHOT` is no such prerelease but a mark that stays on when
    the numbers are raised; `final` takes it off.
    """

    @property
    def name(self) -> str:
        """What the scheme is called in messages."""
        return "SemVer"

    def is_valid(self, version: str) -> bool:
        """Whether the text is a version by the specification's grammar."""
        return Version.is_valid(version)

    def compare(self, left: str, right: str) -> int:
        """The order of section 11 of the specification; build metadata has no say in it.

        Raises:
            UsageError: one of them is not valid.
        """
        return _parse(left).compare(_parse(right))

    def bump(self, version: str, level: Level) -> str:
        """The version that follows. Build metadata is dropped, but for the level `build`.

        Raises:
            UsageError: the version is not valid, or this level cannot be raised.
        """
        whole = _parse(version)
        now = whole.replace(build=None)
        match level:
            case "major" | "minor" | "patch":
                return str(_released(now, level))
            case "premajor" | "preminor" | "prepatch":
                core = now.finalize_version()
                return str(_raised(core, level.removeprefix("pre")).replace(prerelease="rc.1"))
            case "prerelease":
                return str(_counted_up(now) if now.prerelease else _started(now, "rc"))
            case "alpha" | "beta" | "rc":
                return str(_phase(now, level))
            case "final":
                return str(_finished(now))
            case "build":
                return str(_rebuilt(whole))
            case "dev" | "post":
                raise UsageError(
                    f"SemVer has no {level} releases, so {version} cannot be raised to one",
                    hint="raise prerelease, patch, minor or major instead",
                )


def _parse(version: str) -> Version:
    try:
        return Version.parse(version)
    except ValueError as error:
        raise UsageError(
            f"{version} is no SemVer version", hint="it reads MAJOR.MINOR.PATCH[-PRERELEASE]"
        ) from error


def _raised(now: Version, level: str) -> Version:
    match level:
        case "major":
            return now.bump_major()
        case "minor":
            return now.bump_minor()
        case _:
            return now.bump_patch()


def _released(now: Version, level: str) -> Version:
    if now.prerelease == _SNAPSHOT:
        return _raised(now, level).replace(prerelease=_SNAPSHOT)
    rest = {"major": (now.minor, now.patch), "minor": (now.patch,), "patch": ()}[level]
    if now.prerelease and not any(rest):
        return now.finalize_version()
    return _raised(now, level)


def _started(now: Version, phase: str) -> Version:
    return now.bump_patch().replace(prerelease=f"{phase}.1")


def _phase(now: Version, phase: str) -> Version:
    if not now.prerelease:
        return _started(now, phase)
    if re.fullmatch(rf"{phase}[.-]?\d*", now.prerelease):
        return _counted_up(now)
    wanted = now.replace(prerelease=f"{phase}.1")
    current = now.prerelease.split(".")[0].rstrip("0123456789")
    if now.prerelease == _SNAPSHOT or (current not in _PHASES and wanted > now):
        return wanted
    if current in _PHASES and _PHASES.index(current) < _PHASES.index(phase):
        return wanted
    raise UsageError(
        f"{now} is past {phase}: {wanted} would come before it",
        hint="raise prerelease or final, or name the version with releasebot version set",
    )


def _counted_up(now: Version) -> Version:
    """The next of the prereleases that end in a number; `.1` where none has one yet."""
    if now.prerelease == _SNAPSHOT:
        return now.replace(prerelease="rc.1")
    counted = _COUNTED.fullmatch(now.prerelease or "")
    text = f"{counted[1]}{int(counted[2]) + 1}" if counted else f"{now.prerelease}.1"
    wanted = now.replace(prerelease=text)
    if wanted > now:
        return wanted
    raise UsageError(
        f"{now} cannot be raised to {wanted}: SemVer compares {now.prerelease} and {text} as "
        "words, so it would come before",
        hint="write the number as a part of its own, as in rc.10, from the next patch release on",
    )


def _finished(now: Version) -> Version:
    if now.prerelease:
        return now.finalize_version()
    raise UsageError(
        f"{now} is a final version already", hint="raise patch, minor or major instead"
    )


def _rebuilt(now: Version) -> Version:
    if now.build and now.build.isdecimal():
        return now.replace(build=str(int(now.build) + 1).zfill(len(now.build)))
    raise UsageError(f"{now} has no build number to raise", hint="add one, as in 1.4.0+1")
