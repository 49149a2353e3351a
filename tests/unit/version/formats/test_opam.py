from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "x.opam"
STATED = (
    'opam-version: "2.0"\nversion: "1.2.3"\n',
    'opam-version: "2.0"\n# version: "9.9.9"\nversion:"1.2.3"\n',
    'description: """\nversion: "9.9.9"\n"""\nversion: "1.2.3"',
    "Module {\n\tname: 'x'\n\tversion: '1.2.3'\n\tdependencies: []\n}\n",
)
NONE = ('opam-version: "2.0"\ndepends: [ "x" {>= "1.0.0"} ]\n',)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)
