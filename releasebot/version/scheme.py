"""How versions are ordered and raised, and how a version becomes a tag.

The schemes stand in modules of their own, one each, and are imported when one is asked for: to
read a version, or to name its tag, none is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, Protocol

from releasebot.config.schema import VersionSettings
from releasebot.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

Level = Literal[
    "major",
    "minor",
    "patch",
    "premajor",
    "preminor",
    "prepatch",
    "prerelease",
    "alpha",
    "beta",
    "rc",
    "dev",
    "post",
    "build",
    "final",
]
"""What is raised. `prerelease` raises the one there is, or starts one of the next patch release;
`final` drops what marks a version as unfinished."""

_PYTHON_NAMES = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "uv.lock", "pkg-info"})
_DOTTED = r"[0-9]+(?:\.[0-9]+)*(?:-SNAPSHOT)?"


class Scheme(Protocol):
    """An order of versions and the steps in it. Versions are given without a leading `v`."""

    @property
    def name(self) -> str:
        """What the scheme is called in messages."""
        ...

    def is_valid(self, version: str) -> bool:
        """Whether the scheme knows this spelling."""
        ...

    def compare(self, left: str, right: str) -> int:
        """-1, 0 or 1: `left` comes before, beside or after `right`.

        Raises:
            UsageError: one of them is not valid.
        """
        ...

    def bump(self, version: str, level: Level) -> str:
        """The version that follows; it always comes after `version`.

        Raises:
            UsageError: the version is not valid, or this level cannot be raised.
        """
        ...


def scheme_for(
    settings: VersionSettings, version: str, *, path: PurePath, today: Callable[[], date]
) -> Scheme:
    """The scheme that orders and raises `version`, which stands in the file `path`.

    What the settings name; else CalVer if they give a pattern; else PEP 440 in the files of a
    Python project, SemVer where it fits, PEP 440 where that fits, and plain dotted numbers.
    `today` is asked for by CalVer alone.

    Raises:
        UsageError: the version is of no known scheme, or not of the one that is set.
    """
    scheme = _named(settings, today) or _recognised(version, path)
    if scheme.is_valid(version):
        return scheme
    raise UsageError(
        f"{version} is no version of the scheme {scheme.name}",
        hint="correct it with releasebot version set, or correct version.scheme",
    )


def _named(settings: VersionSettings, today: Callable[[], date]) -> Scheme | None:
    if settings.scheme == "semver":
        return _semver()
    if settings.scheme == "pep440":
        return _pep440()
    if settings.calver is not None:
        from releasebot.version.calver_scheme import CalVerScheme

        return CalVerScheme(settings.calver, today)
    return None


def _recognised(version: str, path: PurePath) -> Scheme:
    python = is_python(path)
    for fits in (_pep440, _semver) if python else (_semver, _pep440):
        if not python and re.fullmatch(_DOTTED, version) and version.count(".") != 2:  # noqa: PLR2004  a SemVer core has two dots
            break
        scheme = fits()
        if scheme.is_valid(version):
            return scheme
    from releasebot.version.dotted_scheme import DottedScheme

    return DottedScheme()


def is_python(path: PurePath) -> bool:
    """Whether versions in the file are spelled as PEP 440 wants them."""
    name = path.name.lower()
    return name in _PYTHON_NAMES or name.endswith((".py", ".pyi"))


def _semver() -> Scheme:
    from releasebot.version.semver_scheme import SemVerScheme

    return SemVerScheme()


def _pep440() -> Scheme:
    from releasebot.version.pep440_scheme import Pep440Scheme

    return Pep440Scheme()


def utc_today() -> date:
    """Today in UTC, the same on every machine."""
    import time
    from datetime import date

    now = time.gmtime()
    return date(now.tm_year, now.tm_mon, now.tm_mday)


def bare(version: str) -> str:
    """The version without a leading `v`: `v1.4.0` and `1.4.0` are the same version."""
    return version[1:] if version[:1] in {"v", "V"} and version[1:2].isdigit() else version


def tag_name(template: str, *, version: str, name: str) -> str:
    """The tag of a version, without `refs/tags/`: `{version}` and `{name}` filled in.

    A leading `v` of the version is dropped, so that `v{version}` never gives `vv1.4.0`.
    """
    values = {"{version}": bare(version), "{name}": name}
    return "".join(values.get(piece, piece) for piece in _pieces(template))


def version_of_tag(template: str, tag: str, *, name: str) -> str | None:
    """The version that `tag` is the tag of by this template; None for a tag of something else.

    Afterwards `tag_name(template, version=..., name=name)` of the answer is `tag` again.
    """
    found = _tag_expression(template, name).fullmatch(tag)
    return found["version"] if found else None


def versions_of_tags(template: str, tags: Iterable[str], *, name: str) -> dict[str, str]:
    """The versions that the tags are the tags of by this template, each with its tag."""
    fits = _tag_expression(template, name).fullmatch
    return {found["version"]: tag for tag in tags if (found := fits(tag))}


def versions_listed(template: str, listing: str, *, name: str) -> list[str]:
    """The versions whose tags, by this template, end the lines of a listing of refs.

    One pass over the text, since a remote can have ten thousand tags.
    """
    tag = _tag_expression(template, name).pattern
    return re.findall(rf"\trefs/tags/{tag}\n", listing, re.ASCII)


def _tag_expression(template: str, name: str) -> re.Pattern[str]:
    values = {"{version}": r"(?P<version>\d[^\s/^]*)", "{name}": re.escape(name)}
    pieces = (values.get(piece) or re.escape(piece) for piece in _pieces(template))
    first, _, rest = "".join(pieces).partition(values["{version}"])
    again = rest.replace(values["{version}"], "(?P=version)")
    return re.compile(f"{first}{values['{version}']}{again}", re.ASCII)


def _pieces(template: str) -> list[str]:
    return re.split(r"(\{version\}|\{name\})", template)
