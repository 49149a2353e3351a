from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "x.bat"
STATED = (
    "@echo off\r\nset VERSION=1.2.3\r\n",
    'rem set VERSION=9.9.9\nset "APP_VERSION=1.2.3"\n',
)
NONE = (
    "set VERSION=%1\n",
    "set PYTHON_VERSION=3.11.1\n",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)
