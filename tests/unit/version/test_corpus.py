"""Every structured file of the corpus gives exactly the version that was read by eye."""

from __future__ import annotations

import json
from pathlib import Path, PurePath
from typing import Any

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats.manifests import STRUCTURED
from releasebot.version.formats.table import format_of_name
from releasebot.version.place import Place
from releasebot.version.read import Reading, read_place

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "versions"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project"),
]


def lines(name: str) -> list[dict[str, Any]]:
    if not CORPUS.is_dir():
        return []
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


def is_structured(path: str) -> bool:
    found = format_of_name(PurePath(path))
    return found is None or found.row in STRUCTURED


def bare(version: str | None) -> str | None:
    """A leading v may be there or not, as the corpus says."""
    return version[1:] if version and version[0] in "vV" and version[1:2].isdigit() else version


def read(path: str, data: bytes, selector: str | None = None) -> Reading | None:
    try:
        return read_place(data, path=PurePath(path), selector=selector)
    except UsageError:
        return None


def check(row: dict[str, Any], reading: Reading | None) -> None:
    chosen = reading.chosen if reading else None
    version = chosen.version if isinstance(chosen, Place) else None
    assert bare(version) in map(bare, [row["version"], *(row.get("accept") or [])])
    if reading and isinstance(chosen, Place):
        content = reading.text.content
        assert content[chosen.start : chosen.end] == version or "\\" in content[chosen.start :]
        if version == row["version"] and row.get("line"):
            assert reading.line(chosen) == row["line"]


REAL = [row for row in lines("index.jsonl") if is_structured(row["path"])]
OWN = [row for row in lines("synthetic.jsonl") if is_structured(row["filename"])]


@pytest.mark.parametrize("row", REAL, ids=lambda row: str(row["id"]))
def test_a_real_file_gives_its_version_on_its_line(row: dict[str, Any]) -> None:
    data = (CORPUS / row["path"]).read_bytes()
    if row.get("needs_selector"):
        named = read(row["path"], data, row["selector"])
        assert named is not None
        check(row, named)
        unnamed = read(row["path"], data)
        if unnamed is not None:
            check(row, unnamed)
    else:
        check(row, read(row["path"], data))


@pytest.mark.parametrize("row", REAL, ids=lambda row: str(row["id"]))
def test_every_second_copy_is_found_too(row: dict[str, Any]) -> None:
    reading = read(row["path"], (CORPUS / row["path"]).read_bytes())
    found = {reading.line(one) for one in reading.findings} if reading else set()
    assert set(row.get("also_lines") or []) <= found


@pytest.mark.parametrize("row", OWN, ids=lambda row: f"{row['id']}-{row['note']}")
def test_a_small_case_gives_its_version(row: dict[str, Any]) -> None:
    data = row["content"].encode(row.get("encoding") or "utf-8")
    check(row, read(row["filename"], data))
