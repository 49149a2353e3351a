"""The round trip of every file of the corpus: set, read again, set back, the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasebot.config.schema import VersionSettings
from releasebot.errors import UsageError
from releasebot.version.located import Located
from releasebot.version.places import find_all
from releasebot.version.rewrite import plan_rewrite
from releasebot.version.scheme import bare
from releasebot.version.spelling import same_version
from releasebot.version.text import line_of
from tests.unit.version.folders import write

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "versions"
NEW = "99.88.77"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project"),
]


def rows() -> list[Any]:
    if not CORPUS.is_dir():
        return []
    real = [json.loads(line) for line in (CORPUS / "index.jsonl").read_text("utf-8").splitlines()]
    own = [
        json.loads(line) for line in (CORPUS / "synthetic.jsonl").read_text("utf-8").splitlines()
    ]
    return [pytest.param(row, id=row["id"]) for row in (*real, *own) if row["version"] is not None]


def content(row: dict[str, Any]) -> tuple[str, bytes]:
    if "path" in row:
        path = CORPUS / row["path"]
        return path.name, path.read_bytes()
    return Path(row["filename"]).name, row["content"].encode(row.get("encoding") or "utf-8")


def placed(folder: Path, name: str, data: bytes, selector: str | None) -> tuple[Located, ...]:
    (folder / name).write_bytes(data)
    root = write(folder, {})
    return find_all(root, VersionSettings(file=name, selector=selector), [])


def usable_selector(row: dict[str, Any]) -> str | None:
    if not row.get("needs_selector"):
        return None
    return str(row["selector"]).removesuffix("#tag")


@pytest.mark.parametrize("row", rows())
def test_a_file_is_set_read_again_and_set_back(row: dict[str, Any], tmp_path: Path) -> None:
    name, before = content(row)
    selector = usable_selector(row)
    try:
        places = placed(tmp_path, name, before, selector)
    except UsageError:
        if None in row.get("accept", ()):
            pytest.skip("finding none is right too, and none was found")
        raise
    old = places[0].finding.version
    (edit,) = plan_rewrite(places, NEW)
    lines = {place.line for place in places}
    assert {change.line for change in edit.changes} == lines
    differing = {
        number
        for number, (one, other) in enumerate(
            zip(_lines(places[0], edit.before), _lines(places[0], edit.after), strict=True), 1
        )
        if one != other
    }
    assert differing == lines
    for number in row.get("also_lines", ()):
        assert number in differing, f"line {number} repeats the version and has to change with it"
    again = placed(tmp_path, name, edit.after, selector)
    assert all(same_version(place.version.partition("+")[0], NEW) for place in again)
    assert len(again) == len(places)
    (back,) = plan_rewrite(again, bare(old))
    if is_escaped(places[0]):
        assert placed(tmp_path, name, back.after, selector)[0].version == bare(old)
    else:
        assert back.after == before


def is_escaped(place: Located) -> bool:
    """Whether the version is written with escapes, which are not invented again."""
    finding = place.finding
    return place.text.content[finding.start : finding.end] != finding.version


def _lines(place: Located, data: bytes) -> list[str]:
    text = data.decode(place.text.codec)
    count = line_of(text, len(text))
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:count]


@pytest.mark.parametrize("row", rows()[::7])
@settings(max_examples=20)
@given(new=st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,4}){2}(-rc\.[0-9])?", fullmatch=True))
def test_any_version_can_be_set_and_taken_back(
    row: dict[str, Any], tmp_path_factory: pytest.TempPathFactory, new: str
) -> None:
    name, before = content(row)
    folder = tmp_path_factory.mktemp("one")
    try:
        places = placed(folder, name, before, usable_selector(row))
    except UsageError:
        return
    if is_escaped(places[0]):
        return
    edits = plan_rewrite(places, new)
    if not edits:
        assert same_version(places[0].version, new)
        return
    again = placed(folder, name, edits[0].after, usable_selector(row))
    assert same_version(again[0].version.partition("+")[0], new)
    (back,) = plan_rewrite(again, bare(places[0].finding.version))
    assert back.after == before
