from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from releasebot.errors import OutsideError
from releasebot.gates.readers.istanbul import read
from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import Past, Reading, Unreadable
from tests.reports import REPORTS, asked

ALL = {
    "istanbul": "istanbul.json",
    "lcov": "istanbul.lcov",
    "cobertura": "istanbul-cobertura.xml",
}
"""One run of jest in three formats."""


def of(kind: str, report: str, limits: Mapping[str, Any] | None = None, **more: Any) -> Reading:  # noqa: ANN401
    return FORMATS[kind].reader()(REPORTS / report, asked({"coverage": limits or {}}, **more))


def written(kind: str, text: str, folder: Path, limits: Mapping[str, Any] | None = None) -> Reading:
    report = folder / "report"
    report.write_text(text)
    return FORMATS[kind].reader()(report, asked({"coverage": limits or {}}))


@pytest.mark.parametrize(("kind", "report"), ALL.items())
def test_the_formats_of_one_run_agree(kind: str, report: str) -> None:
    limits = {"lines": 80, "groups": {"orders": {"files": ["src/orders*"], "branches": 26}}}
    reading = of(kind, report, limits)
    assert reading.faults == (
        "77.77 % of the lines are covered (7 of 9), wanted at least 80 %",
        "25 % of the branches in orders are covered (1 of 4), wanted at least 26 %",
    )
    expected = {
        "lines": 77.77,
        "branches": 33.33,
        "functions": 100,
        "orders.lines": 80,
        "orders.branches": 25,
    }
    assert {key: reading.figures.get(key, 100) for key in expected} == expected
    assert reading.remarks[0].message == "no test runs 1 line of 5"
    assert (reading.remarks[0].file or "").endswith("src/orders.js")


@pytest.mark.parametrize(
    ("kind", "report"),
    [
        ("coverage.py", "coverage-py.json"),
        ("cobertura", "coverage-py.xml"),
        ("lcov", "coverage-py.lcov"),
    ],
)
def test_coverage_py_tells_the_same_in_its_three_formats(kind: str, report: str) -> None:
    reading = of(kind, report, {"groups": {"shop": {"files": ["teashop"], "lines": 83.4}}})
    assert reading.faults == (
        "83.33 % of the lines in shop are covered (5 of 6), wanted at least 83.4 %",
    )
    assert reading.figures["branches"] == 100


def test_no_figure_may_fall_below_that_of_the_last_release_that_has_it() -> None:
    past = (
        Past("1.3.0", {"tests": 3}),
        Past("1.2.0", {"lines": 77.78, "branches": 33.33, "orders.lines": 90}),
        Past("1.1.0", {"lines": 10, "functions": 100}),
    )
    groups = {"groups": {"orders": {"files": ["src/orders*"]}}}
    assert of("istanbul", "istanbul.json", groups, past=past).faults == (
        "the coverage of lines fell to 77.77 %, wanted at least the 77.78 % of 1.2.0",
        "the coverage of lines in orders fell to 80 %, wanted at least the 90 % of 1.2.0",
    )
    assert of("istanbul", "istanbul.json", {**groups, "slack": 10}, past=past).faults == ()
    assert of("istanbul", "istanbul.json", {**groups, "ratchet": False}, past=past).faults == ()


def test_an_outage_that_hides_the_last_release_hides_no_floor() -> None:
    def outage() -> tuple[Past, ...]:
        raise OutsideError("the remote does not answer")

    low, high = (
        structs.replace(asked({"coverage": {"lines": floor}}), past=outage) for floor in (70, 80)
    )
    assert len(read(REPORTS / "istanbul.json", high).faults) == 1
    with pytest.raises(OutsideError):
        read(REPORTS / "istanbul.json", low)


def test_a_goal_that_is_missed_is_only_told() -> None:
    reading = of("istanbul", "istanbul.json", {"goal": 90})
    assert reading.faults == ()
    assert [one.message for one in reading.remarks] == [
        "77.77 % of the lines are covered, the goal is 90 %"
    ]


def test_what_is_just_below_a_floor_is_not_rounded_up_to_it(tmp_path: Path) -> None:
    reading = written("lcov", "SF:a\nLF:100000\nLH:79999\nend_of_record\n", tmp_path, {"lines": 80})
    assert reading.faults == (
        "79.99 % of the lines are covered (79999 of 100000), wanted at least 80 %",
    )


def test_the_files_of_a_container_are_found_by_where_they_end(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "orders.js").touch()
    report = tmp_path / "r.json"
    report.write_text((REPORTS / "istanbul.json").read_text().replace("/app/", "/usr/src/api/"))
    limits = {"coverage": {"groups": {"all": {"files": ["src/**"], "lines": 90}}}}
    reading = FORMATS["istanbul"].reader()(report, asked(limits, folder=tmp_path))
    assert "(7 of 9)" in reading.faults[0]


def test_lcov_without_sums_is_counted_line_by_line(tmp_path: Path) -> None:
    text = "TN:\nSF:a.c\nDA:1,0\nDA:2,7,hash\nBRDA:1,0,0,-\nBRDA:1,0,1,3\nend_of_record\n"
    assert written("lcov", text, tmp_path).figures == {"lines": 50, "branches": 50}


def test_a_file_with_two_classes_has_each_line_once(tmp_path: Path) -> None:
    lines = "<lines><line number='1' hits='{}'/><line number='2' hits='0'/></lines>"
    classes = "".join(
        f"<class filename='a'><methods>{lines.format(9)}</methods>{lines.format(hits)}</class>"
        for hits in (0, 1)
    )
    assert written("cobertura", f"<coverage>{classes}</coverage>", tmp_path).figures == {
        "lines": 50
    }


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("istanbul", "{}", "the report measures no code"),
        ("istanbul", "[]", "the report is no summary of Istanbul: expected `object`, got `array`"),
        ("istanbul", "{", "the report is no JSON: it ends in the middle of a value"),
        ("istanbul", "not json", "the report is no JSON: invalid character (byte 4)"),
        ("istanbul", " \n ", "the report is empty"),
        ("istanbul", '{"a": ' + "[" * 9999,
         "the report is no summary of Istanbul: expected `object`, got `array` - at `$[...]`"),
        ("coverage.py", '{"files": {}, "totals": {"covered_lines": 0, "num_statements": 0}}',
         "the report measures no code"),
        ("lcov", "TN:\nSF:a\nDA:1,1\n", "the report ends in the middle, in the record of a"),
        ("lcov", "SF:a\nSF:b\n", "the record of a has no end_of_record"),
        ("lcov", "<xml/>\n", "the report is no tracefile of lcov: it has '<xml/>'"),
        ("lcov", "SF:a\nLF:many\n", "the report is no tracefile of lcov: found 'many', no count"),
        ("lcov", "SF:a\nLF:1\nLH:2\nend_of_record\n", "the report covers 2 of 1"),
        ("lcov", "TN:\n", "the report measures no code"),
        ("cobertura", "<coverage/>", "the report measures no code"),
        ("cobertura", "<report/>", "the report is no Cobertura XML: it starts with <report>"),
        ("cobertura", "<coverage><class filename='a'><line hits='many'/></class></coverage>",
         "the report is no Cobertura XML: a line has no number or hits"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_not_judged(
    kind: str, text: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as caught:
        written(kind, text, tmp_path)
    assert caught.value.message == why


def test_a_floor_for_what_is_not_measured_is_not_passed() -> None:
    with pytest.raises(Unreadable, match="does not measure functions, for which coverage"):
        of("cobertura", "istanbul-cobertura.xml", {"functions": 50})
    with pytest.raises(Unreadable, match="has no file of the group orders: lib/"):
        of("lcov", "istanbul.lcov", {"groups": {"orders": {"files": ["lib/"], "lines": 1}}})
