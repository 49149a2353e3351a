import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import Reading, Unreadable
from tests.reports import REPORTS, asked

FOUND = (
    "1 known vulnerability of severity high or above, wanted none: GHSA-aaaa-bbbb-cccc in tea-leaf"
)


def of(
    kind: str,
    report: Path | str,
    limits: Mapping[str, Any] | None = None,
    **more: Any,  # noqa: ANN401
) -> Reading:
    path = report if isinstance(report, Path) else REPORTS / report
    return FORMATS[kind].reader()(path, asked({"advisories": limits or {}}, **more))


def written(kind: str, value: object, folder: Path, **more: Any) -> Reading:  # noqa: ANN401
    report = folder / "report"
    report.write_text(value if isinstance(value, str) else json.dumps(value))
    return of(kind, report, **more)


@pytest.mark.parametrize(
    ("kind", "report"),
    [
        ("npm-audit", "npm-audit.json"),
        ("npm-audit", "pnpm-audit.json"),  # the form that npm 6 wrote
        ("pnpm-audit", "pnpm-audit.json"),
        ("yarn-audit", "yarn-1.jsonl"),
        ("yarn-audit", "yarn-4.jsonl"),
        ("yarn-audit", "pnpm-audit.json"),  # the form that Yarn 2 and 3 wrote
    ],
)
def test_every_package_manager_tells_of_the_same_advisory(kind: str, report: str) -> None:
    reading = of(kind, report)
    assert reading.faults == (FOUND,)
    assert reading.figures["high"] == 1
    assert of(kind, report, {"severity": "critical"}).faults == ()
    assert len(of(kind, report, {"severity": "moderate", "production_only": False}).remarks) == 2


@pytest.mark.parametrize(
    ("kind", "report"),
    [
        ("npm-audit", "npm-audit-clean.json"),
        ("pnpm-audit", "pnpm-audit-clean.json"),
        ("yarn-audit", "yarn-1-clean.jsonl"),
        ("pip-audit", "pip-audit-clean.json"),
    ],
)
def test_a_clean_audit_passes(kind: str, report: str) -> None:
    reading = of(kind, report)
    assert (reading.faults, reading.figures["advisories"]) == ((), 0)


@pytest.mark.parametrize(
    ("kind", "report", "why"),
    [
        ("npm-audit", "npm-audit-outage.json", "the audit failed: 503 Service Unavailable - POST "),
        ("npm-audit", "npm-audit-no-lock.json", "the audit failed: This command requires an "),
        ("pnpm-audit", "pnpm-audit-outage.json", "the audit failed: The audit endpoint "),
        (
            "npm-audit",
            "pip-audit-clean.json",
            "the report is no report of npm audit: object missing",
        ),
        (
            "pip-audit",
            "npm-audit-clean.json",
            "the report is no report of pip-audit: object missing",
        ),
        ("snyk", "npm-audit-clean.json", "the report is no report of snyk test: expected"),
        ("yarn-audit", "eslint.json", "line 1 of the report is no line of yarn audit: expected"),
    ],
)
def test_an_outage_is_no_advisory(kind: str, report: str, why: str) -> None:
    with pytest.raises(Unreadable) as caught:
        of(kind, report)
    assert caught.value.message.startswith(why)


def test_the_lock_tells_what_only_development_needs(tmp_path: Path) -> None:
    lock = {"packages": {"node_modules/tea-leaf": {"dev": True, "version": "1.0.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    reading = of("npm-audit", "npm-audit.json", folder=tmp_path)
    assert (reading.faults, reading.figures["advisories"]) == ((), 1)
    everything = of("npm-audit", "npm-audit.json", {"production_only": False}, folder=tmp_path)
    assert everything.faults == (FOUND,)


def test_without_a_lock_everything_counts_and_that_is_said() -> None:
    reading = of("npm-audit", "npm-audit.json")
    assert reading.figures["advisories"] == 2
    assert reading.remarks[-1].message.startswith("no package-lock.json says")


def ignored(until: str, **more: str) -> dict[str, Any]:
    one = {"id": "ghsa-AAAA-bbbb-cccc", "reason": "not reachable", "until": until, **more}
    return {"ignore": [one]}


def test_an_exception_holds_until_the_end_of_its_last_day() -> None:
    reading = of("npm-audit", "npm-audit.json", ignored("2026-11-24"))
    assert (reading.faults, reading.figures["ignored"]) == ((), 1)
    assert of("npm-audit", "npm-audit.json", ignored("2026-11-23")).faults == (
        FOUND,
        "the exception for ghsa-AAAA-bbbb-cccc ended on 2026-11-23",
    )


def test_an_exception_is_for_its_package_and_one_for_nothing_is_told() -> None:
    reading = of("npm-audit", "npm-audit.json", ignored("2027-01-01", package="tea-cup"))
    assert reading.faults == (FOUND,)
    assert "is about nothing that is found" in reading.remarks[-1].message


@pytest.mark.parametrize("name", ["900001", "CVE-2026-0001"])
def test_an_advisory_has_many_names(name: str) -> None:
    ignore = {"ignore": [{"id": name, "reason": "r", "until": "2027-01-01"}]}
    assert of("pnpm-audit", "pnpm-audit.json", ignore).faults == ()


def test_yarn_4_says_nothing_where_it_finds_nothing(tmp_path: Path) -> None:
    assert written("yarn-audit", "", tmp_path).faults == ()
    with pytest.raises(Unreadable, match="wrote no report and ended with exit code 1"):
        written("yarn-audit", "", tmp_path, code=1)


def test_yarn_1_has_to_come_to_its_end(tmp_path: Path) -> None:
    lines = (REPORTS / "yarn-1.jsonl").read_text().splitlines(keepends=True)
    with pytest.raises(Unreadable, match="has no auditSummary"):
        written("yarn-audit", "".join(lines[:-1]), tmp_path)
    with pytest.raises(Unreadable, match="line 2 of the report is no JSON"):
        written("yarn-audit", lines[0] + lines[1][:99], tmp_path)
    with pytest.raises(Unreadable, match='the audit failed: "no network"'):
        written("yarn-audit", '{"type": "error", "data": "no network"}\n', tmp_path)


def test_pip_audit_tells_of_no_severity(tmp_path: Path) -> None:
    reading = of("pip-audit", "pip-audit.json")
    assert reading.faults == (
        "1 known vulnerability of severity high or above, wanted none: PYSEC-2026-1 in tea-leaf",
    )
    assert of("pip-audit", "pip-audit.json", {"unrated": "pass"}).faults == ()
    skipped = {"name": "own", "skip_reason": "not on PyPI"}
    with pytest.raises(Unreadable, match="the audit looked at no dependency"):
        written("pip-audit", {"dependencies": [skipped]}, tmp_path)
    other = {"name": "six", "version": "1", "vulns": list[str]()}
    notes = written("pip-audit", [skipped, other], tmp_path).remarks
    assert [one.message for one in notes] == ["own was not looked at: not on PyPI"]


SNYK = {
    "ok": False,
    "dependencyCount": 2,
    "vulnerabilities": [
        {
            "id": "SNYK-JS-TEALEAF-1",
            "title": "Prototype Pollution",
            "severity": "high",
            "packageName": "tea-leaf",
            "version": "1.0.0",
            "fixedIn": ["1.2.0"],
            "from": ["shop@1.0.0", path, "tea-leaf@1.0.0"],
            "identifiers": {"CVE": ["CVE-2026-0001"], "CWE": ["CWE-1321"]},
        }
        for path in ("a@1.0.0", "b@1.0.0")
    ],
}


def test_snyk_tells_of_one_advisory_once_for_all_projects(tmp_path: Path) -> None:
    fault = FOUND.replace("GHSA-aaaa-bbbb-cccc", "SNYK-JS-TEALEAF-1")
    assert written("snyk", SNYK, tmp_path).faults == (fault,)
    both = [SNYK, {"ok": True, "vulnerabilities": []}]
    assert written("snyk", both, tmp_path).faults == (fault,)
    ignore = {"ignore": [{"id": "CVE-2026-0001", "reason": "r", "until": "2027-01-01"}]}
    assert written("snyk", SNYK, tmp_path, limits=ignore).faults == ()
    with pytest.raises(Unreadable, match="the test failed: Could not detect supported target"):
        written("snyk", {"ok": False, "error": "Could not detect supported target"}, tmp_path)
