from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "Makefile"
STATED = (
    "VERSION=1.2.3\n",
    "export VERSION ?= 1.2.3\n",
    'VERSION = "1.2.3"\n',
    "VERSION = '1.2.3' # x\n",
    "VERSION ::= 1.2.3\n",
    "# VERSION=9.9.9\nVERSION=1.2.3\n",
    "V = 1.2.3\nVERSION = $(V)\n",
    "NAME := ledger\nLEDGER_VERSION := 1.2.3\nHELM_VERSION := 3.1.0\n",
    "IMAGE ?= x:1.2.3\nTAG ?= 1.2.3\n",
    "build:\n\tVERSION=9.9.9 ./x\n\techo VERSION = 9.9.9\nVERSION=1.2.3\n",
    "define X\nVERSION = 9.9.9\nendef\nVERSION = 1.2.3\n",
    "ifdef X\n  VERSION = 1.2.3\nendif\n",
    "VERSION = \\\n  1.2.3\n",
    "VERSION=1.2.3\r\nX=1\r\n",
    "override VERSION = 1.2.3",
    "TARGET = x\nQT += core\nVERSION = 1.2.3\n",
    "DOCKER_TAG := $(VERSION)\nVERSION := 1.2.3\n",
    'version := "1.2.3"\n\nbuild:\n    cargo build --version 9.9.9\n',
    'PROJECT_NAME = "x"\nPROJECT_NUMBER = 1.2.3\n',
)
SHAPED = (
    ("VERSION := v1.2.3\n", "v1.2.3"),
    (
        "CONTROLLER_GEN_VERSION ?= v0.14.0\nENVTEST_K8S_VERSION = 1.29.0\nVERSION ?= 0.0.1\n",
        "0.0.1",
    ),
    ("OPERATOR_SDK_VERSION ?= v1.34.1\nVERSION ?= 0.0.1\n", "0.0.1"),
)
NONE = (
    "FOO_VERSION = 1.2.3\n",
    "TAG ?= latest\n",
    "VERSION = 6\nPATCHLEVEL = 1\n",
    "GO_VERSION = 1.21.0\nNODE_VERSION=20.1.0\n",
    "version:\n\t@echo 1.2.3\n",
    "CONTROLLER_TOOLS_VERSION ?= v0.14.0\n",
    "",
)
COMPUTED = (
    "VERSION = $(MAJOR).$(MINOR)\nMAJOR=1\nMINOR=2\n",
    "VERSION := $(shell cat VERSION)\n",
    "VERSION ?= $(file < VERSION)\n",
    "VERSION != git describe\n",
    "PROJECT_NUMBER = @VERSION@\n",
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
