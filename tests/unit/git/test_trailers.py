"""Trailers, as git itself reads them back."""

from __future__ import annotations

import subprocess

import pytest

from releasebot.git.trailers import one_line, trailer, with_trailers


def parsed(message: str) -> list[str]:
    read = subprocess.run(
        ("git", "interpret-trailers", "--parse"), input=message, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return read.stdout.splitlines()


OURS = (("Released-by", "kim (GitHub)"), ("Released-from", "https://ci.example.com/job/7/"))


@pytest.mark.parametrize(
    ("message", "before"),
    [
        ("api 1.2.3\n", []),
        ("feat: no paragraph of its own\n", []),
        ("api 1.2.3\n\nBuilt from abc.\n", []),
        ("api 1.2.3\n\nSigned-off-by: Lee <lee@example.invalid>\n",
         ["Signed-off-by: Lee <lee@example.invalid>"]),
        ("api\n\nA: one\n two\nB: x\n\n", ["A: one two", "B: x"]),
        ("api\n\nNote: this is prose\nover two lines\n", []),
    ],
)  # fmt: skip
def test_git_reads_them_beside_those_that_were_there(message: str, before: list[str]) -> None:
    new = with_trailers(message, OURS)
    assert new.startswith(message.rstrip("\n"))
    assert parsed(new)[-2:] == [f"{key}: {value}" for key, value in OURS]
    assert [line for line in parsed(new)[:-2] if line in before] == before


def test_without_any_the_message_stays_as_it_is() -> None:
    assert with_trailers("api\n\n\n", ()) == "api\n\n\n"


@pytest.mark.parametrize("value", ["a\nX: b", "a\rX: b", "a\u2028X: b", "a\x1b[31mX: b", "a\0X: b"])
def test_a_value_stays_on_its_line(value: str) -> None:
    assert len(parsed(with_trailers("api\n", (("Who", value),)))) == 1
    assert one_line(value).isprintable()


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("Why: it has to\n", "it has to"),
        ("prose\n\nA: b\nwhy : it\n has\n\tto\nWhy: be\n", "it has to be"),
        ("Why: it has to\n\nprose\n", ""),
        ("Why: it has to\nand prose\n", ""),
        ("Whyever: x\n", ""),
        ("", ""),
    ],
)
def test_a_trailer_is_read_from_the_last_paragraph_alone(body: str, value: str) -> None:
    assert trailer(body, "Why") == value


def test_a_value_has_an_end() -> None:
    assert len(one_line("가" * 10_000)) == 300
