"""One version in the spelling of each place: SemVer here, PEP 440 there, an image tag elsewhere."""

from __future__ import annotations

import re
from pathlib import PurePath

from releasebot.errors import UsageError
from releasebot.version.scheme import bare, is_python

_SEMVER_NAMES = frozenset(
    {
        "cargo.lock",
        "cargo.toml",
        "chart.yaml",
        "deno.json",
        "deno.jsonc",
        "jsr.json",
        "lerna.json",
        "mix.exs",
        "npm-shrinkwrap.json",
        "package-lock.json",
        "package.json",
        "pubspec.yaml",
    }
)
"""Files whose tools take nothing but SemVer."""

# Expressions are compiled when one is first used: reading a version alone needs none of them.
_VERSION = r"(?P<release>(?:\d+!)?\d+(?:\.\d+)*)(?P<mark>[^+]*)(?:\+(?P<build>.+))?"
_WORD_OR_NUMBER = r"[a-z]+|\d+|-(?=\d)"
_SEMVER_MARK = (
    r"-(?P<word>alpha|beta|rc|a|b|c|pre|preview|dev|snapshot)(?:[.-]?(?P<number>\d+))?"
    r"(?:\.dev\.?(?P<dev>\d+))?"
)
_PEP440_MARK = (
    r"(?:[._-]?(?P<word>alpha|beta|rc|a|b|c|pre|preview)[._-]?(?P<number>\d*))?"
    r"(?:[._-]?dev(?P<dev>\d*))?"
)
_CHARACTERS = r"[0-9A-Za-z][0-9A-Za-z.+\-_!~:]*"

_WORDS = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc", "snapshot": "dev"}
"""The words of PEP 440's normal form; a Maven snapshot is a development release."""

_SEMVER_WORDS = {"a": "alpha", "b": "beta", "rc": "rc"}
_CORE = 3


def is_spellable(version: str) -> bool:
    """Whether the text can stand in any file as a version: a digit leads, no blanks or quotes."""
    return re.fullmatch(_CHARACTERS, version) is not None and bare(version)[:1].isdecimal()


def is_placeholder(version: str) -> bool:
    """Whether it is a version nobody releases, as `0.0.0` or `0.0.0-development` in a manifest.

    Release tools leave it there and fill in the true version elsewhere.
    """
    number = bare(version)
    return number == "0.0.0" or number.startswith(("0.0.0-", "0.0.0+", "0.0.0."))


def same_version(one: str, other: str) -> bool:
    """Whether two spellings mean one version: `v1.4.0-rc.1` and `1.4.0rc1`, `2.1.0` and `2.1.0.0`.

    Build metadata counts only where both have it.
    """
    if bare(one) == bare(other):
        return True
    mine, theirs = _parsed(bare(one)), _parsed(bare(other))
    if mine is None or theirs is None:
        return False
    if mine["build"] and theirs["build"] and mine["build"] != theirs["build"]:
        return False
    return _normal(mine) == _normal(theirs)


def release_parts(version: str) -> int:
    """How many numbers the release has: 2 for `1.4`, 3 for `1.4.0-rc.1`, 0 for no version."""
    found = _parsed(bare(version))
    return found["release"].count(".") + 1 if found else 0


def _parsed(version: str) -> re.Match[str] | None:
    return re.fullmatch(_VERSION, version, re.ASCII | re.DOTALL)


def _normal(version: re.Match[str]) -> tuple[str, ...]:
    epoch, _, numbers = version["release"].rpartition("!")
    release = [str(int(number)) for number in numbers.split(".")]
    while len(release) > 1 and release[-1] == "0":
        release.pop()
    mark = [
        _WORDS.get(part, part.lstrip("0") or part[:1])
        for part in re.findall(_WORD_OR_NUMBER, version["mark"].lower(), re.ASCII)
    ]
    if mark and mark[-1].isalpha():
        mark.append("0")
    return (epoch.lstrip("0"), ".".join(release), *mark)


def spelled(version: str, path: PurePath, *, like: str, decided: str, image: bool = False) -> str:
    """`version` as it is written in the file `path` in place of `like`.

    `decided` is the project's version so far. A place that agrees with it in its own way keeps its
    way: a leading `v`, a fourth number. Prereleases are spelled as PEP 440 in Python's files, as
    SemVer where only that is valid, and everywhere else as given. A Flutter build number
    (`1.4.0+12`) is counted up with the version, because the stores refuse one they have seen. An
    image's tag goes without build metadata, which no tag can hold.

    Raises:
        UsageError: the file's kind has no spelling for this version.
    """
    new = bare(version)
    name = path.name.lower()
    if image:
        new = new.partition("+")[0]
    elif is_python(path):
        new = _pep440(new, path)
    elif name in _SEMVER_NAMES:
        new = _semver(new, path)
    if bare(like) != bare(decided) and same_version(like, decided):
        new = _as_long_as(new, release_parts(like))
    elif name in _SEMVER_NAMES and release_parts(like) == _CORE:
        new = _as_long_as(new, _CORE)
    if name == "pubspec.yaml":
        new = _flutter(new, bare(like))
    return like[: len(like) - len(bare(like))] + new


def _as_long_as(version: str, parts: int) -> str:
    """The version with as many numbers, as far as adding or dropping zeros does it."""
    found = _parsed(version)
    if found is None:
        return version
    numbers = found["release"].split(".")
    numbers += ["0"] * (parts - len(numbers))
    while len(numbers) > max(parts, 1) and int(numbers[-1].rpartition("!")[2]) == 0:
        numbers.pop()
    return ".".join(numbers) + version[found.end("release") :]


def _flutter(new: str, old: str) -> str:
    release, plus, build = old.partition("+")
    if not plus or not build.isdecimal() or "+" in new:
        return new
    if same_version(new, release):
        return f"{new}+{build}"
    return f"{new}+{str(int(build) + 1).zfill(len(build))}"


def _pep440(version: str, path: PurePath) -> str:
    """A SemVer prerelease in PEP 440's normal form; anything else as it is."""
    found = _parsed(version)
    if found is None or not found["mark"].startswith("-"):
        return version
    mark = re.fullmatch(_SEMVER_MARK, found["mark"], re.ASCII | re.IGNORECASE)
    if mark is None:
        raise _no_spelling(version, path, "PEP 440 (alpha, beta, rc and dev releases alone)")
    word = _WORDS.get(mark["word"].lower(), mark["word"].lower())
    number = int(mark["number"] or 0)
    dev = f".dev{int(mark['dev'])}" if mark["dev"] else ""
    phase = f".dev{number}" if word == "dev" else f"{word}{number}{dev}"
    build = f"+{found['build'].replace('-', '.').lower()}" if found["build"] else ""
    return found["release"] + phase + build


def _semver(version: str, path: PurePath) -> str:
    """A PEP 440 prerelease as SemVer; anything else as it is."""
    found = _parsed(version)
    if found is None or found["mark"].startswith("-"):
        return version
    mark = re.fullmatch(_PEP440_MARK, found["mark"], re.ASCII | re.IGNORECASE)
    if mark is None or "!" in found["release"]:
        raise _no_spelling(version, path, "SemVer (no epochs and no post releases)")
    parts = []
    if mark["word"]:
        word = _WORDS.get(mark["word"].lower(), mark["word"].lower())
        parts += [_SEMVER_WORDS[word], str(int(mark["number"] or 0))]
    if mark["dev"] is not None:
        parts += ["dev", str(int(mark["dev"] or 0))]
    if not parts:
        return version
    build = f"+{found['build']}" if found["build"] else ""
    return f"{_as_long_as(found['release'], _CORE)}-{'.'.join(parts)}{build}"


def _no_spelling(version: str, path: PurePath, scheme: str) -> UsageError:
    return UsageError(
        f"{version} cannot be written in {path}: its kind of file takes {scheme}",
        hint="choose a version that every file can state, or leave the file out by version.ignore",
    )
