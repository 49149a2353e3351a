from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "x.tcl"
STATED = (
    "package require Tcl 8.6\npackage provide foo 1.2.3\n",
    '# package provide foo 9.9.9\nset version "1.2.3"\n',
    "package ifneeded foo 1.2.3 [list source x]\n",
    "set -gx APP_VERSION 1.2.3\n",
)
NONE = ("set nodeVersion 20.1.0\n",)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)
