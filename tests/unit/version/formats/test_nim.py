from __future__ import annotations

import pytest

from tests.unit.version.reading import dynamic, version

NAME = "x.nimble"
STATED = (
    'version = "1.2.3"\nauthor="x"\nrequires "nim >= 1.6.0"\n',
    'const Version* = "1.2.3"\n',
    'const\n  AppVersion* = "1.2.3"\n  NimVersion = "2.0.0"\n',
    '#[ version = "9.9.9" ]#\n# version = "9.9.9"\nversion       = "1.2.3"\n',
    '[Package]\nversion = "1.2.3"\n',
)
COMPUTED = ('import strutils\nversion = staticRead("VERSION").strip\n',)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
