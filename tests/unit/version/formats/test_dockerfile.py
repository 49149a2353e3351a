from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "Dockerfile"
STATED = (
    'FROM node:20.1.0\nLABEL org.opencontainers.image.version="1.2.3"\n',
    'FROM a\nLABEL a=b \\\n  version="1.2.3" \\\n  c=d\n',
    "FROM a\nLABEL a=b \\\n# comment\n  version=1.2.3\n",
    "ARG APP_VERSION=1.2.3\nFROM a:${APP_VERSION}\nLABEL version=${APP_VERSION}\n",
    'FROM a\nENV A=1 APP_VERSION="1.2.3" B=2\n',
    'FROM a\n# LABEL version="9.9.9"\nLABEL version="1.2.3"\n',
    'FROM a\nRUN <<EOF\nLABEL version="9.9.9"\nEOF\nLABEL version="1.2.3"\n',
    "FROM a\nLABEL 'version'='1.2.3'\n",
    'FROM a\nLABEL org.label-schema.schema-version="1.0" org.label-schema.version="1.2.3"\n',
    'FROM a\nLABEL com.example.version="1.2.3"\n',
    '# escape=`\nFROM a\nLABEL a=b `\n version="1.2.3"\n',
    'FROM a AS b\nLABEL version="1.2.3"\nFROM b\nLABEL version="1.2.3"\n',
    'FROM a\r\nLABEL version="1.2.3"\r\n',
    'FROM a\nLABEL maintainer "x" \nLABEL version 1.2.3\n',
    (
        "FROM a\n"
        'LABEL summary="x" \\\n'
        '      name="y" \\\n'
        '      version="1.2.3" \\\n'
        '      release="4"\n'
        ""
    ),
    'FROM a\nARG BUILD_VERSION="1.2.3"\n',
)
NONE = (
    "FROM a\nENV NGINX_VERSION 1.25.3\nENV PKG_RELEASE 1\n",
    "FROM a\nENV FOO_VERSION=1.2.3\n",
    "FROM a\nRUN apk add x=1.2.3 && VERSION=9.9.9 make\n",
    'FROM a\nlabel Version="1.2.3"\n',
    "FROM a\nHEALTHCHECK CMD curl x\nEXPOSE 80\n",
    "VERSION 0.8\nFROM golang:1.21\nWORKDIR /x\n",
)
COMPUTED = (
    "ARG VERSION=latest\nFROM a\nLABEL version=$VERSION\n",
    "FROM a\nARG VERSION\nENV VERSION=$VERSION\n",
    "FROM a\nARG VERSION=${OTHER:-1.2.3}\n",
    "FROM a\nENV APP_VERSION=${APP_VERSION:-1.2.3}\n",
    'FROM a\nLABEL version="1.2.3',
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
