"""Small files of every format a team has, each with the version that a person reads in it.

They stand in `tests/cases/versions`. A case is a line `=== NAME | VERSION [or VERSION]`, perhaps
with ` | sel=SELECTOR` after it, and the file's content up to the next such line; `-` means that the
file states no version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath

import pytest
from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.place import Place
from releasebot.version.read import Reading, read_place
from releasebot.version.scheme import bare

FOLDER = Path(__file__).parents[2] / "cases" / "versions"
HEAD = re.compile(r"(?m)^=== (.* \| .*)\n")
NEW = "99.88.77"


class Case(Struct, frozen=True):
    where: str
    name: str
    wanted: tuple[str | None, ...]
    selector: str | None
    content: str


def cases() -> Iterator[Case]:
    for file in sorted(FOLDER.glob("*.txt")):
        _, *parts = HEAD.split(file.read_text("utf-8"))
        for number, (head, content) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
            name, versions, *options = (column.strip() for column in head.split(" | "))
            wanted = tuple(None if one == "-" else bare(one) for one in versions.split(" or "))
            selector = options[0].removeprefix("sel=") if options else None
            yield Case(f"{file.stem}-{number}-{name}", name, wanted, selector, content)


CASES = tuple(cases())


def read(case: Case, data: bytes) -> Reading | None:
    try:
        return read_place(data, path=PurePath(case.name), selector=case.selector)
    except UsageError:
        return None


def version(reading: Reading | None) -> str | None:
    chosen = reading.chosen if reading else None
    return bare(chosen.version) if isinstance(chosen, Place) else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_a_file_gives_the_version_that_a_person_reads_in_it(case: Case) -> None:
    assert version(read(case, case.content.encode())) in case.wanted


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_line_ends_marks_and_encodings_change_no_answer(case: Case) -> None:
    answer = version(read(case, case.content.encode()))
    others = {
        "a byte order mark": case.content.encode("utf-8-sig"),
        "UTF-16": case.content.encode("utf-16"),
        "CRLF": case.content.replace("\n", "\r\n").encode(),
        "CR": case.content.replace("\n", "\r").encode(),
        "no final newline": case.content.rstrip("\n").encode(),
    }
    assert {what: version(read(case, data)) for what, data in others.items()} == dict.fromkeys(
        others, answer
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.where)
def test_another_version_in_its_place_is_read_there(case: Case) -> None:
    reading = read(case, case.content.encode())
    if reading is None or not isinstance(reading.chosen, Place):
        assert None in case.wanted
        return
    content, first = reading.text.content, reading.chosen
    copies = [one for one in reading.findings if isinstance(one, Place) and one.rank == first.rank]
    for copy in sorted(copies, key=lambda one: one.start, reverse=True):
        content = content[: copy.start] + NEW + content[copy.end :]
    again = read(case, content.encode())
    assert version(again) == NEW
    assert again is not None
    assert again.chosen.start == min(one.start for one in copies)
