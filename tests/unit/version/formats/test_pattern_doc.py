from __future__ import annotations

import threading
import time
from pathlib import PurePath

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats import pattern_doc
from releasebot.version.place import Place
from releasebot.version.read import read_place


def test_the_group_named_version_is_the_place() -> None:
    data = b"release of today: v1.2.3!\n"
    reading = read_place(
        data, path=PurePath("notes.odd"), pattern=r"^release .*: v(?P<version>[0-9.]+)!$"
    )
    one = reading.chosen
    assert isinstance(one, Place)
    assert (one.version, one.start) == ("1.2.3", data.index(b"1.2.3"))


def test_matches_that_differ_are_an_ambiguity_with_their_lines() -> None:
    with pytest.raises(UsageError) as caught:
        read_place(b"v=1.0\nv=2.0\n", path=PurePath("x.odd"), pattern=r"v=(?P<version>.+)")
    assert [line.partition(" = ")[2] for line in caught.value.details] == ["1.0", "2.0"]
    assert caught.value.details[1].startswith("x.odd:2: ")


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(", "no regular expression"),
        ("v=(.*)", "no group named `version`"),
        ("v=(?P<version>[0-9]+)", "matches nothing"),
        ("x{99999999999999}(?P<version>a)", "no regular expression"),
    ],
)
def test_a_pattern_that_cannot_work_is_explained(pattern: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_place(b"nothing here\n", path=PurePath("x.odd"), pattern=pattern)


def test_a_pattern_that_explodes_is_stopped() -> None:
    started = time.monotonic()
    with pytest.raises(UsageError, match="takes more than"):
        pattern_doc.locate("a" * 60, r"(?P<version>(a+)+)b")
    assert time.monotonic() - started < 30


def test_outside_the_main_thread_a_pattern_works_too() -> None:
    found: list[object] = []
    thread = threading.Thread(
        target=lambda: found.extend(pattern_doc.locate("v=1.2", "v=(?P<version>.+)"))
    )
    thread.start()
    thread.join()
    assert len(found) == 1
