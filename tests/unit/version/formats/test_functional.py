from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "Version.hs"
STATED = (
    'version :: String\nversion = "1.2.3"\n',
    'let version = "1.2.3"\n',
    ('{- version = "9.9.9" -}\n-- version = "9.9.9"\n(* version = "9.9.9" *)\nversion = "1.2.3"\n'),
    "let x' = 'a'\nlet version : string = \"1.2.3\"\n",
)
NONE = ('let ocaml_version = "4.14.0"\n',)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)
