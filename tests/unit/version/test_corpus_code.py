"""Every program and build file of the corpus gives exactly the version that was read by eye."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats.programs import SOURCE_CODE
from releasebot.version.formats.table import format_of_name
from releasebot.version.place import Place
from releasebot.version.read import Reading, read_place

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "versions"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project"),
]


def rows(name: str, key: str) -> list[dict[str, Any]]:
    """The rows of an index whose file is source code."""
    if not CORPUS.is_dir():
        return []
    found = [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]
    formats = ((row, format_of_name(PurePath(row[key]))) for row in found)
    return [row for row, one in formats if one and one.row in SOURCE_CODE]


def read(path: str, data: bytes, selector: str | None = None) -> Reading | None:
    try:
        return read_place(data, path=PurePath(path), selector=selector)
    except UsageError:
        return None


def bare(version: str | None) -> str | None:
    """A leading v may be there or not, as the corpus says."""
    return version[1:] if version and version[0] in "vV" and version[1:2].isdigit() else version


def check(row: dict[str, Any], reading: Reading | None) -> None:
    chosen = reading.chosen if reading else None
    version = chosen.version if isinstance(chosen, Place) else None
    assert bare(version) in map(bare, [row["version"], *(row.get("accept") or [])])
    if reading and isinstance(chosen, Place):
        assert reading.text.content[chosen.start : chosen.end] == version
        if version == row["version"] and row.get("line"):
            assert reading.line(chosen) == row["line"]


REAL = rows("index.jsonl", "path")
OWN = rows("synthetic.jsonl", "filename")


@pytest.mark.parametrize("row", REAL, ids=lambda row: str(row["id"]))
def test_a_file_gives_its_version_on_its_line(row: dict[str, Any]) -> None:
    check(row, read(row["path"], (CORPUS / row["path"]).read_bytes()))


@pytest.mark.parametrize("row", REAL, ids=lambda row: str(row["id"]))
def test_the_selector_of_what_was_found_finds_it_again(row: dict[str, Any]) -> None:
    data = (CORPUS / row["path"]).read_bytes()
    reading = read(row["path"], data)
    if reading is None:
        assert None in [row["version"], *(row.get("accept") or [])]
        return
    again = read(row["path"], data, reading.chosen.selector)
    assert again is not None
    spans = {(one.start, one.end) for one in again.findings}
    assert (reading.chosen.start, reading.chosen.end) in spans


@pytest.mark.parametrize("row", REAL, ids=lambda row: str(row["id"]))
def test_every_second_copy_is_found_too(row: dict[str, Any]) -> None:
    reading = read(row["path"], (CORPUS / row["path"]).read_bytes())
    found = {reading.line(one) for one in reading.findings} if reading else set()
    assert found.issuperset(row.get("also_lines") or [])


@pytest.mark.parametrize("row", OWN, ids=lambda row: f"{row['id']}-{row['note']}")
def test_a_small_case_gives_its_version(row: dict[str, Any]) -> None:
    data = row["content"].encode(row.get("encoding") or "utf-8")
    check(row, read(row["filename"], data))
