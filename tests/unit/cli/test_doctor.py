"""`releasebot doctor`: what it finds, and that it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.server import REPOSITORY, fake_github
from tests.projects import Ended, Project, git, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def check(ended: Ended, name: str) -> dict[str, Any]:
    (found,) = (one for one in ended.json["checks"] if one["name"] == name)
    return dict(found)


def test_a_sound_project_has_nothing_amiss_and_is_left_as_it_was(project: Project) -> None:
    before = git(project.remote, "for-each-ref"), git(project.folder, "for-each-ref")
    ended = project.run("doctor", "--format", "json")
    assert ended.code == 0, ended.out
    assert ended.json["ready"] is True
    assert {one["state"] for one in ended.json["checks"]} <= {"fine", "aside"}
    assert (git(project.remote, "for-each-ref"), git(project.folder, "for-each-ref")) == before
    assert "nothing stands in the way" in project.run("doctor").out


def test_a_remote_that_is_gone_is_amiss_with_its_fix(project: Project) -> None:
    git(project.folder, "remote", "set-url", "origin", str(project.folder / "gone.git"))
    ended = project.run("doctor", "--format", "json")
    assert ended.code == 3
    assert check(ended, "remote")["state"] == "amiss"
    assert "git remote -v" in check(ended, "remote")["fix"]


def test_all_that_is_amiss_is_told_at_once(project: Project) -> None:
    project.commit("chore: half a bump", {"VERSION": "9.9.9\n", "swagger.json": "{"})
    git(project.folder, "remote", "remove", "origin")
    ended = project.run("doctor", "--format", "json")
    amiss = {one["name"] for one in ended.json["checks"] if one["state"] == "amiss"}
    assert amiss == {"version", "remote", "push", "spec"}
    assert all(one["fix"] for one in ended.json["checks"] if one["state"] == "amiss")
    assert "4 things would make a release fail" in project.run("doctor").out


def test_a_tagger_that_git_does_not_know_is_amiss(project: Project) -> None:
    git(project.folder, "config", "user.useConfigOnly", "true")
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        project.env[name] = ""
    found = check(project.run("doctor", "--format", "json"), "identity")
    assert found["state"] == "amiss"
    assert "user.name" in found["fix"]


WORKFLOW = "on:\n  push:\n    tags: ['v*']\njobs: {}\n"
ON_GITHUB = f'[github]\nrepository = "{REPOSITORY}"\n'


def test_a_token_is_asked_what_it_may_do_before_anything_is_written(project: Project) -> None:
    project.commit("chore: configure", {"releasebot.toml": ON_GITHUB})
    with fake_github(project.remote) as github:
        project.env = github.env
        found = check(project.run("doctor", "--format", "json"), "github")
        assert found["state"] == "fine"
        assert len(github.requests) == 1
        github.memory.scopes = "read:org"
        ended = project.run("doctor", "--format", "json")
        assert ended.code == 3
        assert "lacks the scope repo" in check(ended, "github")["found"]
        assert check(ended, "github")["fix"]
        assert github.writes == []


def test_a_missing_token_is_worth_a_word_and_another_remote_none(project: Project) -> None:
    ended = project.run("doctor", "--format", "json")
    assert check(ended, "github")["state"] == "aside"
    project.commit("chore: configure", {"releasebot.toml": ON_GITHUB})
    ended = project.run("doctor", "--format", "json")
    assert ended.code == 0
    assert check(ended, "github")["state"] == "amiss"
    assert "GITHUB_TOKEN" in check(ended, "github")["found"]


@pytest.mark.parametrize(
    ("environ", "releasing", "state"),
    [
        ({"GITHUB_ACTIONS": "true"}, "", "amiss"),
        ({}, "on: push\njobs: {r: {steps: [{run: releasebot release}]}}\n", "amiss"),
        ({}, "", "fine"),
    ],
)
def test_a_workflow_that_would_not_hear_of_the_tag_is_named(
    project: Project, environ: dict[str, str], releasing: str, state: str
) -> None:
    files = {".github/workflows/deploy.yml": WORKFLOW, ".github/workflows/release.yml": releasing}
    project.commit("ci: deploy", files)
    project.env = environ
    ended = project.run("doctor", "--format", "json")
    assert ended.code == 0
    found = check(ended, "workflows")
    assert found["state"] == state
    assert "deploy.yml" in f"{found}"


def test_a_workflow_to_start_by_name_has_to_be_one(project: Project) -> None:
    config = f'{ON_GITHUB}dispatch = ["deploy.yml"]\n'
    project.commit("ci: deploy", {"releasebot.toml": config})
    found = check(project.run("doctor", "--format", "json"), "workflows")
    assert "not in .github/workflows" in found["found"]
    project.commit("ci: deploy", {".github/workflows/deploy.yml": WORKFLOW})
    found = check(project.run("doctor", "--format", "json"), "workflows")
    assert "workflow_dispatch" in found["fix"]
    text = WORKFLOW.replace("on:\n", "on:\n  workflow_dispatch:\n")
    project.commit("ci: deploy", {".github/workflows/deploy.yml": text})
    found = check(project.run("doctor", "--format", "json", GITHUB_ACTIONS="true"), "workflows")
    assert found["state"] == "fine"
