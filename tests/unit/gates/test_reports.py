"""Gates with reports: what a command writes, where, and when, decides with what it says."""

from __future__ import annotations

import shlex
from pathlib import Path

import msgspec
import pytest

from releasebot.config.gates_schema import GateSettings
from releasebot.gates.run import Order, run_gates
from releasebot.gates.verdict import Judgement
from releasebot.gates.workspace import Workspace
from tests.unit.gates.conftest import Watched, workspace_at

SUITE = '<testsuite name="orders" tests="2" failures="{}"><testcase name="pays" file="a.ts"/>{}'
PASSED = SUITE.format(0, '<testcase name="ships"/></testsuite>')
FAULT = '<testcase name="ships"><failure message="s3cret"/></testcase></testsuite>'
FAILED = SUITE.format(1, FAULT)
AUDIT = {
    "auditReportVersion": 2,
    "vulnerabilities": {},
    "metadata": {"vulnerabilities": {"total": 0}, "dependencies": {"total": 3}},
}


def judged(workspace: Workspace, script: str, **settings: object) -> Judgement:
    command = shlex.join(("sh", "-c", script))
    given = {"command": command, "retries": 0, "report": "r.xml", "format": "junit", **settings}
    gate = msgspec.convert({k: v for k, v in given.items() if v is not None}, GateSettings)
    (outcome,) = run_gates(Order({"one": gate}, {}, 1), workspace, None, Watched())
    return outcome.judgement


def wrote(workspace: Workspace, text: str) -> str:
    """The command that copies a report of that text to its place."""
    (workspace.top / "made").write_text(text)
    return "cp made r.xml"


def test_a_report_says_more_than_an_exit_code(workspace: Workspace) -> None:
    found = judged(workspace, wrote(workspace, PASSED))
    assert (found.verdict, found.figures["tests"]) == ("passed", 2)


def test_a_report_with_a_fault_fails_though_the_command_succeeds(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    workspace = workspace_at(top, lambda text: text.replace("s3cret", "***"))
    found = judged(workspace, wrote(workspace, FAILED))
    assert (found.verdict, found.figures["failures"]) == ("failed", 1)
    kept = msgspec.json.encode(found).decode()
    assert "***" in kept
    assert "s3cret" not in kept


def test_a_command_that_fails_with_a_report_without_fault_has_failed(workspace: Workspace) -> None:
    found = judged(workspace, wrote(workspace, PASSED) + "; exit 4")
    assert found.verdict == "failed"
    assert found.reason == "found exit code 4, wanted 0; the report complains of nothing"


def test_the_exit_code_of_an_audit_does_not_count_beside_its_report(workspace: Workspace) -> None:
    text = msgspec.json.encode(AUDIT).decode()
    script = wrote(workspace, text) + "; exit 1"
    found = judged(workspace, script, format="npm-audit")
    assert (found.verdict, found.figures["advisories"]) == ("passed", 0)


def test_an_audit_that_was_answered_by_an_outage_could_not_run(workspace: Workspace) -> None:
    outage = '{"message": "503 Service Unavailable", "error": {"code": "E503", "summary": "x"}}'
    found = judged(workspace, wrote(workspace, outage) + "; exit 1", format="npm-audit")
    assert found.verdict == "could_not_run"


def test_a_report_on_standard_output_is_read_and_not_left_behind(workspace: Workspace) -> None:
    script = f"echo noise >&2; {wrote(workspace, PASSED)}; cat r.xml"
    found = judged(workspace, script, report=None)
    assert (found.verdict, found.figures["tests"]) == ("passed", 2)
    assert {one.name for one in workspace.logs.iterdir()} >= {"one.log"}
    assert not list(workspace.logs.glob("*.report"))
    assert (workspace.logs / "one.log").read_text() == "noise\n"


def test_standard_output_of_a_command_that_overran_is_not_left_behind(workspace: Workspace) -> None:
    found = judged(workspace, "echo s3cret; sleep 60", report=None, timeout=0.5)
    assert found.verdict == "could_not_run"
    assert not list(workspace.logs.glob("*.report"))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("true", "r.xml was not written"),
        ("exit 2", "r.xml was not written (exit code 2)"),
        ("printf '' > r.xml", ""),
        ("head -c 60 made > r.xml", ""),
        ("head -c 100000 /dev/urandom > r.xml", ""),
        ("echo '{}' > r.xml", ""),
        ("mkfifo r.xml", "no plain file"),
        ("mkdir r.xml", "no plain file"),
        ("ln -s /etc/hostname r.xml", "outside the repository"),
        ("truncate -s 3G r.xml", "2147483648 at most"),
    ],
)
def test_what_cannot_be_judged_is_never_a_pass(
    workspace: Workspace, script: str, said: str
) -> None:
    wrote(workspace, FAILED)
    found = judged(workspace, script)
    assert found.verdict == "could_not_run"
    assert said in found.reason


def test_a_report_of_an_earlier_run_is_not_taken_for_this_one(workspace: Workspace) -> None:
    (workspace.top / "r.xml").write_text(PASSED)
    found = judged(workspace, "true")
    assert found.verdict == "could_not_run"
    assert "before this run" in found.reason


def test_entities_of_a_hostile_report_are_not_expanded(workspace: Workspace) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = f'{bomb}]><testsuite name="&i;"><testcase name="x"/></testsuite>'
    assert judged(workspace, wrote(workspace, text)).verdict == "could_not_run"


def test_the_places_of_remarks_are_those_of_the_repository(workspace: Workspace) -> None:
    folder = workspace.top / "apps" / "api"
    folder.mkdir(parents=True)
    message = {"ruleId": "semi", "severity": 2, "message": "no;", "line": 3, "column": 1}
    files = [
        {"filePath": str(path), "messages": [message], "errorCount": 1, "warningCount": 0,
         "fatalErrorCount": 0}
        for path in (folder / "a.ts", Path("/etc/passwd"))
    ]  # fmt: skip
    script = f"cat {shlex.quote(str(workspace.top / 'made'))}; exit 1"
    wrote(workspace, msgspec.json.encode(files).decode())
    found = judged(workspace, script, report=None, format="eslint", folder="apps/api")
    assert found.verdict == "failed"
    assert [one.file for one in found.remarks] == ["apps/api/a.ts", None]
    log = (workspace.logs / "one.log").read_text()
    assert log == "apps/api/a.ts:3: no; (semi)\nno; (semi)\n"


def test_a_report_that_is_read_only_once_it_is_whole(workspace: Workspace) -> None:
    """A child that goes on writing after its parent's end is ended first."""
    wrote(workspace, PASSED)
    script = "cp made r.xml; (while :; do echo x >> r.xml; done) & sleep 0.05"
    found = judged(workspace, script)
    size = (workspace.top / "r.xml").stat().st_size
    assert found.verdict == "could_not_run"
    assert size == (workspace.top / "r.xml").stat().st_size
