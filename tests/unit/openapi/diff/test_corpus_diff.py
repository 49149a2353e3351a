"""The pairs of the shared corpus: is the verdict right, and is each change told?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from releasebot.errors import UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.diff.compare import Comparison, compare
from releasebot.openapi.diff.verdict import judge
from releasebot.openapi.load import load

CORPUS = Path(__file__).parents[5] / "shared/corpus/openapi"
PAIRS = CORPUS / "diff"
HISTORY = CORPUS / "history"
corpus = pytest.mark.skipif(
    not PAIRS.is_dir(), reason="the shared corpus is not beside the project"
)


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def compared(folder: Path, entry: dict[str, Any]) -> Comparison:
    sides = [
        read_api(load((folder / entry[key]).read_bytes(), name=entry[key]))
        for key in ("base", "revision")
    ]
    return compare(sides[0], sides[1])


@corpus
@pytest.mark.corpus
def test_the_verdict_on_clear_pairs_is_right_and_their_changes_are_told() -> None:
    pairs = right = wanted = told = 0
    for entry in entries(PAIRS):
        if entry["subset"] != "clear":
            continue
        pairs += 1
        expected = entry["expect"]
        wanted += len(expected["changes"])
        try:
            found = compared(PAIRS, entry)
        except UsageError:
            continue
        right += judge(found).breaking == expected["breaking"]
        ids = {one for change in found.changes for one in (change.id, *change.covers)}
        told += sum(1 for change in expected["changes"] if change["id"] in ids)
    assert pairs > 0
    assert right / pairs >= 0.98
    assert told / wanted >= 0.95


@corpus
@pytest.mark.corpus
def test_the_bump_of_real_releases_is_right() -> None:
    wrong = [
        entry["id"]
        for entry in entries(HISTORY)
        if judge(compared(HISTORY, entry)).bump != entry["bump_by_content"]
    ]
    assert wrong == []
