"""A report counts only where this very run has written it, inside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.gates.reading import Unreadable
from releasebot.gates.report_file import look, written


@pytest.fixture
def top(tmp_path: Path) -> Path:
    folder = (tmp_path / "tree").resolve()
    folder.mkdir()
    return folder


def test_a_report_is_what_was_written_since(top: Path) -> None:
    report = top / "junit.xml"
    before = look(report)
    report.write_text("<testsuite/>")
    assert written(report, before, top=top, shown="junit.xml") == report


def test_a_report_written_anew_with_the_same_words_counts(top: Path) -> None:
    report = top / "junit.xml"
    report.write_text("<testsuite/>")
    before = look(report)
    report.unlink()
    report.write_text("<testsuite/>")
    assert written(report, before, top=top, shown="junit.xml") == report


def test_a_report_of_an_earlier_run_does_not_count(top: Path) -> None:
    report = top / "junit.xml"
    report.write_text("<testsuite/>")
    with pytest.raises(Unreadable, match="before this run"):
        written(report, look(report), top=top, shown="junit.xml")


def test_a_missing_report_is_said_so(top: Path) -> None:
    with pytest.raises(Unreadable, match=r"junit\.xml was not written"):
        written(top / "junit.xml", None, top=top, shown="junit.xml")


@pytest.mark.parametrize("make", ["file", "folder"])
def test_a_link_out_of_the_repository_is_not_followed(top: Path, make: str) -> None:
    (top.parent / "secret").mkdir()
    (top.parent / "secret" / "report").write_text("{}")
    if make == "file":
        (top / "report").symlink_to(top.parent / "secret" / "report")
        report = top / "report"
    else:
        (top / "out").symlink_to(top.parent / "secret")
        report = top / "out" / "report"
    with pytest.raises(Unreadable, match="outside the repository"):
        written(report, None, top=top, shown="report")


@pytest.mark.parametrize("make", ["fifo", "folder", "loop"])
def test_only_a_plain_file_is_a_report(top: Path, make: str) -> None:
    report = top / "report"
    if make == "fifo":
        os.mkfifo(report)
    elif make == "folder":
        report.mkdir()
    else:
        report.symlink_to(report)
    with pytest.raises(Unreadable, match=r"no plain file|cannot be read"):
        written(report, None, top=top, shown="report")


def test_a_report_that_is_too_large_is_not_read(top: Path) -> None:
    report = top / "report"
    report.touch()
    os.truncate(report, 3 * 1024**3)
    with pytest.raises(Unreadable, match="3221225472 bytes"):
        written(report, None, top=top, shown="report")
