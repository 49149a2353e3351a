r"""The names that a person gives to a place in a structured text.

A key path (`app.version`, `services.0.image`, `images[0].newTag`, `labels["a.b/c"]`, `a\.b.c`), a
JSON Pointer (`/info/version`, RFC 6901), or, for XML, element names with slashes and an attribute
after `@` (`project/version`, `manifest@android:versionName`). A list item may be named by what its
`name` or `id` says. `*` stands for any one key. The root may be written as `$`, `.` or `#`. What
names nothing to the letter may still be understood: see `guess`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from releasebot.errors import UsageError
from releasebot.version.formats.scalar import Key, Path, Scalar

_BARE = re.compile(r"(?:[^.\[\]\"'\\]|\\.)+", re.DOTALL)
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_BRACKET = re.compile(r"\[(?:[\w-]+=)?([^\]\"']*)\]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = re.compile(r"[^.\[\]\"'\\*]+")
_ROOT = re.compile(r"\$(?=[.\[])\.?|\.|\#(?=/)")
_WORD = re.compile(r"[\w-]+")
_LONGEST = 1000
_NAMING = ("name", "id", "key")


def dotted(path: Sequence[Key]) -> str:
    """The path as a selector that names it and nothing else: `labels."a.b/c".0`."""
    return ".".join(_step(key) for key in path)


def _step(key: Key) -> str:
    if isinstance(key, int):
        return str(key)
    if _PLAIN.fullmatch(key) and not key.startswith("/") and not _ROOT.match(f"{key}."):
        return key.encode("utf-8", "replace").decode()  # JSON can spell half a character
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def parse(selector: str) -> tuple[str, ...]:
    """The keys of a selector, one by one; indexes are digits.

    Raises:
        UsageError: a quote or a bracket is not closed, or a key is missing.
    """
    root = _ROOT.match(selector)
    selector = selector[root.end() :] if root else selector
    if selector.startswith("/"):
        return tuple(part.replace("~1", "/").replace("~0", "~") for part in selector[1:].split("/"))
    steps: list[str] = []
    at = 0
    while at < len(selector):
        quoted = _QUOTED.match(selector, at)
        bracket = selector[at] == "["
        if quoted is None and bracket:
            quoted = _QUOTED.match(selector, at + 1)
            if quoted and selector[quoted.end() : quoted.end() + 1] != "]":
                raise _unreadable(selector, at)
        if quoted:
            steps.append(_ESCAPE.sub(r"\1", quoted[1] if quoted[1] is not None else quoted[2]))
            at = quoted.end() + bracket
        else:
            plain = (_BRACKET if bracket else _BARE).match(selector, at)
            if plain is None:
                raise _unreadable(selector, at)
            steps.append(plain[1] if bracket else _ESCAPE.sub(r"\1", plain[0]))
            at = plain.end()
        if selector[at : at + 1] == ".":
            at += 1
            if at == len(selector):
                raise _unreadable(selector, at - 1)
        elif at < len(selector) and selector[at] != "[":
            raise _unreadable(selector, at)
    return tuple(steps)


def select(scalars: Sequence[Scalar], selector: str) -> list[Scalar]:
    """The scalars that a selector names: by the whole path, else by the path's last keys.

    Raises:
        UsageError: the selector cannot be read.
    """
    text = selector.removesuffix("#tag")
    whole = [one for one in scalars if ".".join(map(str, one.path)) == text]
    if whole:
        return whole
    steps = parse(text)
    if not steps:
        return []
    labels = item_names(scalars)
    found = [one for one in scalars if _names(steps, one.path, labels)]
    if found:
        return found
    if text.startswith("/"):
        return []
    ends = [one for one in scalars if len(one.path) > len(steps)]
    return [one for one in ends if _ends(steps, one.path, labels)]


def guess(scalars: Sequence[Scalar], selector: str) -> list[Scalar]:
    """The scalars that the selector names when neither case nor the separators are looked at.

    They are those whose path ends in the selector's words, else those that lie below such a path.
    """
    wanted = _words(selector)
    if not wanted:
        return []
    labels = item_names(scalars)
    below: list[Scalar] = []
    ending: list[Scalar] = []
    for one in scalars:
        for keys in _spellings(one.path, labels):
            words = [word for key in keys for word in _words(key)]
            if words[-len(wanted) :] == wanted:
                ending.append(one)
                break
            if _contains(words[:-1], wanted):
                below.append(one)
                break
    return ending or below


def _spellings(path: Path, labels: Mapping[Path, str]) -> tuple[tuple[str, ...], ...]:
    """The keys of the path, and the same with what list items call themselves."""
    plain = tuple(map(str, path))
    named = tuple(labels.get(path[: at + 1], key) for at, key in enumerate(plain))
    return (plain,) if named == plain else (plain, named)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_LONGEST].casefold())


def _contains(words: Sequence[str], wanted: Sequence[str]) -> bool:
    count = len(wanted)
    return any(list(words[at : at + count]) == wanted for at in range(len(words) - count + 1))


def item_names(scalars: Sequence[Scalar]) -> dict[Path, str]:
    """What the items of lists call themselves, by their path."""
    named: dict[Path, str] = {}
    for one in scalars:
        if len(one.path) > 1 and one.path[-1] in _NAMING and isinstance(one.path[-2], int):
            named.setdefault(one.path[:-1], one.value)
    return named


def _names(steps: Sequence[str], path: Path, labels: Mapping[Path, str]) -> bool:
    return len(steps) == len(path) and _ends(steps, path, labels)


def _ends(steps: Sequence[str], path: Path, labels: Mapping[Path, str]) -> bool:
    """Whether the last keys of the path are these steps."""
    first = len(path) - len(steps)
    for offset in range(len(steps) - 1, -1, -1):
        step, key = steps[offset], path[first + offset]
        if step not in {str(key), "*"} and labels.get(path[: first + offset + 1]) != step:
            return False
    return True


def _unreadable(selector: str, at: int) -> UsageError:
    return UsageError(
        f"the selector {selector!r} cannot be read at position {at + 1}",
        hint='separate keys by dots and quote a key that contains one: labels."a.b".version',
    )
