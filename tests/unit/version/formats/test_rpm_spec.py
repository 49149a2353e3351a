from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "x.spec"
STATED = (
    "Name: x\nVersion:\t1.2.3\nRelease: 1%{?dist}\n",
    "%global ver 1.2.3\nVersion: %{ver}\n",
    "%define ver 1.2.3\nVersion: %ver\n",
    "# Version: 9.9.9\nversion: 1.2.3\n%description\nVersion: 8.8.8\n",
    "Version: 1.2.3\n%package devel\nVersion: 9.9.9\n",
    "Version: 1.2.3\r\nRelease: 1\r\n",
)
SHAPED = (("Version: 1.2.3~rc1\n", "1.2.3~rc1"),)
NONE = ("Requires: x >= 1.0\n%changelog\n* x - 1.2.3\n",)
COMPUTED = (
    "Version: %{?v}%{!?v:1.2}\n",
    "Version: @VERSION@\n",
    "%global major 1\nVersion: %{major}.2.3\n",
    "%{!?version:%define version 1.2.3}\nVersion: %{version}\n",
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
