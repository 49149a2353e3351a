"""The two workflows that comment on a pull request, as `init` writes them, on a local runner."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.memory import Pull
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.live.acting import SECRET, act, copy_action, prepare_home
from tests.projects import Ended, Project, git, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]

ACTION = f"acme/releasebot@{'0123456789' * 4}"
PACKAGE = '{{"name": "shop-api", "version": "{}"}}\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    config = f'[github]\nrepository = "{REPOSITORY}"\n'
    files = {"package.json": PACKAGE.format("1.2.3"), "releasebot.toml": config}
    made = make_project(tmp_path, files)
    assert made.run("init", "--ci", "github", "--action", ACTION).code == 0
    for file in (made.folder / ".github" / "workflows").glob("*.yml"):
        given = f"          command: plan\n          python: {sys.executable}\n"
        text = file.read_text("utf-8").replace("          command: plan\n", given)
        file.write_text(text, "utf-8")
    made.commit("ci: release with GitHub Actions", {})
    return made


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote, token=SECRET) as server:
        yield server


def test_what_the_first_workflow_found_the_second_tells(
    project: Project, github: FakeGithub, tmp_path: Path
) -> None:
    (tmp_path / "action").mkdir()
    (tmp_path / "home").mkdir()
    action = copy_action(tmp_path / "action")
    home = prepare_home(action, tmp_path / "home")
    git(project.folder, "checkout", "-q", "-b", "change")
    head = project.commit_here("feat: cancel", {"package.json": PACKAGE.format("1.3.0")})
    github.memory.pulls[12] = Pull(12, head)

    def run(event: str, payload: dict[str, Any], token: str) -> Ended:
        file = tmp_path / f"{event}.json"
        file.write_text(json.dumps(payload), "utf-8")
        env = {"GITHUB_API_URL": github.base, "GH_TOKEN": token}
        words = ("-e", str(file))
        return act(project, home, event, *words, actions={ACTION: action}, env=env)

    sides = {"head": {"ref": "change", "sha": head}, "base": {"ref": "main"}}
    planned = run("pull_request", {"number": 12, "pull_request": {"number": 12, **sides}}, "")
    assert planned.code == 0, planned.out + planned.err
    assert github.writes == []
    git(project.folder, "checkout", "-q", "main")
    ran = {"id": 7, "event": "pull_request", "head_sha": head, "head_branch": "change"}
    told = run("workflow_run", {"action": "completed", "workflow_run": ran}, SECRET)
    assert told.code == 0, told.out + told.err
    (comment,) = github.memory.comments_on(12)
    assert "**Merging this releases 1.3.0**, tagged `v1.3.0`." in comment.body
    assert comment.author == "github-actions[bot]"
