from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "meson.build"
STATED = (
    "project('x', 'c', version: '1.2.3')",
    "# project('x', version: '9.9.9')\nproject('x',\n version: '1.2.3', meson_version: '>=0.5')",
    "v = '1.2.3'\nproject('x', version: v)",
    "project('x', version: '''1.2.3''')",
)
NONE = (
    (
        "project('x','c')\n"
        "dep = dependency('a', version: '>=1.0.0')\n"
        "dep2 = dependency('b', version: '1.0.0')"
    ),
)
COMPUTED = (
    "project('x','c',\n version : run_command('git').stdout().strip(),\n)",
    "project('x','c', version: files('VERSION'))",
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
