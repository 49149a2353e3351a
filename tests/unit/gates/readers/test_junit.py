from pathlib import Path

import pytest

from releasebot.gates.readers.junit import read
from releasebot.gates.reading import MOST_REMARKS, Reading, Unreadable
from tests.reports import REPORTS, asked


def of(text: str | bytes, folder: Path) -> Reading:
    report = folder / "junit.xml"
    report.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(report, asked())


def test_jest_junit_names_the_failed_tests_and_their_places() -> None:
    reading = read(REPORTS / "jest-junit.xml", asked())
    names = "orders reduces for regular customers, orders 주문 번호를 돌려준다 <&>"
    assert reading.faults == (f"2 of 5 tests failed, wanted none: {names}",)
    assert reading.figures == {"tests": 5, "failures": 2, "skipped": 1, "seconds": 0.031}
    first, second = reading.remarks
    assert (first.file, first.line, first.column) == ("/app/src/orders.test.js", 9, 44)
    assert second.message == "orders 주문 번호를 돌려준다 <&>: Error: no number: 7"


@pytest.mark.parametrize("name", ["pytest.xml", "pytest-xunit1.xml"])
def test_pytest_counts_an_error_on_teardown_as_a_failed_test(name: str) -> None:
    reading = read(REPORTS / name, asked())
    names = "test_teashop test_regulars_pay_less, test_teashop test_closing"
    assert reading.faults == (f"2 of 6 tests failed, wanted none: {names}",)
    assert [(one.file, one.line) for one in reading.remarks] == [
        ("test_teashop.py", 11),
        ("test_teashop.py", 22),
    ]


def test_a_test_that_fails_and_errs_has_failed_once(tmp_path: Path) -> None:
    reading = of(
        "<testsuite><testcase name='a'><failure/><error message='b'/></testcase>"
        "<testcase name='c' time='1,000.5'/></testsuite>",
        tmp_path,
    )
    assert reading.figures == {"tests": 2, "failures": 1, "skipped": 0, "seconds": 1000.5}


def test_a_flaky_test_of_surefire_has_passed(tmp_path: Path) -> None:
    reading = of(
        "<testsuite><testcase name='a'><flakyFailure message='b'/></testcase></testsuite>", tmp_path
    )
    assert reading.faults == ()


def test_failures_that_only_the_attributes_tell_of_count(tmp_path: Path) -> None:
    reading = of(
        "<testsuites><testsuite failures='1' errors='2'><testcase name='a'/></testsuite>"
        "</testsuites>",
        tmp_path,
    )
    assert reading.faults == ("the report states 3 failures, wanted none; it names none",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "the report is empty"),
        ("<testsuites/>", "the report has no test in it"),
        ("<testsuite tests='7'/>", "the report has no test in it"),
        (
            "<testsuite><testcase><skipped/><skipped/></testcase></testsuite>",
            "no test ran: 1 test, all of them skipped",
        ),
        ("<html></html>", "the report is no JUnit XML: it starts with <html>"),
        ("<testsuite><testcase name='a'/>", "the report ends in the middle, at line 1"),
        ("<testsuite>\n<testcase na", "the report ends in the middle, at line 2"),
        (
            "<testsuite></testcase>",
            "the report is no XML: mismatched tag at line 1, column 14",
        ),
        ("Killed\n", "the report is no XML: syntax error at line 1, column 1"),
        (
            "<?xml version='1.0' encoding='klingon'?><testsuite/>",
            "the report is in an encoding that is not known",
        ),
        (
            '<!DOCTYPE a [<!ENTITY x "aaaa"><!ENTITY y "&x;&x;&x;">]><testsuite>&y;</testsuite>',
            "the report declares the entity 'x'; no report has entities",
        ),
        (
            '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><testsuite>&f;</testsuite>',
            "the report declares the entity 'f'; no report has entities",
        ),
        (
            '<!DOCTYPE a [<!ENTITY % f SYSTEM "http://192.0.2.1/a.dtd">%f;]><testsuite/>',
            "the report declares the entity 'f'; no report has entities",
        ),
        ("<testsuite>" * 101, "the report has more than 100 elements inside one another"),
        (
            "<testsuite>" + "<testcase>" * 101,
            "the report has more than 100 elements inside one another",
        ),
    ],
)
def test_what_cannot_be_judged_is_not_judged(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        of(text, tmp_path)
    assert caught.value.message == why


def test_a_tag_that_never_ends_is_given_up_before_the_memory_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a tag or a comment of more than 8 MiB"):
        of(b"<testsuite name='" + b"a" * 12_000_000, tmp_path)


def test_the_first_failures_are_kept_and_the_others_counted(tmp_path: Path) -> None:
    cases = "<testcase name='a'><failure message='b\x1b'/></testcase>".replace("\x1b", "&#9;")
    reading = of(f"<testsuite>{cases * 250}</testsuite>", tmp_path)
    assert (len(reading.remarks), reading.more) == (MOST_REMARKS, 50)
    assert reading.faults == ("250 of 250 tests failed, wanted none: a, a, a and 247 more",)


def test_a_long_failure_does_not_stay_in_memory(tmp_path: Path) -> None:
    text = "x" * 3_000_000
    reading = of(f"<testsuite><testcase name='{'n' * 999}'><failure>{text}</failure></testcase>"
                 "</testsuite>", tmp_path)  # fmt: skip
    assert len(reading.remarks[0].message) < 320
    assert len(reading.faults[0]) < 200


def test_a_place_in_a_library_is_none_of_the_projects(tmp_path: Path) -> None:
    reading = of(
        "<testsuite><testcase name='a'><failure>E\n at x (/app/node_modules/b/c.js:1:2)\n"
        " at y (file:///app/src/d.ts:3:4)</failure></testcase></testsuite>",
        tmp_path,
    )
    assert (reading.remarks[0].file, reading.remarks[0].line) == ("/app/src/d.ts", 3)
