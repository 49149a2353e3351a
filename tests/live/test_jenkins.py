"""The Jenkinsfile that `init` writes, compiled by Groovy and run as a declarative pipeline."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.jenkins import run_pipeline
from tests.projects import Project, git, make_project

pytestmark = pytest.mark.live

PROGRAM = {"RELEASEBOT": str(Path(sys.executable).parent / "releasebot")}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path, {"package.json": '{"name": "shop-api", "version": "1.2.3"}\n'})
    assert made.run("init", "--ci", "jenkins").code == 0
    made.commit("ci: release with Jenkins", {})
    git(made.folder, "push", "-q")
    return made


def workspace(project: Project, place: Path) -> Path:
    """The checkout that an agent makes: shallow, of a commit on no branch, in a folder `x@2`."""
    folder = place / "jobs" / "shop-api_main@2"
    git(place, "clone", "-q", "--depth", "1", f"file://{project.remote}", str(folder))
    git(folder, "checkout", "-q", "--detach")
    return folder


@pytest.mark.parametrize(
    ("variables", "released"),
    [
        ({"BRANCH_NAME": "main"}, True),
        ({"GIT_BRANCH": "origin/main"}, True),
        ({"BRANCH_NAME": "PR-7", "CHANGE_ID": "7", "CHANGE_TARGET": "main"}, False),
    ],
    ids=["multibranch", "plain job", "pull request"],
)
def test_only_the_main_branch_is_released(
    project: Project, tmp_path: Path, variables: dict[str, str], *, released: bool
) -> None:
    folder = workspace(project, tmp_path)
    ended = run_pipeline(folder / "Jenkinsfile", cwd=folder, env={**PROGRAM, **variables})
    assert ended.code == 0, ended.err
    assert "stage Check" in ended.out
    assert ("stage Release skipped" in ended.out) is not released
    assert project.remote_tags() == ({"v1.2.3": project.head} if released else {})


def test_an_earlier_release_is_seen_from_a_shallow_checkout(
    project: Project, tmp_path: Path
) -> None:
    assert project.run("tag").code == 0
    project.commit("fix: later, with no new version", {"a.ts": "1\n"})
    git(project.folder, "push", "-q")
    folder = workspace(project, tmp_path)
    ended = run_pipeline(folder / "Jenkinsfile", cwd=folder, env={**PROGRAM, "BRANCH_NAME": "main"})
    assert ended.code == 0, ended.out + ended.err
    assert "nothing to release: v1.2.3" in ended.out


def test_files_that_disagree_fail_the_build_of_a_pull_request(
    project: Project, tmp_path: Path
) -> None:
    project.commit("docs: another version", {"VERSION": "1.3.0\n"})
    git(project.folder, "push", "-q")
    folder = workspace(project, tmp_path)
    env = {**PROGRAM, "BRANCH_NAME": "PR-7", "CHANGE_ID": "7"}
    ended = run_pipeline(folder / "Jenkinsfile", cwd=folder, env=env)
    assert ended.code == 3
    assert "VERSION:1" in ended.err
    assert "stage Release" not in ended.out


def test_an_unfinished_or_a_foreign_pipeline_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "Jenkinsfile"
    for text, fault in (
        ("pipeline {\n  agent any\n  stages {\n", "Unexpected input"),
        ("pipeline {\n  agent any\n  stage('x') { }\n}\n", "no such section"),
    ):
        file.write_text(text, "utf-8")
        ended = run_pipeline(file, cwd=tmp_path, env={})
        assert ended.code == 3
        assert fault in ended.err


@pytest.mark.parametrize(("command", "code"), [("true", 0), ("false", 3)])
def test_a_pull_request_is_checked_and_its_report_is_kept(
    tmp_path: Path, command: str, code: int
) -> None:
    made = make_project(
        tmp_path,
        {
            "package.json": '{"name": "shop-api", "version": "1.2.3"}\n',
            "releasebot.toml": f'[gates.lint]\ncommand = "{command}"\n',
        },
    )
    assert made.run("init", "--ci", "jenkins").code == 0
    made.commit("ci: release with Jenkins", {})
    folder = workspace(made, tmp_path)
    variables = {**PROGRAM, "BRANCH_NAME": "PR-7", "CHANGE_ID": "7", "CHANGE_TARGET": "main"}
    ended = run_pipeline(folder / "Jenkinsfile", cwd=folder, env=variables)
    assert ended.code == code, ended.err
    assert "junit [1]" in ended.out
    assert re.search(r"archived .*evidence\.json lint\.log", ended.out)
    assert made.remote_tags() == {}
