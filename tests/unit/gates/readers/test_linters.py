import json
from pathlib import Path
from typing import Any

import pytest

from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import Reading, Unreadable
from tests.reports import REPORTS, asked


def of(kind: str, report: Path | str, **more: Any) -> Reading:  # noqa: ANN401
    path = report if isinstance(report, Path) else REPORTS / report
    return FORMATS[kind].reader()(path, asked(**more))


def written(kind: str, value: object, folder: Path, **more: Any) -> Reading:  # noqa: ANN401
    report = folder / "report"
    report.write_text(value if isinstance(value, str) else json.dumps(value))
    return of(kind, report, **more)


def test_eslint_names_the_first_error_and_places_all() -> None:
    reading = of("eslint", "eslint.json")
    assert reading.faults == (
        "2 errors, wanted none: src/broken.js:1: Parsing error: Unexpected token = and 1 more",
    )
    assert reading.figures == {"errors": 2, "warnings": 1, "files": 6}
    last = reading.remarks[-1]
    assert (last.level, last.rule, last.line, last.column) == ("warning", "eqeqeq", 2, 34)


def test_ruff_names_its_violations_and_an_empty_list_is_its_good_news() -> None:
    reading = of("ruff", "ruff.json")
    assert reading.faults == (
        "3 errors, wanted none: untidy.py:1: Import block is un-sorted or un-formatted and 2 more",
    )
    assert [one.rule for one in reading.remarks] == ["I001", "F401", "F841"]
    assert of("ruff", "ruff-clean.json").faults == ()


def test_sarif_says_what_ruff_says() -> None:
    json_reading, reading = of("ruff", "ruff.json"), of("sarif", "ruff.sarif")
    assert reading.faults == json_reading.faults
    assert reading.remarks == json_reading.remarks


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The project that Prettier looked at."""
    (tmp_path / "src").mkdir()
    for name in ("orders.test", "stock.test", "untidy", "broken"):
        (tmp_path / "src" / f"{name}.js").touch()
    return tmp_path


def test_prettier_lists_what_is_not_formatted(shop: Path) -> None:
    reading = of("prettier", "prettier-list.txt", folder=shop, code=1)
    assert reading.faults == (
        "3 errors, wanted none: src/orders.test.js: not formatted as Prettier would and 2 more",
    )
    with_errors = of("prettier", "prettier-check-stderr.txt", folder=shop, code=2)
    broken = with_errors.remarks[0]
    assert (broken.message, broken.file, broken.line) == (
        "SyntaxError: Unexpected token",
        "src/broken.js",
        1,
    )
    assert with_errors.figures == {"errors": 4}
    assert of("prettier", "prettier-check.txt", folder=shop, code=2).faults == (
        "1 error, wanted none: a file is not formatted; --list-different names it",
    )


def test_prettier_is_silent_or_says_so_where_all_is_formatted(tmp_path: Path) -> None:
    said = "Checking formatting...\nAll matched files use Prettier code style!\n"
    assert written("prettier", "", tmp_path).faults == ()
    assert written("prettier", said, tmp_path).faults == ()
    for text in ("", said):  # what it says where no file matched
        with pytest.raises(Unreadable, match="named no file and ended with exit code 2"):
            written("prettier", text, tmp_path, code=2)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        ("prettier", "Segmentation fault\n", "the report is no output of Prettier: 'Segmentation"),
        ("prettier", "{}", "the report is no output of Prettier: '{}' is no file here"),
        ("eslint", "[]", "no file was looked at"),
        ("eslint", "", "the report is empty"),
        ("eslint", "Oops!", "the report is no JSON: invalid character (byte 0)"),
        ("eslint", "[{}]", "the report is no report of ESLint: object missing required field"),
        ("ruff", "{}", "the report is no report of ruff: expected `array`, got `object`"),
        ("ruff", "[" * 100_000, "the report is no report of ruff: expected `object`, got `array`"),
        ("sarif", '{"version": "1.0.0", "runs": []}', "the report is SARIF 1.0.0, wanted 2.1.0"),
        ("sarif", '{"version": "2.1.0", "runs": []}', "the report has no run in it"),
        ("api", "{}", "the report is no verdict of api diff: object missing required field"),
    ],
)
def test_what_cannot_be_judged_is_not_judged(
    kind: str, text: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as caught:
        written(kind, text, tmp_path)
    assert caught.value.message.startswith(why)


def sarif(*results: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    rules = [{"id": "r", "defaultConfiguration": {"level": "error"}, "messageStrings": {
        "m": {"text": "{0} is not {1}"}}}]  # fmt: skip
    tool = {"driver": {"name": "own"}, "extensions": [{"name": "pack", "rules": rules}]}
    return {"version": "2.1.0", "runs": [{"tool": tool, "results": list(results), **more}]}


TEXT = {"message": {"text": "t"}}


@pytest.mark.parametrize(
    ("result", "levels"),
    [
        ({**TEXT}, ["warning"]),
        ({**TEXT, "ruleId": "r"}, ["error"]),
        ({**TEXT, "rule": {"id": "r/1"}}, ["error"]),
        ({**TEXT, "ruleId": "r", "level": "note"}, ["note"]),
        ({**TEXT, "level": "none"}, []),
        ({**TEXT, "level": "error", "kind": "pass"}, []),
        ({**TEXT, "level": "error", "suppressions": [{"kind": "inSource"}]}, []),
        (
            {**TEXT, "level": "error", "suppressions": [{"status": "rejected"}]},
            ["error"],
        ),
        ({**TEXT, "level": "error", "baselineState": "absent"}, []),
    ],
)
def test_sarif_tells_which_results_count(
    result: dict[str, Any], levels: list[str], tmp_path: Path
) -> None:
    reading = written("sarif", sarif(result), tmp_path)
    assert [one.level for one in reading.remarks] == levels
    assert bool(reading.faults) == ("error" in levels)


def test_sarif_places_a_result_after_its_base_and_fills_in_its_message(tmp_path: Path) -> None:
    place = {"artifactLocation": {"uri": "src/a%20b.js", "uriBaseId": "ROOT"}, "region": {
        "startLine": 3}}  # fmt: skip
    result = {
        "ruleId": "r",
        "message": {"id": "m", "arguments": ["tea", "hot"]},
        "locations": [{"physicalLocation": place}],
    }
    bases = {"ROOT": {"uri": "file:///app/"}}
    one = written("sarif", sarif(result, originalUriBaseIds=bases), tmp_path).remarks[0]
    assert (one.message, one.file, one.line) == ("tea is not hot", "/app/src/a b.js", 3)


def test_sarif_of_a_tool_that_failed_passes_nothing(tmp_path: Path) -> None:
    failed = {"executionSuccessful": False, "toolExecutionNotifications": [
        {"level": "error", "message": {"text": "out of memory"}}]}  # fmt: skip
    with pytest.raises(Unreadable, match="own says that it failed: out of memory"):
        written("sarif", sarif(invocations=[failed]), tmp_path)
    with pytest.raises(Unreadable, match="own ended before it looked for anything"):
        written("sarif", {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "own"}}}]},
                tmp_path)  # fmt: skip


def test_words_of_a_report_do_not_act_on_a_terminal_or_a_log(tmp_path: Path) -> None:
    message = {"severity": 2, "message": "a\x1b[2J\n::error::b\u202e", "line": -1}
    reading = written("eslint", [{"filePath": "/app/a\nb.js", "messages": [message]}], tmp_path)
    one = reading.remarks[0]
    assert (one.message, one.file, one.line) == ("a [2J ::error::b", "/app/a b.js", None)
    assert "\n" not in reading.faults[0]
