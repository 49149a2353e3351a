"""`releasebot doctor`: what it finds, and that it writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

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
