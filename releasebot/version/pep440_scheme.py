"""The versions of Python packages (PEP 440), through `packaging`."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace
from packaging.version import InvalidVersion, Version

from releasebot.errors import UsageError
from releasebot.version.scheme import Level

_PHASES = {"alpha": "a", "beta": "b", "rc": "rc"}
_PARTS = ("major", "minor", "patch")
_RELEASE = re.compile(r"v?(?:\d+!)?(\d+(?:\.\d+)*)", re.ASCII | re.IGNORECASE)


class _Parts(Struct, frozen=True):
    """A public version in parts; `release` keeps the digits as they are written, such as `08`."""

    epoch: int
    release: tuple[str, ...]
    pre: tuple[str, int] | None
    post: int | None
    dev: int | None

    def __str__(self) -> str:
        epoch = f"{self.epoch}!" if self.epoch else ""
        pre = "".join(map(str, self.pre or ()))
        post = "" if self.post is None else f".post{self.post}"
        dev = "" if self.dev is None else f".dev{self.dev}"
        return f"{epoch}{'.'.join(self.release)}{pre}{post}{dev}"


class Pep440Scheme(Struct, frozen=True):
    """`[EPOCH!]RELEASE[{a|b|rc}N][.postN][.devN]`; a local version is dropped when raised.

    A release that finishes a prerelease does not skip it: the patch, minor or major release after
    `2.0.0rc1` is `2.0.0`. The number of release parts stays, but that a patch needs three.
    """

    @property
    def name(self) -> str:
        """What the scheme is called in messages."""
        return "PEP 440"

    def is_valid(self, version: str) -> bool:
        """Whether `packaging` takes it for a version."""
        try:
            Version(version)
        except InvalidVersion:
            return False
        return True

    def compare(self, left: str, right: str) -> int:
        """The order of PEP 440.

        Raises:
            UsageError: one of them is not valid.
        """
        one, other = _parse(left), _parse(right)
        return (one > other) - (one < other)

    def bump(self, version: str, level: Level) -> str:
        """The version that follows, in normal form but for zeros before a release's digits.

        Raises:
            UsageError: the version is not valid, or this level cannot be raised.
        """
        now = _parts(version)
        if level == "build":
            raise UsageError(f"{version} has no build number to raise")
        match level:
            case "major" | "minor" | "patch":
                raised = _released(now, _PARTS.index(level))
            case "premajor" | "preminor" | "prepatch":
                core = _raised(now, _PARTS.index(level.removeprefix("pre")))
                raised = replace(core, pre=("rc", 1))
            case "prerelease":
                raised = _prerelease(now)
            case "alpha" | "beta" | "rc":
                raised = _phase(now, _PHASES[level])
            case "dev":
                raised = _dev(now)
            case "post":
                raised = _post(now)
            case _:
                raised = _finished(now)
        return str(raised)


def _parse(version: str) -> Version:
    try:
        return Version(version)
    except InvalidVersion as error:
        raise UsageError(
            f"{version} is no PEP 440 version", hint="it reads like 1.4.0, 1.4.0rc1 or 1.4.0.dev3"
        ) from error


def _parts(version: str) -> _Parts:
    parsed = _parse(version)
    written = _RELEASE.match(version.strip())
    release = written[1] if written else parsed.base_version
    return _Parts(parsed.epoch, tuple(release.split(".")), parsed.pre, parsed.post, parsed.dev)


def _raised(now: _Parts, part: int) -> _Parts:
    release = [*now.release, *("0" for _ in range(part + 1 - len(now.release)))]
    width = len(release[part])
    release[part] = str(int(release[part]) + 1).zfill(width)
    release[part + 1 :] = ["0" for _ in release[part + 1 :]]
    return _Parts(now.epoch, tuple(release), None, None, None)


def _released(now: _Parts, part: int) -> _Parts:
    unfinished = now.post is None and (now.pre is not None or now.dev is not None)
    if unfinished and not any(int(number) for number in now.release[part + 1 :]):
        return replace(now, pre=None, dev=None)
    return _raised(now, part)


def _prerelease(now: _Parts) -> _Parts:
    if now.post is not None:
        return replace(_raised(now, 2), pre=("rc", 1))
    if now.pre is None:
        return _phase(now, "rc") if now.dev is None else replace(now, dev=now.dev + 1)
    return _phase(now, now.pre[0])


def _phase(now: _Parts, phase: str) -> _Parts:
    if now.post is not None or (now.pre is None and now.dev is None):
        return replace(_raised(now, 2), pre=(phase, 1))
    if now.pre is None or now.pre[0] < phase:
        return replace(now, pre=(phase, 1), dev=None)
    if now.pre[0] == phase:
        number = now.pre[1] if now.dev is not None else now.pre[1] + 1
        return replace(now, pre=(phase, number), dev=None)
    raise UsageError(
        f"{now} is past {phase}: {replace(now, pre=(phase, 1), dev=None)} would come before it",
        hint="raise prerelease or final, or name the version with releasebot version set",
    )


def _dev(now: _Parts) -> _Parts:
    if now.dev is not None:
        return replace(now, dev=now.dev + 1)
    if now.post is not None:
        return replace(now, post=now.post + 1, dev=0)
    if now.pre is not None:
        return replace(now, pre=(now.pre[0], now.pre[1] + 1), dev=0)
    return replace(_raised(now, 2), dev=0)


def _post(now: _Parts) -> _Parts:
    if now.dev is not None:
        return replace(now, dev=None) if now.post is not None else _no_post(now)
    if now.pre is not None:
        return _no_post(now)
    return replace(now, post=1 if now.post is None else now.post + 1)


def _no_post(now: _Parts) -> _Parts:
    raise UsageError(
        f"{now} is not released, so it gets no post release", hint="raise prerelease or final"
    )


def _finished(now: _Parts) -> _Parts:
    if now.pre is None and now.dev is None:
        raise UsageError(
            f"{now} is a final version already", hint="raise patch, minor or major instead"
        )
    if now.pre is not None and now.post is not None:
        return replace(now, pre=None, post=None, dev=None)
    return replace(now, pre=None, dev=None)
