from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "x.app.src"
STATED = (
    ('{application, x,\n [{description, "x"},\n  {vsn, "1.2.3"},\n  {applications, [kernel]}]}.\n'),
    '%% {vsn, "9.9.9"}\n{application, x, [{vsn,"1.2.3"}]}.\n',
    (
        '{minimum_otp_vsn, "24"}.\n'
        '{deps, [{cowboy, "2.9.0"}]}.\n'
        '{relx, [{release, {x, "1.2.3"}, [x]}]}.\n'
        ""
    ),
    '-module(x).\n-define(VERSION, "1.2.3").\n',
)
NONE = ('{deps, [{cowboy, "2.9.0"}]}.\n',)
COMPUTED = (
    "{application, x, [{vsn, git}]}.\n",
    '{application, x, [{vsn, {file, "VERSION"}}]}.\n',
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
