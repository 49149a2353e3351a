"""Gates are the first act of a release, and the proof of it is on the remote."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.projects import Project, git, make_project

MANIFEST = '{"name": "shop-api", "version": "1.2.3"}\n'
GATES = """
[github]
enabled = false
[gates.lint]
command = "sh -c 'echo x >> .git/lint-runs'"
[gates.test]
command = "sh -c 'echo x >> .git/test-runs; test ! -e .git/broken'"
"""
PLACE = "refs/releasebot/evidence"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, {"package.json": MANIFEST, "releasebot.toml": GATES})


def runs(project: Project, name: str) -> int:
    file = project.folder / ".git" / f"{name}-runs"
    return len(file.read_text().splitlines()) if file.exists() else 0


def evidence_refs(project: Project) -> list[str]:
    return git(project.remote, "for-each-ref", "--format=%(refname)", PLACE).splitlines()


def evidence(project: Project) -> dict[str, object]:
    (ref,) = evidence_refs(project)
    found: dict[str, object] = json.loads(git(project.remote, "show", f"{ref}:evidence.json"))
    return found


def another_clone(project: Project, place: Path) -> Project:
    git(place, "clone", "-q", str(project.remote), str(place / "other"))
    return Project(place / "other", project.remote)


def test_a_plan_runs_no_command_and_tells_which_it_would_run(project: Project) -> None:
    before = project.run("plan")
    assert "gates    to do       run lint, test" in before.out
    assert (runs(project, "lint"), evidence_refs(project)) == (0, [])
    assert project.run("check").code == 0
    after = project.run("plan")
    assert "in this clone lint, test passed for these very files" in after.out
    found = [json.loads(project.run("plan", "--format=json").out)["hash"] for _ in range(2)]
    assert found[0] in before.out
    assert found[0] == found[1]


def test_nothing_is_tagged_that_was_not_proven(project: Project) -> None:
    (project.folder / ".git" / "broken").touch()
    ended = project.run("release")
    assert ended.code == 3
    assert "error: the gate test failed" in ended.err
    assert (project.remote_tags(), evidence_refs(project)) == ({}, [])
    (project.folder / ".git" / "broken").unlink()
    assert project.run("release").code == 0
    assert (runs(project, "lint"), runs(project, "test")) == (1, 2)
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_the_proof_is_bound_to_the_commit_and_kept_on_the_remote(project: Project) -> None:
    assert project.run("release").code == 0
    assert evidence_refs(project) == [f"{PLACE}/v1.2.3/{project.head}"]
    found = evidence(project)
    assert found["commit"] == project.head
    assert found["tree"] == git(project.folder, "rev-parse", "HEAD^{tree}")
    assert (found["schema"], found["version"], found["tag"]) == (1, "1.2.3", "v1.2.3")


def test_another_clone_finds_the_proof_and_runs_no_gate(project: Project, tmp_path: Path) -> None:
    project.run("release")
    git(project.remote, "update-ref", "-d", "refs/tags/v1.2.3")  # as if killed before the tag
    other = another_clone(project, tmp_path)
    ended = other.run("release", "--format", "json")
    states = {one["name"]: one["state"] for one in ended.json["steps"]}
    assert (states["gates"], states["tag"]) == ("already_so", "made")
    assert runs(other, "lint") == 0


def test_what_is_skipped_is_in_the_proof_with_its_reason(project: Project) -> None:
    (project.folder / ".git" / "broken").touch()
    ended = project.run("release", "--skip", "test", "--reason", "the database is down")
    assert ended.code == 0
    told = evidence(project)["gates"]
    assert isinstance(told, list)
    assert [(one["verdict"], one["reason"]) for one in told] == [
        ("passed", ""), ("skipped", "the database is down"),
    ]  # fmt: skip
    assert "gates    already so  lint passed; test skipped" in project.run("release").out


def test_a_gate_that_cannot_run_stops_a_release_with_6_or_is_told(tmp_path: Path) -> None:
    gates = GATES.replace("sh -c 'echo x >> .git/lint-runs'", "no-such-tool")
    project = make_project(tmp_path, {"package.json": MANIFEST, "releasebot.toml": gates})
    ended = project.run("release")
    assert (ended.code, project.remote_tags()) == (6, {})
    warned = gates.replace('no-such-tool"', 'no-such-tool"\ncould_not_run = "warn"')
    project.commit("fix: a linter that is not here", {"releasebot.toml": warned})
    ended = project.run("release")
    assert ended.code == 0
    assert "gates    made        lint could not run; test passed" in ended.out


def test_the_past_of_a_gate_is_what_releases_have_proven(project: Project) -> None:
    project.run("release")
    project.commit("fix: broken", {"package.json": MANIFEST.replace("1.2.3", "1.2.4")})
    project.run("check")  # of a commit that is never released
    project.commit("fix: more", {"package.json": MANIFEST.replace("1.2.3", "1.3.0")})
    project.run("release")
    shown = git(project.remote, "for-each-ref", "--format=%(refname)", PLACE)
    assert len(shown.splitlines()) == 2
    assert past_versions(project) == ["1.3.0", "1.2.3"]


def past_versions(project: Project) -> list[str]:
    from releasebot.config.load import load
    from releasebot.git.repository import Repository
    from releasebot.git.root import Root
    from releasebot.release.evidence_past import past_evidence
    from releasebot.release.world import World

    folder = project.folder.resolve()
    loaded = load(folder, folder)
    world = World(
        root=Root(folder, folder, folder / ".git"),
        config=loaded.config,
        base=loaded.base,
        repository=Repository(folder, {"PATH": "/usr/bin:/bin"}),
        environ={},
    )
    return [one.version for one in past_evidence(world, 5)]


def test_of_two_releases_at_once_the_first_proof_is_the_one_of_both(tmp_path: Path) -> None:
    """The gate of the one lets another clone's release come first."""
    inner = f"cd other && INNER=1 {sys.executable} -m releasebot release >&2"
    gates = f"""
[github]
enabled = false
[gates.slow]
command = '''sh -c 'test -n "$INNER" || ({inner})' '''
"""
    project = make_project(
        tmp_path,
        {"package.json": MANIFEST, "releasebot.toml": gates, ".gitignore": "other\n"},
    )
    git(project.folder, "clone", "-q", "-b", "main", str(project.remote), "other")
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    assert {one["name"]: one["state"] for one in ended.json["steps"]}["tag"] == "made"
    assert project.remote_tags() == {"v1.2.3": project.head}
    first = project.folder / "other" / "build" / "releasebot" / "gates" / "slow.log"
    assert first.exists()
    ours = project.run("release", "--format", "json").json["steps"]
    assert {one["state"] for one in ours} == {"already_so"}
