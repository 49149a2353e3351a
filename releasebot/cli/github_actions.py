"""What a run leaves for the workflow that started it: step outputs and a job summary.

Formats: GitHub Docs, "Workflow commands for GitHub Actions", sections "Setting an output
parameter" (files named by GITHUB_OUTPUT) and "Adding a job summary" (GITHUB_STEP_SUMMARY).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from releasebot.cli.output import redacted
from releasebot.cli.report import Line
from releasebot.errors import OutsideError


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
