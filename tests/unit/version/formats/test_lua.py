from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "x.rockspec"
STATED = (
    'local VERSION = "1.2.3"\n',
    'local M = {}\nM._VERSION = "1.2.3"\n',
    'local M = { _VERSION = "1.2.3", _URL = "x" }\n',
    (
        '-- version = "9.9.9"\n'
        '--[[ version = "8.8.8" ]]\n'
        '--[==[ version="7.7.7" ]==]\n'
        "version = [[1.2.3]]\n"
        ""
    ),
    'set_version("1.2.3")\nset_xmakever("2.5.0")\nadd_requires("zlib 1.2.11")\n',
)
SHAPED = (('package = "x"\nversion = "1.2.3-1"\nrockspec_format = "3.0"\n', "1.2.3-1"),)
NONE = (
    'local M = { _VERSION = "inspect.lua 3.1.3" }\n',
    'function love.conf(t)\n t.version = "11.4"\nend\n',
    'function M.version() return "1.2.3" end\n',
    'local dependencies = { version = "1.0.0" }\n',
)
COMPUTED = ("version = scm_version\n",)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize(("text", "wanted"), SHAPED)
def test_a_version_keeps_its_own_shape(text: str, wanted: str) -> None:
    assert version(NAME, text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
