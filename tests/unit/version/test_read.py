from __future__ import annotations

from pathlib import PurePath

import pytest

from releasebot.errors import ExitCode, UsageError
from releasebot.version.place import Place
from releasebot.version.read import read_place


def complaint(name: str, content: str, selector: str | None = None) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_place(content.encode(), path=PurePath(name), selector=selector)
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value


def test_the_places_come_by_trust_and_then_by_their_order_in_the_text() -> None:
    content = "appVersion: 9.9.9\nversion: 1.2.3\n"
    reading = read_place(content.encode(), path=PurePath("Chart.yaml"))
    assert [(one.selector, one.rank) for one in reading.findings] == [
        ("version", 0),
        ("appVersion", 1),
    ]
    assert reading.chosen is reading.findings[0]
    assert reading.line(reading.chosen) == 2


def test_one_place_with_two_names_is_given_once() -> None:
    content = "base: &b\n  version: 1.2.3\napp:\n  <<: *b\n"
    reading = read_place(content.encode(), path=PurePath("config.yaml"))
    assert len(reading.findings) == 1


def test_no_version_says_what_was_looked_for() -> None:
    error = complaint("pkg/package.json", '{"name": "x"}')
    assert error.message.startswith("pkg/package.json states no version: looked for version")
    assert "--selector" in error.hint


def test_a_file_that_never_states_one_says_why() -> None:
    error = complaint(".nvmrc", "v20.11.1\n")
    assert error.message == (
        ".nvmrc states no version: looked for none, as it pins the version of a tool"
    )


def test_several_versions_are_listed_as_candidates_with_their_lines() -> None:
    error = complaint("config.yaml", "app:\n  version: 1.0.0\nproject:\n  version: 2.0.0\n")
    assert error.details == (
        "config.yaml:2: app.version = 1.0.0",
        "config.yaml:4: project.version = 2.0.0",
    )
    assert "--selector 'app.version'" in error.hint


def test_several_places_of_one_version_are_no_ambiguity() -> None:
    content = b"app:\n  version: 1.0.0\nproject:\n  version: 1.0.0\n"
    assert isinstance(read_place(content, path=PurePath("config.yaml")).chosen, Place)


def test_a_selector_that_names_nothing_offers_the_nearest() -> None:
    error = complaint("values.yaml", "image:\n  tag: 1.2.3\n", "image.tags")
    assert error.message == "values.yaml: the selector 'image.tags' names no version"
    assert error.hint == "did you mean 'image.tag'?"


@pytest.mark.parametrize(
    ("selector", "nearest"),
    [("VERSION", "YARN_VERSION"), ("nodeVersion", "NODE_VERSION"), ("ARG NODE", "NODE_VERSION")],
)
def test_what_is_not_the_projects_is_offered_too(selector: str, nearest: str) -> None:
    content = "ARG NODE_VERSION=20.1.0\nFROM node:${NODE_VERSION}\nENV YARN_VERSION 1.22.1\n"
    error = complaint("Dockerfile", content, selector)
    assert error.hint == f"did you mean {nearest!r}?"


def test_a_broken_file_is_named_with_its_line() -> None:
    error = complaint("a/package.json", '{"version": "1.2.3"\n"x": 1}')
    assert error.message.startswith("a/package.json: line 2: not JSON")


def test_a_binary_file_is_named() -> None:
    assert complaint("a/x.json", "\0\1\2\3").message == "a/x.json is not a text file"


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-32"])
def test_spans_count_characters_whatever_the_encoding(codec: str) -> None:
    data = '{"name": "판본 😀", "version": "1.2.3"}'.encode(codec)
    reading = read_place(data, path=PurePath("package.json"))
    chosen = reading.chosen
    assert isinstance(chosen, Place)
    content = reading.text.content
    changed = content[: chosen.start] + "2.0.0" + content[chosen.end :]
    assert reading.text.encode(changed).decode(codec) == '{"name": "판본 😀", "version": "2.0.0"}'
