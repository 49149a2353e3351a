"""What reaches the two streams."""

from __future__ import annotations

from pathlib import Path

from releasebot.cli.github_actions import write_outputs, write_summary
from releasebot.cli.output import printable
from releasebot.cli.report import Line


def test_a_terminal_escape_in_a_name_is_shown_not_obeyed() -> None:
    assert printable("a\x1b[2Jb\r\x07", "utf-8") == r"a\x1b[2Jb\x0d\x07"


def test_korean_stays_and_what_the_terminal_lacks_is_replaced() -> None:
    assert printable("주문\tv1\n", "utf-8") == "주문\tv1\n"
    assert printable("주문 v1", "ascii") == "?? v1"


def test_an_output_cannot_add_another_output(tmp_path: Path) -> None:
    file = tmp_path / "out"
    write_outputs({"GITHUB_OUTPUT": str(file)}, {"tag": "v1\nreleased=true\nEOF"})
    lines = file.read_text().splitlines()
    mark = lines[0].removeprefix("tag<<")
    assert lines == [f"tag<<{mark}", "v1", "released=true", "EOF", mark]


def test_a_summary_cell_cannot_leave_its_table(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    line = Line("tag", "made", "v1 | <script>\n[x](javascript:y)", "")
    write_summary({"GITHUB_STEP_SUMMARY": str(file)}, "v1", [line])
    row = file.read_text().splitlines()[-1]
    assert row.count("|") == 5
    assert "<" not in row
    assert "[" not in row


def test_without_a_workflow_nothing_is_written() -> None:
    write_outputs({}, {"tag": "v1"})
    write_summary({}, "v1", [])
