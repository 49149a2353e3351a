"""`releasebot release` in many clones at the same moment, with one remote and one GitHub."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import IDENTITY, Project, git, make_project

RUNS = int(os.environ.get("RACE_RUNS", "5"))
FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "releasebot.toml": f'[github]\nrepository = "{REPOSITORY}"\n',
}


def release_at_once(folders: list[Path], github: FakeGithub) -> list[tuple[int, str]]:
    """Each clone's exit code and what it said, all started together."""
    running = [
        subprocess.Popen(
            (sys.executable, "-m", "releasebot", "release"),
            cwd=folder, env={**os.environ, **IDENTITY, **github.env}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for folder in folders
    ]  # fmt: skip
    said = [one.communicate(timeout=300)[1] for one in running]
    return [(one.returncode, text) for one, text in zip(running, said, strict=True)]


def clones(project: Project, place: Path) -> list[Path]:
    made = [place / f"clone{number}" for number in range(RUNS)]
    for folder in made:
        git(place, "clone", "-q", str(project.remote), str(folder))
    return made


def test_runs_of_one_commit_make_one_release_and_all_succeed(tmp_path: Path) -> None:
    project = make_project(tmp_path, FILES)
    with fake_github(project.remote) as github:
        ended = release_at_once(clones(project, tmp_path), github)
        assert [code for code, _ in ended] == [0] * RUNS, ended
        release = github.release()
        assert (release.draft, release.published_times) == (False, 1)
        assert sorted(one.name for one in release.assets) == ["RELEASE_NOTES.md", "SHA256SUMS"]
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_of_runs_of_different_commits_the_one_with_the_tag_has_the_release(tmp_path: Path) -> None:
    project = make_project(tmp_path, FILES)
    folders = clones(project, tmp_path)
    for number, folder in enumerate(folders):
        (folder / "mine").write_text(str(number))
        git(folder, "add", "mine")
        git(folder, "commit", "-q", "-m", f"feat: {number}")
        git(folder, "push", "-q", "origin", f"HEAD:refs/heads/run{number}")
        git(folder, "checkout", "-q", "-B", f"release/{number}")
        git(folder, "push", "-q", "origin", f"HEAD:refs/heads/release/{number}")
    with fake_github(project.remote) as github:
        ended = release_at_once(folders, github)
        winner = project.remote_tags()["v1.2.3"]
        assert github.release().commit == winner
        for folder, (code, said) in zip(folders, ended, strict=True):
            assert code == (0 if git(folder, "rev-parse", "HEAD") == winner else 4), said
