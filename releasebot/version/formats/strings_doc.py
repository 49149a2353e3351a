"""Old-style property lists and `.strings` files: `key = "value";` with comments as in C.

Source: https://developer.apple.com/library/archive/documentation/Cocoa/Conceptual/PropertyLists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.text_escape import unescape
from releasebot.version.place import Finding

_TOKEN = re.compile(
    r"""(?P<skip>\s++|//[^\r\n]*+)
    |(?P<comment>/\*)
    |"(?P<string>[^"\\]*+(?:\\.[^"\\]*+)*+)"
    |(?P<bare>[\w.$:/+-]++)
    |(?P<mark>.)""",
    re.DOTALL | re.VERBOSE,
)
_MARK = "mark"
"""What stands in a token's `quote` where it is punctuation."""


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - it reads all
    """The value of every assignment, below the keys of the dictionaries around it."""
    found: list[Scalar] = []
    recent: list[Scalar] = []
    above: list[str] = []
    for token in _tokens(text):
        if token.quote != _MARK:
            recent = [*recent[-2:], token]
            continue
        match (token.value, recent):
            case (";", [key, Scalar(value="=", quote="="), value]):
                path = (*filter(None, above), key.value)
                found.append(Scalar(path, value.value, value.start, value.end, value.quote))
            case ("{" | "(", [*_, key, Scalar(value="=", quote="=")]):
                above.append(key.value)
            case ("{" | "(", _):
                above.append("")
            case ("}" | ")", _) if above:
                above.pop()
            case ("=", [*_, key]):
                recent = [key, Scalar((), "=", token.start, token.end, "=")]
                continue
            case _:
                pass
        recent = []
    return found


def _tokens(text: str) -> Iterator[Scalar]:
    """The words, strings and marks of the text up to a string that nothing closes."""
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match["mark"] == '"':
            return
        at = match.end()
        match match.lastgroup:
            case "comment":
                end = text.find("*/", at)
                at = end + 2 if end >= 0 else len(text)
            case "string" | "bare" as kind:
                quote = '"' if kind == "string" else ""
                value = unescape(match[kind])
                yield Scalar((), value, match.start(kind), match.end(kind), quote)
            case "mark":
                yield Scalar((), match[0], match.start(), match.end(), _MARK)
            case _:
                pass


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version by the names of the keys, or what the selector names.

    Raises:
        UsageError: the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text))
