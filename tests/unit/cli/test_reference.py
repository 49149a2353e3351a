"""The generated pages say what the command line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.cli.reference import MEANINGS, PAGES, commands_page
from releasebot.cli.table import COMMANDS
from releasebot.errors import ExitCode

DOCS = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_what_the_program_gives_now(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == PAGES[name](), "run make docs"


def test_every_command_has_a_section() -> None:
    page = commands_page()
    assert [name for name in COMMANDS if f"## `releasebot {name}`" not in page] == []


def test_every_exit_code_is_explained() -> None:
    assert set(MEANINGS) == set(ExitCode)
