"""The documents of the shared corpus, where it stands beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SPECS = Path(__file__).parents[4] / "shared/corpus/openapi/specs"


def records(*, valid: bool) -> list[Any]:
    """The entries of the index, each as a parameter under its name; one that skips without it."""
    index = SPECS / "index.jsonl"
    if not index.is_file():
        reason = pytest.mark.skip(reason="the shared corpus is not beside the project")
        return [pytest.param({}, id="corpus", marks=(reason, pytest.mark.corpus))]
    entries = [json.loads(line) for line in index.read_text("utf-8").splitlines()]
    return [
        pytest.param(entry, id=entry["id"], marks=pytest.mark.corpus)
        for entry in entries
        if entry["file"].startswith("invalid/") is not valid
    ]
