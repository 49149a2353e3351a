"""The formats of reports: one row each, its module loaded when a gate uses it."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from msgspec import Struct

from releasebot.gates.reading import Read


class Format(Struct, frozen=True):
    """A format: the module that reads it, and what the command's exit code means beside it.

    The function in the module is `read`. With `code_counts`, a command that fails although its
    report complains of nothing has failed; else only the report is asked, as for tools whose exit
    code cannot know what the configuration ignores.
    """

    module: str
    code_counts: bool = True
    has_report: bool = True
    """Whether there is a report at all."""

    def reader(self) -> Read:
        """The function that reads such a report."""
        module = import_module(f"releasebot.gates.readers.{self.module}")
        return cast("Read", module.read)


FORMATS: dict[str, Format] = {
    "exit": Format("exit_code", has_report=False),
}
"""Every format by the name that `gates.NAME.format` gives it."""
