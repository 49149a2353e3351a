"""The two streams: results on standard output, everything else on standard error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from releasebot.cli.redaction import redactor
from releasebot.errors import OutsideError

if TYPE_CHECKING:
    from releasebot.cli.log import Log
    from releasebot.cli.watch import Watch

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_COMMAND = re.compile(r"^(\s*)(::|##\[)", re.MULTILINE)
"""How a line begins that GitHub's runner takes for a command, wherever it comes from."""


LOG: list[Log] = []
"""What writes events in the place of lines for people; at most one, and mostly none."""

WATCHES: list[Watch] = []
"""Who has to be told of the run's end; at most one, and mostly none."""


def write_text(text: str) -> None:
    """Write a result for people, ending in a line feed."""
    _write(sys.stdout, text)


def write_json(data: Mapping[str, Any]) -> None:
    """Write the one JSON document of this call: UTF-8, two spaces of indent."""
    import msgspec

    _write(sys.stdout, msgspec.json.format(msgspec.json.encode(data), indent=2).decode())


def say(text: str) -> None:
    """Write a line for people who watch, as an event where those are wanted."""
    if LOG:
        LOG[0].say(text)
    else:
        _write(sys.stderr, text)


def write_line(text: str) -> None:
    """Write one line to standard error as it is, but for secrets."""
    _write_as_it_is(sys.stderr, without_secrets(text))


def command(text: str) -> None:
    """Write a line that GitHub's runner is to act on: a workflow command of our own."""
    if not LOG:
        write_line(text)


def write_commands(text: str) -> None:
    """Write a result that is made of workflow commands."""
    _write_as_it_is(sys.stdout, without_secrets(text))


def _write(stream: Any, text: str) -> None:  # noqa: ANN401  sys.stdout has no narrower type here
    _write_as_it_is(stream, redacted(text))


def _write_as_it_is(stream: Any, text: str) -> None:  # noqa: ANN401
    try:
        stream.write(printable(text, stream.encoding) + "\n")
        stream.flush()
    except BrokenPipeError:
        raise  # nobody reads on, which is no failure
    except OSError as error:
        raise OutsideError(
            f"what was found cannot be written to {stream.name}: {error.strerror}",
            hint="make room there, or write it elsewhere",
        ) from error


def redacted(text: str) -> str:
    """`text` without the secrets of this process's environment, and without workflow commands.

    What a commit or a server says must not become `::set-env` in a GitHub workflow's log.
    """
    hidden = without_secrets(text)
    if "::" in hidden or "##[" in hidden:
        return _COMMAND.sub(r"\1\\\2", hidden) if os.environ.get("GITHUB_ACTIONS") else hidden
    return hidden


def without_secrets(text: str) -> str:
    """`text` without the secrets of this process's environment."""
    return _redactor()(text)


@lru_cache(maxsize=1)
def _redactor() -> Callable[[str], str]:
    return redactor(os.environ)


def printable(text: str, encoding: str | None) -> str:
    r"""`text` as a terminal may safely show it.

    Control characters (a branch or file name can hold an escape sequence) become `\x1b` and the
    like; line feeds and tabs stay. What the stream's encoding lacks becomes `?`.
    """
    safe = _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)
    name = encoding or "utf-8"
    return safe.encode(name, "replace").decode(name)
