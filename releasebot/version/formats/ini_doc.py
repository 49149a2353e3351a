"""INI files: sections of `key = value` or `key: value`, with comments after `#` or `;`.

Source: the rules of Python's configparser, with values in quotes taken without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.place import Finding

_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"[ \t]*\[([^\]\r\n]*)\][ \t]*(?:[#;].*)?")
_SETTING = re.compile(r"[ \t]*([^\s=:#;\[][^=:]*?)[ \t]*[=:]")
_REMARK = re.compile(r"[ \t][#;]")
_QUOTES = "\"'"


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version by the names of section and key, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text))


class _Setting(Struct):
    """A setting whose value may go on in indented lines; `pieces` are its non-blank lines."""

    path: Path
    indent: int
    pieces: list[tuple[int, int]]


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """Every setting of one line, in a section or before the first."""
    found: list[Scalar] = []
    section: Path = ()
    current: _Setting | None = None
    for match in _LINE.finditer(text):
        line = match[0]
        bare = line.strip()
        if not bare or bare[0] in "#;":
            continue
        indent = len(line) - len(line.lstrip())
        if current and indent > current.indent:
            current.pieces.append((match.start() + indent, match.start() + len(line.rstrip())))
            continue
        _finish(current, text, found)
        current = None
        header = _SECTION.fullmatch(line)
        if header:
            section = (header[1].strip(),)
            continue
        setting = _SETTING.match(line)
        if setting:
            current = _Setting((*section, setting[1]), indent, [])
            rest = line[setting.end() :]
            if rest.strip():
                start = match.start() + setting.end() + len(rest) - len(rest.lstrip())
                current.pieces.append((start, match.start() + len(line.rstrip())))
    _finish(current, text, found)
    return found


def _finish(setting: _Setting | None, text: str, found: list[Scalar]) -> None:
    """Add the setting whose last line has been seen; one of several lines is no version."""
    if setting is None or len(setting.pieces) != 1:
        return
    start, end = setting.pieces[0]
    raw = text[start:end]
    if raw[0] in _QUOTES:
        close = raw.find(raw[0], 1)
        if close > 0 and (close == len(raw) - 1 or raw[close + 1] in " \t#;"):
            found.append(Scalar(setting.path, raw[1:close], start + 1, start + close, raw[0]))
            return
    remark = _REMARK.search(raw)
    if remark:
        raw = raw[: remark.start()].rstrip()
    found.append(Scalar(setting.path, raw, start, start + len(raw)))
