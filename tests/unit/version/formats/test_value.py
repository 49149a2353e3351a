from __future__ import annotations

import pytest

from releasebot.version.formats.value import (
    image,
    is_foreign,
    is_own_registry,
    is_placeholder,
    is_version,
)
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "value",
    [
        "1.2.3", "1.2", "7", "1.2.3.4", "v1.2.3", "V1.2.3", "1.2.3-rc.1", "1.0.0-alpha.beta+b.5",
        "1.2.3+4", "2024.03.01", "24.04", "1.0-SNAPSHOT", "1.0.0.Final", "2.0.0b3", "1!2.0",
        "1.0.post2.dev3", "1.2.3+g0a1b2c3.dirty", "01.02.03", "1.2.3~rc1", "0.0.0-PLACEHOLDER",
        "5.12.0-M3", "1:2.3-4", "1.2.41-alpha-1", "2.10.2+021002", "1.5.2.9000",
    ],
)  # fmt: skip
def test_every_shape_of_a_version_is_one(value: str) -> None:
    assert is_version(value)
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "", "latest", "v", "1.", ".1", "1..2", "1.x", "1.2.*", "^1.2", "~1.2", ">=1.2", "1.2 beta",
        "release 1.2.3", "1.2.3,", "10MB", "5m", "2024/01/02", "12:30:00", "1.2.3-", "nightly-1",
        "\u06f1.\u06f2", "1.2.3\n",
    ],
)  # fmt: skip
def test_words_ranges_and_sentences_are_none(value: str) -> None:
    assert not is_version(value)


@pytest.mark.parametrize(
    "value",
    [
        "${VERSION}", "$VERSION", "{{ .Values.v }}", "@VERSION@", "%VERSION%", "__VERSION__",
        "<VERSION>", "$(Version)", "{version}", "<%= v %>", "#{v}", "&version;", "git",
        "1.0.${BUILD}",
    ],
)  # fmt: skip
def test_what_something_else_fills_in_is_a_placeholder(value: str) -> None:
    assert is_placeholder(value)
    assert not is_version(value)


@pytest.mark.parametrize(
    ("reference", "tag"),
    [
        ("api:1.2.3", "1.2.3"),
        ("registry:5000/team/app:1.2.3@sha256:00", "1.2.3"),
        ("registry:5000/team/app", ""),
        ("postgres@sha256:00", ""),
        ("api:${TAG:-1.2.3}", "${TAG:-1.2.3}"),
        ("${REGISTRY:-docker.io}/api:1.2.3", "1.2.3"),
        ("api", ""),
    ],
)
def test_the_tag_of_an_image_is_behind_the_last_slash(reference: str, tag: str) -> None:
    parts = image(reference)
    assert parts.tag == tag
    assert reference[parts.start : parts.end] == tag


def test_a_registry_of_ones_own_is_told_from_a_public_one() -> None:
    assert is_own_registry("123.dkr.ecr.ap-northeast-2.amazonaws.com/api:1")
    assert is_own_registry("localhost:5000/api:1")
    for public in ("ghcr.io/a/b:1", "grafana/grafana:10", "postgres:15", "eu.gcr.io/a/b"):
        assert not is_own_registry(public)
    assert is_foreign("bitnami/redis:7")
    assert not is_foreign("acme/api:1")


@pytest.mark.parametrize(("piece", "end"), [("1.", "x"), ("1.1-", ""), ("$", ""), ("@a", "")])
def test_a_hostile_value_takes_linear_time(piece: str, end: str) -> None:
    def read(size: int) -> None:
        value = piece * (size // len(piece)) + end
        is_version(value)
        is_placeholder(value)

    assert_linear(read, 1_000_000)
