from __future__ import annotations

import pytest

from tests.unit.version.reading import version

NAME = "version.jl"
STATED = (
    'const VERSION = v"1.2.3"\n',
    'version = "1.2.3"\n',
    '#= version = "9.9.9" =#\nconst APP_VERSION = "1.2.3"\n',
    'x = a\'\nconst VERSION = v"1.2.3"\n',
    'const VERSION = VersionNumber("1.2.3")\n',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"
