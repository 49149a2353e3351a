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
    "junit": Format("junit"),
    "istanbul": Format("istanbul"),
    "lcov": Format("lcov"),
    "cobertura": Format("cobertura"),
    "coverage.py": Format("coverage_py"),
    "k6-summary": Format("k6_summary"),
    "k6-stream": Format("k6_stream"),
    "npm-audit": Format("npm_audit", code_counts=False),
    "pnpm-audit": Format("pnpm_audit", code_counts=False),
    "yarn-audit": Format("yarn_audit", code_counts=False),
    "pip-audit": Format("pip_audit", code_counts=False),
    "snyk": Format("snyk", code_counts=False),
    "eslint": Format("eslint"),
    "prettier": Format("prettier"),
    "ruff": Format("ruff"),
    "sarif": Format("sarif"),
    "slow-query": Format("slow_query"),
    "api": Format("api"),
}
"""Every format by the name that `gates.NAME.format` gives it."""
