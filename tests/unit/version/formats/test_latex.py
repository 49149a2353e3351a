from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, version

NAME = "x.sty"
STATED = (
    "\\ProvidesExplPackage {x} {2024-01-01} {1.2.3} {An x}\n",
    "% \\ProvidesPackage{x}[2024/01/01 v9.9.9 x]\n\\def\\fileversion{1.2.3}\n",
    "\\newcommand{\\version}{1.2.3}\n",
)
SHAPED = (
    (
        "\\NeedsTeXFormat{LaTeX2e}[2005/12/01]\n\\ProvidesPackage{x}[2024/01/01 v1.2.3 An x]\n",
        "v1.2.3",
    ),
)
NONE = ("\\usepackage{x}[2024/01/01]\n",)


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
