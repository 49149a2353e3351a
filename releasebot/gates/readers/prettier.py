"""What Prettier writes with `--list-different` or `--check` (<https://prettier.io/docs/cli>).

`--list-different` writes a file a line and nothing where all are formatted. `--check` writes a
sentence to standard output, and the files to standard error, each after `[warn]`. Exit code 1 says
that a file is not formatted, 2 that something went wrong, even though the sentence is then the one
of success.
"""

from __future__ import annotations

import re
from pathlib import Path

from releasebot.gates.reading import MOST_REMARKS, Asked, Reading, Unreadable
from releasebot.gates.reports.data import is_empty, said, text_lines
from releasebot.gates.reports.remarks import Remarks, complaints

_LEVEL = re.compile(r"\[(?P<level>warn|error)\] (?P<said>.*)")
_BROKEN = re.compile(r"(?P<file>\S.*?): (?P<said>\w*Error: .*?)(?: \((?P<at>\d{1,7}:\d{1,7})\))?")
_FINE = "All matched files use Prettier code style!"
_FOUND = ("Code style issues ", "Error occurred when checking code style")
_SILENT = ("Checking formatting...", "No files matching the pattern")
_LONGEST_NAME = 4096


def read(report: Path, asked: Asked) -> Reading:
    """Failed where a file is not formatted; figure `errors`, the number of such files.

    Raises:
        Unreadable: it is nothing that Prettier writes, or Prettier could not do its work.
    """
    output = _Output(asked.folder)
    for line in () if is_empty(report) else text_lines(report):
        output.add(line)
    if not output.files and output.is_unhappy:
        output.remarks.add("error", "a file is not formatted; --list-different names it")
        return complaints(1, output.remarks, {}, asked)
    if not output.files and asked.code:
        raise Unreadable(f"Prettier named no file and ended with exit code {asked.code}")
    return complaints(output.files, output.remarks, {}, asked)


class _Output:
    """What has been read so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.is_unhappy = False
        self.remarks = Remarks()

    def add(self, line: str) -> None:
        """One more line."""
        level = _LEVEL.fullmatch(line)
        text = level["said"] if level else line.strip()
        if not text or text == _FINE or text.startswith(_SILENT):
            return
        if text.startswith(_FOUND):
            self.is_unhappy = True
            return
        broken = _BROKEN.fullmatch(text) if len(text) < _LONGEST_NAME else None
        if broken:
            row, _, column = (broken["at"] or "").partition(":")
            at = (int(row), int(column)) if row else (None, None)
            self._name(broken["file"], broken["said"], at)
        elif level is None or level["level"] == "warn":
            if not self._is_there(text):
                raise Unreadable(
                    f"the report is no output of Prettier: {said(text, 50)!r} is no file here"
                )
            self._name(text, "not formatted as Prettier would", (None, None))

    def _is_there(self, name: str) -> bool:
        """Whether a line names a file; any text at all would pass for the name of one."""
        if len(self.remarks.kept) >= MOST_REMARKS:
            return True
        try:
            return len(name) <= _LONGEST_NAME and (self.folder / name).is_file()
        except (OSError, ValueError):
            return False

    def _name(self, file: str, message: str, at: tuple[int | None, int | None]) -> None:
        self.files += 1
        self.remarks.add("error", message, file=file, at=at)
