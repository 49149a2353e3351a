"""What a plan does to the outside: exactly the reads of a release, and no write."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.github.server import REPOSITORY, fake_github
from tests.projects import Project, git, make_project, recorded_git

READS = {
    "cat-file", "for-each-ref", "log", "ls-files", "ls-remote", "merge-base", "remote", "rev-list",
    "rev-parse", "show", "status",
}  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def commands(project: Project, place: Path, *words: str) -> list[str]:
    """The git commands of one successful run, each without its messages."""
    project.env, log = recorded_git(place)
    ended = project.run(*words)
    assert ended.code == 0, ended.err
    return log.read_text().splitlines()


def test_a_plan_reads_what_a_release_reads_and_writes_nothing(
    project: Project, tmp_path: Path
) -> None:
    planned = commands(project, tmp_path / "plan", "plan")
    assert {line.split("\t")[0] for line in planned} <= READS
    made = commands(project, tmp_path / "release", "release")
    more = Counter(made) - Counter(planned)
    assert not Counter(planned) - Counter(made)
    writes = [line for line in more if line.split("\t")[0] not in READS]
    assert sorted(line.split("\t")[0] for line in writes) == ["push", "tag"]


def test_a_plan_asks_github_what_a_release_asks_first_and_changes_nothing(
    project: Project,
) -> None:
    config = f'[github]\nrepository = "{REPOSITORY}"\n[site]\nenabled = false\n'
    project.commit("chore: configure", {"releasebot.toml": config})
    with fake_github(project.remote) as github:
        project.env = github.env
        assert project.run("plan").code == 0
        planned = sorted(one.line for one in github.requests)
        assert github.writes == []
        assert project.run("release").code == 0
        asked = sorted(one.line for one in github.requests[len(planned) : 2 * len(planned)])
        assert planned == asked


def test_a_release_that_is_done_asks_the_remote_once(project: Project, tmp_path: Path) -> None:
    assert project.run("release").code == 0
    again = commands(project, tmp_path / "again", "release")
    network = [line for line in again if line.split("\t")[0] in {"ls-remote", "fetch", "push"}]
    assert len(network) == 1


def test_nothing_but_the_one_tag_is_pushed(project: Project, tmp_path: Path) -> None:
    git(project.folder, "tag", "mine")
    git(project.folder, "config", "push.followTags", "true")
    git(project.folder, "config", "remote.origin.push", "refs/*:refs/*")
    made = commands(project, tmp_path / "tag", "tag")
    (push,) = (line for line in made if line.startswith("push"))
    assert "--tags" not in push
    assert "--atomic" in push
    assert "--force-with-lease=refs/tags/v1.2.3:" in push
    assert project.remote_tags() == {"v1.2.3": project.head}
