from __future__ import annotations

import pytest

from tests.unit.version.reading import version

NAME = "version.pas"
STATED = (
    "unit V;\nconst\n  VERSION = '1.2.3';\n  { VERSION = '9.9.9' }\nend.\n",
    "const AppVersion: string = '1.2.3'; // x\n",
    'package X is\n   Version : constant String := "1.2.3";\n   -- Version := "9.9.9"\nend X;\n',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"
