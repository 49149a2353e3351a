from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.sh"
STATED = (
    "VERSION=1.2.3\n",
    '#!/bin/sh\nVERSION="1.2.3"\n',
    "readonly VERSION='1.2.3'\n",
    "export APP_VERSION=1.2.3 FOO=1\n",
    "declare -r VERSION=1.2.3\n",
    "# VERSION=9.9.9\nVERSION=1.2.3 # x\n",
    'echo "VERSION=9.9.9"\nVERSION=1.2.3\n',
    "cat <<EOF\nVERSION=9.9.9\nEOF\nVERSION=1.2.3\n",
    "cat <<-'EOF'\n\tVERSION=9.9.9\n\tEOF\nVERSION=1.2.3\n",
    "docker build --build-arg VERSION=9.9.9 .\nVERSION=1.2.3\n",
    "pkgname=x\npkgver=1.2.3\npkgrel=1\n_pkgver=9.9.9\n",
    "if true; then VERSION=1.2.3; fi\n",
    "VERSION=1.2.3 ./build.sh\n",
    'local version="1.2.3"\n',
    "x='\nVERSION=9.9.9\n'\nVERSION=1.2.3\n",
    "VERSION=1.2.3\r\n",
)
SHAPED = (("_pkgver=1.2.3-rc1\npkgver=${_pkgver}\n", "1.2.3-rc1"),)
NONE = (
    'VERSION=""\n',
    "NODE_VERSION=20.1.0\nHELM_VERSION=v3.1.0\n",
    "FOO_VERSION=1.2.3\n",
    "pkgver=r123.abc\npkgver() {\n git describe\n}\n",
    "case $x in\n 1.2) VERSION=1.2.3;;\nesac\n",
    '[ "$VERSION" = "1.2.3" ]\n',
    "VERSION='unterminated\n",
)
COMPUTED = (
    "VERSION=${VERSION:-1.2.3}\n",
    "VERSION=$(cat VERSION)\n",
    "VERSION=`git describe`\n",
    "VERSION=$1\n",
    "_pkgver=1.2-3\npkgver=${_pkgver//-/_}\n",
    "MAJOR=1\nVERSION=$MAJOR.2\n",
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
