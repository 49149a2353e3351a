from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "configure.ac"
STATED = (
    "AC_INIT([x], [1.2.3])",
    "AC_INIT(x,1.2.3)",
    "AC_INIT([x],\n  [1.2.3],\n [a@b])",
    "AC_INIT([x y], 1.2.3)",
    "m4_define([x_version], [1.2.3])\nAC_INIT([x], [x_version])",
    "dnl AC_INIT([x],[9.9.9])\n# AC_INIT([x],[8.8.8])\nAC_INIT([x],[1.2.3])",
    "AC_PREREQ(2.69)\nAC_INIT(src/main.c)\nAM_INIT_AUTOMAKE(x, 1.2.3)",
    "VERSION=1.2.3\nAC_INIT(src/x.c)\n",
    "AC_INIT([[x]],[[1.2.3]])",
)
NONE = (
    "AC_PREREQ([2.69])\nPKG_CHECK_MODULES([X],[x >= 1.0.0])",
    "AC_INIT([x],[",
)
COMPUTED = (
    "m4_define([x_version], [m4_esyscmd_s([cat VERSION])])\nAC_INIT([x],[x_version])",
    "AC_INIT([x], m4_esyscmd([git describe]))",
    "AC_INIT([x],[m4_esyscmd_s([cat VERSION])])",
    "m4_define([maj],[1])\nm4_define([min],[2])\nm4_define([ver],[maj.min])\nAC_INIT([x],[ver])",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
