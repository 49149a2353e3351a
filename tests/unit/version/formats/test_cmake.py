from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "CMakeLists.txt"
STATED = (
    "project(x VERSION 1.2.3)",
    'project(x VERSION "1.2.3" LANGUAGES C)',
    "set(X_VERSION 1.2.3)\nproject(x VERSION ${X_VERSION})",
    'project(x)\nset(PROJECT_VERSION "1.2.3")',
    'project(ledger)\nset(LEDGER_VERSION "1.2.3")\nset(BOOST_VERSION 1.74.0)',
    (
        "# project(x VERSION 9.9.9)\n"
        "#[[ project(x VERSION 9.9.9) ]]\n"
        "#[==[\n"
        "project(x VERSION 8.8.8)\n"
        "]==]\n"
        "project(x VERSION 1.2.3)"
    ),
    'message("project(x VERSION 9.9.9)")\nproject(x VERSION 1.2.3)',
    "set(VERSION 1.2.3)\nset(SOVERSION 4)",
    'set(CPACK_PACKAGE_VERSION "1.2.3")',
    'project(x VERSION 1.2.3)\nset(PROJECT_VERSION_SUFFIX "-rc1")',
    'set(VERSION "1.2.3" CACHE STRING "x")',
    "set(MIN_QT_VERSION 5.15.0)\nproject(x VERSION 1.2.3)",
    "project(x\n# VERSION 9.9.9\nVERSION 1.2.3)",
    "project(x VERSION [[1.2.3]])",
)
SHAPED = (
    ("PROJECT ( x\n  LANGUAGES C\n  VERSION 1.2.3.4 )", "1.2.3.4"),
    ("project(x VERSION 1.2)", "1.2"),
    ("project(x VERSION 7)", "7"),
)
NONE = (
    "project(x)\nset(BOOST_VERSION 1.74.0)\nset(FOO_VERSION 1.0.0)",
    (
        "cmake_minimum_required(VERSION 3.16)\n"
        "find_package(Qt6 6.2.0 REQUIRED)\n"
        "set(CMAKE_CXX_STANDARD 17)"
    ),
    "set_target_properties(x PROPERTIES VERSION 1.2.3 SOVERSION 1)",
    "set(X_VERSION_MAJOR 1)\nset(X_VERSION_MINOR 2)",
    "project(x VERSION ",
    'write_basic_package_version_file("x" VERSION 1.2.3 COMPATIBILITY Same)',
)
COMPUTED = (
    "project(x VERSION ${A}.${B})",
    "file(READ VERSION V)\nproject(x VERSION ${V})",
    'file(STRINGS "VERSION" VER)\nproject(x VERSION ${VER})',
)


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
