"""The proof of a release is a file of the release on GitHub, and its summary is in the notes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import Project, git, make_project

CONFIG = f"""
[github]
repository = "{REPOSITORY}"
[gates.lint]
command = "sh -c 'echo x >> .git/lint-runs'"
[gates.audit]
command = "no-such-tool"
could_not_run = "warn"
"""
WITHOUT = f'[github]\nrepository = "{REPOSITORY}"\n'
PACKAGE = '{"name": "order-api", "version": "1.2.3"}\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, {"package.json": PACKAGE, "releasebot.toml": CONFIG})


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote) as server:
        project.env = server.env
        yield server


def assets(github: FakeGithub) -> dict[str, bytes]:
    return {asset.name: asset.content for asset in github.release().assets}


def runs(project: Project) -> int:
    file = project.folder / ".git" / "lint-runs"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_the_evidence_is_attached_and_the_notes_tell_of_it(
    project: Project, github: FakeGithub
) -> None:
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    found = assets(github)
    assert list(found) == ["RELEASE_NOTES.md", "evidence.json", "SHA256SUMS"]
    evidence = json.loads(found["evidence.json"])
    assert evidence["commit"] == project.head
    assert [(one["name"], one["verdict"]) for one in evidence["gates"]] == [
        ("lint", "passed"), ("audit", "could_not_run"),
    ]  # fmt: skip
    digest = hashlib.sha256(found["evidence.json"]).hexdigest()
    assert f"{digest}  evidence.json\n" in found["SHA256SUMS"].decode()
    body = github.release().body
    assert "### Checks\n\n- lint: passed\n- audit: could not run: the program no-such-tool" in body


def test_a_release_that_is_done_runs_no_gate_and_changes_nothing(
    project: Project, github: FakeGithub
) -> None:
    project.run("release")
    writes = len(github.writes)
    ended = project.run("release", "--format", "json")
    assert {one["state"] for one in ended.json["steps"]} == {"already_so"}
    assert (len(github.writes), runs(project)) == (writes, 1)


def test_another_clone_attaches_the_very_same_file(
    project: Project, github: FakeGithub, tmp_path: Path
) -> None:
    project.run("release")
    first = assets(github)["evidence.json"]
    github.release().draft = True
    github.release().assets.clear()
    git(tmp_path, "clone", "-q", "-b", "main", str(project.remote), str(tmp_path / "other"))
    other = Project(tmp_path / "other", project.remote, dict(github.env))
    ended = other.run("release")
    assert ended.code == 0, ended.err
    assert assets(github)["evidence.json"] == first
    assert runs(other) == 0


def test_a_draft_that_was_begun_without_gates_gets_its_proof(
    project: Project, github: FakeGithub
) -> None:
    draft = WITHOUT + "publish = false\n"
    project.commit("chore: without gates", {"releasebot.toml": draft})
    project.run("release")
    assert list(assets(github)) == ["RELEASE_NOTES.md", "SHA256SUMS"]
    project.write({"gates.toml": CONFIG})
    ended = project.run("release", "--config", "gates.toml", "--format", "json")
    assert ended.code == 0, ended.err
    assert "evidence.json" in assets(github)
    assert not github.release().draft


def test_what_is_published_already_is_not_proven_afterwards(
    project: Project, github: FakeGithub
) -> None:
    project.commit("chore: without gates", {"releasebot.toml": WITHOUT})
    project.run("release")
    project.write({"gates.toml": CONFIG})
    before = len(github.writes)
    ended = project.run("release", "--config", "gates.toml")
    assert ended.code == 0, ended.err
    assert "gates      skipped     v1.2.3 is published already" in ended.out
    assert (runs(project), len(github.writes)) == (0, before)
