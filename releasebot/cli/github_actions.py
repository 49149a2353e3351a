"""What a run leaves for the workflow that started it: step outputs, a job summary, an annotation.

Formats: GitHub Docs, "Workflow commands for GitHub Actions", sections "Setting an output
parameter" (files named by GITHUB_OUTPUT), "Adding a job summary" (GITHUB_STEP_SUMMARY) and
"Setting an error message".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from releasebot.cli.output import command, redacted
from releasebot.cli.report import Line
from releasebot.errors import OutsideError, ReleasebotError

Level = Literal["error", "warning", "notice"]


def write_outputs(environ: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Append the values to the step's outputs; nothing where no workflow asks for them."""
    file = environ.get("GITHUB_OUTPUT")
    if not file:
        return
    blocks = [_output(name, value) for name, value in values.items()]
    _append(file, "".join(blocks))


def write_summary(environ: Mapping[str, str], title: str, lines: Sequence[Line]) -> None:
    """Append a table of the steps to the job's summary page."""
    file = environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    rows = [
        f"| {_cell(line.step)} | {_cell(line.state)} | {_cell(line.text)} | {_cell(line.where)} |"
        for line in lines
    ]
    head = ["", f"### {_cell(title)}", "", "| step | state | what | where |", "|---|---|---|---|"]
    _append(file, "\n".join([*head, *rows, ""]))


def write_failure(environ: Mapping[str, str], error: ReleasebotError) -> None:
    """Put the error on the job's summary page, and on the line of the file that it names.

    The workflow reads standard error as well as standard output; the document on standard output
    stays alone there.
    """
    if environ.get("GITHUB_ACTIONS") != "true":
        return
    command(_annotation(error))
    file = environ.get("GITHUB_STEP_SUMMARY")
    if file:
        hint = f"\n\n{_cell(error.hint)}" if error.hint else ""
        details = "".join(f"\n- {_cell(line)}" for line in error.details)
        title = f"### releasebot: exit code {int(error.exit_code)}"
        with suppress(OutsideError):  # the error itself matters more
            _append(file, f"\n{title}\n\n{_cell(error.message)}{hint}\n{details}\n")


_PLACE = re.compile(r"(?<![\w/])(?P<file>[\w.@+-][\w./@+-]*):(?P<line>[1-9]\d*)\b")
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


def _annotation(error: ReleasebotError) -> str:
    """The workflow command, with the first place that the error names as `file:line`."""
    place = _PLACE.search("\n".join((error.message, *error.details)))
    where = f",file={place['file'].translate(_IN_PROPERTY)},line={place['line']}" if place else ""
    text = f"{error.message}\n{error.hint}".rstrip()
    return f"::error title=releasebot{where}::{text.translate(_IN_DATA)}"


def annotate(level: Level, message: str, **places: str | int | None) -> None:
    """Put a message on a line of the pull request.

    `places` are the properties of the command: `title`, `file` (from the repository's top), `line`
    and `col`, as far as they are known.
    """
    given = ",".join(
        f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in places.items() if value
    )
    command(f"::{level} {given}::{message.translate(_IN_DATA)}")


def _output(name: str, value: str) -> str:
    """The multi-line form, whose delimiter the value cannot contain: no value adds an output."""
    import hashlib

    mark = f"end-{hashlib.sha256(value.encode()).hexdigest()[:16]}"
    return f"{name}<<{mark}\n{value}\n{mark}\n"


_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "\\`*_[]<>|&#~"})


def _cell(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act on."""
    return " ".join(redacted(text).split()).translate(_MARKUP)


def _append(file: str, text: str) -> None:
    try:
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise OutsideError(
            f"{file}, which the workflow asked to be written, cannot be: {error.strerror}"
        ) from error
