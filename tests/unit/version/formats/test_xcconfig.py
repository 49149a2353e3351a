from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "x.xcconfig"
STATED = (
    "MARKETING_VERSION = 1.2.3\nCURRENT_PROJECT_VERSION = 4\n",
    "// MARKETING_VERSION = 9.9.9\nMARKETING_VERSION = 1.2.3\n",
    "MARKETING_VERSION[sdk=iphoneos*] = 1.2.3\n",
    (
        "\t\t\t\tMARKETING_VERSION = 1.2.3;\n"
        "\t\t\t\tSWIFT_VERSION = 5.0;\n"
        "\t\t\t\tMARKETING_VERSION = 1.2.3;\n"
        ""
    ),
    "APP_VERSION = 1.2.3\n",
)
SHAPED = (("MARKETING_VERSION=1.2 // x\n", "1.2"),)
NONE = ("SWIFT_VERSION = 5.9\nIPHONEOS_DEPLOYMENT_TARGET = 15.0\n",)
COMPUTED = ("MARKETING_VERSION = $(APP_VERSION)\n",)
SEVERAL = ("MARKETING_VERSION = 1.0;\nMARKETING_VERSION = 2.0;\n",)


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


@pytest.mark.parametrize("text", SEVERAL)
def test_different_versions_of_one_rank_are_not_chosen_from(text: str) -> None:
    with pytest.raises(UsageError, match="several versions"):
        found(NAME, text)
