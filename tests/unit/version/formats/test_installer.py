from __future__ import annotations

import pytest

from tests.unit.version.reading import dynamic, version

NAME = "x.iss"
STATED = (
    '#define MyAppVersion "1.2.3"\n[Setup]\nAppVersion={#MyAppVersion}\nMinVersion=6.1\n',
    "[Setup]\nAppVersion=1.2.3\n",
    '!define VERSION "1.2.3"\nVIProductVersion "1.2.3.0"\n',
    '; #define MyAppVersion "9.9.9"\n#define MyAppVersion "1.2.3"\n',
)
COMPUTED = ("[Setup]\nAppVersion={#Unknown}\n",)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
