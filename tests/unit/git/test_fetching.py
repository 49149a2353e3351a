"""Steps look side by side, and each may ask for more of a shallow clone's history."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from releasebot.git.history import History
from releasebot.git.repository import Repository
from tests.projects import git, make_project


def test_threads_that_need_older_commits_at_once_all_get_them(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"a": "1"})
    first = project.head
    for number in range(70):
        git(project.folder, "commit", "-q", "--allow-empty", "-m", f"fix: {number}")
    git(project.folder, "push", "-q")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{project.remote}", str(clone))
    repository = Repository(clone, dict(os.environ))
    history = History(repository, clone / ".git", lambda: "origin")

    def bring(turn: int) -> int:
        if turn % 2:
            history.bring_alone((first,))
        history.bring(first)
        return len(history.names(("HEAD",)))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(bring, range(6))) == [71] * 6
