from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "style.css"
STATED = (
    "/*\nTheme Name: X\nVersion: 1.2.3\nRequires PHP: 7.4\n*/\n",
    '@charset "utf-8";\n/*!\n * Theme Name: X\n * Version:1.2.3\n */',
    "/*\r\nTheme Name: X\r\nVersion: 1.2.3\r\n*/\r\n",
)
NONE = (
    "/* Version: 9.9.9 */\n",
    "/* Theme Name: X */ /* Version: 9.9.9 */",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)
