from __future__ import annotations

import pytest

from tests.unit.version.reading import version

NAME = "version.f90"
STATED = (
    (
        "module v\n"
        '  character(len=*), parameter :: version = "1.2.3" ! x\n'
        '  ! version = "9.9.9"\n'
        "end module\n"
        ""
    ),
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"
