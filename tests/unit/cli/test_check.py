"""`releasebot check`, as its users run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.projects import Project, git, make_project

MANIFEST = '{"name": "shop-api", "version": "1.2.3"}\n'


def project_with(place: Path, gates: str) -> Project:
    return make_project(place, {"package.json": MANIFEST, "releasebot.toml": gates})


def gate(name: str, script: str, more: str = "") -> str:
    words = json.dumps(f"sh -c '{script}'")
    return f"[gates.{name}]\ncommand = {words}\nretries = 0\n{more}\n"


THREE = (
    gate("lint", "echo looking; exit 0")
    + gate("test", "echo testing; exit 1")
    + "[gates.audit]\ncommand = 'no-such-tool'\ncould_not_run = 'warn'\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, THREE)


def test_a_failed_gate_ends_it_with_3_and_says_why(project: Project) -> None:
    ended = project.run("check")
    assert ended.code == 3
    rows = [line.split(maxsplit=2)[:2] for line in ended.out.splitlines() if line[:1].strip()]
    assert rows == [["lint", "passed"], ["test", "failed"], ["audit", "could"]]
    assert "lint | looking" in ended.err
    assert "error: the gate test failed: found exit code 1, wanted 0" in ended.err
    log = project.folder / "build" / "releasebot" / "gates" / "test.log"
    assert f"hint: all it wrote is in {log}" in ended.err
    assert log.read_text() == "testing\n"
    assert git(project.folder, "status", "--porcelain") == ""


def test_the_document_has_every_gate(project: Project) -> None:
    ended = project.run("check", "--format", "json")
    found = ended.json
    assert (ended.code, ended.err, found["passed"], found["clean"]) == (3, "", False, True)
    assert found["commit"] == project.head
    assert found["tree"] == git(project.folder, "rev-parse", "HEAD^{tree}")
    assert {one["name"]: (one["verdict"], one["hinders"]) for one in found["gates"]} == {
        "lint": ("passed", False), "test": ("failed", True), "audit": ("could_not_run", False),
    }  # fmt: skip


def test_a_gate_that_blocks_when_it_cannot_run_ends_it_with_6(tmp_path: Path) -> None:
    project = project_with(tmp_path, "[gates.audit]\ncommand = 'no-such-tool'\n")
    ended = project.run("check")
    assert ended.code == 6
    assert "error: the gate audit could not run: the program no-such-tool" in ended.err


def test_only_those_asked_for_run_and_what_is_skipped_has_its_reason(project: Project) -> None:
    only = project.run("check", "--only", "lint", "--format", "json")
    assert (only.code, [one["name"] for one in only.json["gates"]]) == (0, ["lint"])
    ended = project.run("check", "--skip", "test", "--reason", "a flaky\nrunner", "--format=json")
    assert ended.code == 0
    assert {one["name"]: one["reason"] for one in ended.json["gates"]}["test"] == "a flaky runner"
    evidence = json.loads(
        (project.folder / "build" / "releasebot" / "gates" / "evidence.json").read_text()
    )
    assert evidence["commit"] == project.head
    assert [one["verdict"] for one in evidence["gates"]] == ["passed", "skipped", "could_not_run"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "tset"), "there is no gate tset"),
        (("--skip", "tset", "--reason", "x"), "there is no gate tset"),
        (("--skip", "test"), "without a reason"),
        (("--reason", "x"), "without --skip"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    project: Project, words: tuple[str, ...], said: str
) -> None:
    ended = project.run("check", *words)
    assert ended.code == 2
    assert said in ended.err
    assert "running" not in ended.err


def test_without_gates_there_is_nothing_that_could_pass(tmp_path: Path) -> None:
    ended = project_with(tmp_path, "").run("check")
    assert ended.code == 2
    assert "no gates to run" in ended.err


def test_a_project_without_a_version_can_be_checked(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"releasebot.toml": "[gates.lint]\ncommand = 'true'\n"})
    ended = project.run("check")
    assert ended.code == 0, ended.err


def test_what_passed_for_these_files_is_not_run_again_unless_asked(project: Project) -> None:
    project.run("check")
    again = project.run("check")
    assert "lint: passed earlier, for these very files" in again.err
    assert "lint | looking" not in again.err
    assert "test | testing" in again.err
    assert "lint | looking" in project.run("check", "--fresh").err
    project.write({"package.json": MANIFEST + "\n"})
    assert "lint | looking" in project.run("check").err
    project.commit("feat: more", {})
    assert "lint | looking" in project.run("check").err


def test_a_gate_that_changes_what_is_released_is_refused(tmp_path: Path) -> None:
    project = project_with(tmp_path, gate("fix", "echo >> package.json"))
    ended = project.run("check")
    assert ended.code == 3
    assert "1 tracked file(s) changed while the gates ran, first package.json" in ended.err
    git(project.folder, "checkout", "-q", "package.json")
    assert "fix: running" in project.run("check").err  # what it passed with was something else


def test_verdicts_about_another_commit_are_refused(tmp_path: Path) -> None:
    script = "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m moved"
    project = project_with(tmp_path, gate("move", script))
    ended = project.run("check")
    assert ended.code == 4
    assert "HEAD moved to" in ended.err


def test_a_path_that_leads_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    project = project_with(tmp_path, "[gates.lint]\ncommand = 'true'\nfolder = '../other'\n")
    ended = project.run("check")
    assert ended.code == 2
    assert "gates.lint.folder is ../other, which is outside the repository" in ended.err


def test_jenkins_gets_a_report_that_it_can_read(project: Project) -> None:
    project.run("check", "--junit", "build/gates.xml")
    suite = ET.parse(project.folder / "build" / "gates.xml").getroot()[0]
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "1", "errors": "0", "skipped": "1",
    }  # fmt: skip
    failure = suite.find("testcase[@name='test']/failure")
    assert failure is not None
    assert failure.get("message") == "found exit code 1, wanted 0"
    assert "testing" in (failure.text or "")


def test_github_gets_annotations_that_its_runner_obeys(project: Project, tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    ended = project.run("check", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(page))
    lines = ended.err.splitlines()
    assert "::error title=gate test::failed: found exit code 1, wanted 0" in lines
    assert any(line.startswith("::warning title=gate audit::could not run") for line in lines)
    assert any(line.startswith("::error title=releasebot::the gate test failed") for line in lines)
    assert "| test | failed |" in page.read_text()


def test_a_gate_cannot_give_commands_to_the_runner(tmp_path: Path) -> None:
    project = project_with(tmp_path, gate("evil", "echo ::set-env name=A::B; exit 1"))
    ended = project.run("check", GITHUB_ACTIONS="true")
    assert not any(line.startswith("::set-env") for line in ended.err.splitlines())


def test_no_secret_of_the_environment_gets_out(tmp_path: Path) -> None:
    script = "echo $NPM_TOKEN; echo $NPM_TOKEN > leak.txt; exit 1"
    project = project_with(tmp_path, gate("leak", script))
    project.write({".git/info/exclude": "leak.txt\n"})
    secret = "npm_Sup3rSecretValue"
    ended = project.run("check", "--junit", "gates.xml", NPM_TOKEN=secret, GITHUB_ACTIONS="true")
    assert (project.folder / "leak.txt").read_text() == f"{secret}\n"
    written = [*(project.folder / "build").rglob("*"), project.folder / "gates.xml"]
    kept = "".join(one.read_text() for one in written if one.is_file())
    assert "leak | ***" in ended.err
    assert secret not in ended.out + ended.err + kept


def test_an_interrupted_check_leaves_nothing_running(tmp_path: Path) -> None:
    project = project_with(tmp_path, gate("slow", "echo $$ > .git/pid; sleep 60; sleep 60"))
    child = subprocess.Popen(
        (sys.executable, "-m", "releasebot", "check"),
        cwd=project.folder,
        env={**os.environ},
        stderr=subprocess.PIPE,
        text=True,
    )
    file = project.folder / ".git" / "pid"
    for _ in range(3000):
        if file.is_file() and file.read_text().strip():
            break
        time.sleep(0.01)
    child.send_signal(signal.SIGTERM)
    _, told = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "interrupted" in told
    stat = Path(f"/proc/{file.read_text().strip()}/stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_project_without_a_remote_has_no_release_to_compare_with(tmp_path: Path) -> None:
    lcov = "SF:a.c\\nLF:4\\nLH:3\\nend_of_record\\n"
    project = project_with(tmp_path, gate("coverage", f'printf "{lcov}"', 'format = "lcov"'))
    git(project.folder, "remote", "remove", "origin")
    ended = project.run("check")
    assert (ended.code, "lines 75" in ended.out) == (0, True)
