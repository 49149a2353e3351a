import json
from pathlib import Path
from typing import Any

from releasebot.gates.readers.api import read
from releasebot.gates.reading import Reading
from releasebot.openapi.api import read_api
from releasebot.openapi.diff.accepted import sift
from releasebot.openapi.diff.compare import compare
from releasebot.openapi.diff.report import data
from releasebot.openapi.diff.verdict import judge
from releasebot.openapi.load import load
from tests.reports import asked


def document(**paths: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "openapi": "3.0.3",
        "info": {"title": "Tea", "version": "1"},
        "paths": {
            f"/{name}": {"get": {"responses": {"200": {"description": "d"}}, **more}}
            for name, more in paths.items()
        },
    }


def of(folder: Path, base: dict[str, Any], revision: dict[str, Any]) -> Reading:
    """The reading of what `api diff` says about the two documents."""
    loaded = [load(json.dumps(one).encode(), name="spec.json") for one in (base, revision)]
    comparison = compare(read_api(loaded[0]), read_api(loaded[1]))
    sifted = sift(comparison.changes, (), None)
    report = folder / "verdict.json"
    report.write_text(json.dumps(data(comparison, judge(comparison, sifted.changes), sifted)))
    return read(report, asked())


def test_a_change_that_breaks_clients_fails_the_gate(tmp_path: Path) -> None:
    reading = of(tmp_path, document(tea={}, cups={}), document(tea={}))
    assert reading.faults[0].startswith("1 error, wanted none: ")
    assert reading.figures["breaking"] == 1
    assert reading.remarks[0].level == "error"


def test_what_is_only_added_passes(tmp_path: Path) -> None:
    reading = of(tmp_path, document(tea={}), document(tea={}, cups={}))
    assert (reading.faults, reading.figures["breaking"]) == ((), 0)
    assert reading.figures["changes"] == 1
