"""A release that is killed while its gates run, or while it keeps their proof, is finished.

The run that finishes it works in another clone every other time, where nothing is remembered.
`CRASH_STRIDE=1` kills at every effect; without it at some of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.projects import IDENTITY, Project, git, make_project, run_releasebot

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("kill_at.py")
STRIDE = int(os.environ.get("CRASH_STRIDE", "9"))
FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "releasebot.toml": """
[github]
enabled = false
[gates.lint]
command = "sh -c 'echo $$ >> \\"$PIDS\\"; exit 0'"
[gates.test]
command = "sh -c 'echo $$ >> \\"$PIDS\\"; sleep 0.2 & echo $! >> \\"$PIDS\\"; wait'"
after = ["lint"]
""",
}
PLACE = "refs/releasebot/evidence"


def release(project: Project, *, kill_at: int, log: Path, pids: Path) -> int:
    done = subprocess.run(
        (sys.executable, str(DRIVER), str(kill_at), str(log), "release"),
        cwd=project.folder, env={**os.environ, **IDENTITY, "PIDS": str(pids)}, check=False,
        capture_output=True, stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    return done.returncode


def proofs(project: Project) -> list[str]:
    return git(project.remote, "for-each-ref", "--format=%(objectname)", PLACE).splitlines()


def all_ended(pids: Path) -> bool:
    """Whether nothing that a gate has started is running, after the time that it needs itself."""
    for _ in range(500):
        stats = [Path(f"/proc/{pid}/stat") for pid in pids.read_text().split()]
        states = [one.read_text().rpartition(")")[2].split()[0] for one in stats if one.exists()]
        if set(states) <= {"Z"}:
            return True
        time.sleep(0.01)
    return False


def test_a_release_killed_in_its_gates_is_finished_with_one_proof(tmp_path: Path) -> None:
    template = make_project(tmp_path / "template", FILES)
    git(template.folder, "remote", "set-url", "origin", "../app.git")
    log, pids = tmp_path / "effects", tmp_path / "pids"
    quiet = Path(shutil.copytree(tmp_path / "template", tmp_path / "quiet", symlinks=True))
    assert release(Project(quiet / "app", quiet / "app.git"), kill_at=0, log=log, pids=pids) == 0
    effects = log.read_text().splitlines()
    first = next(n for n, one in enumerate(effects, 1) if "lint" in one or "/gates" in one)
    last = next(n for n, one in enumerate(effects, 1) if "'tag', '-a'" in one)
    assert last > first + 10
    for turn, kill_at in enumerate(range(first, last + 1, STRIDE)):
        place = Path(shutil.copytree(tmp_path / "template", tmp_path / str(kill_at), symlinks=True))
        project = Project(place / "app", place / "app.git")
        assert release(project, kill_at=kill_at, log=log, pids=pids) < 0, effects[kill_at - 1]
        before = proofs(project)
        if turn % 2:
            git(place, "clone", "-q", "-b", "main", str(project.remote), str(place / "other"))
            project = Project(place / "other", project.remote)
        project.env = {"PIDS": str(pids)}
        finished = project.run("release", "--format", "json")
        assert finished.code == 0, (effects[kill_at - 1], finished.err)
        assert project.remote_tags() == {"v1.2.3": project.head}
        assert len(proofs(project)) == 1
        assert before in ([], proofs(project))
        again = run_releasebot("release", "--format", "json", cwd=project.folder)
        assert {one["state"] for one in json.loads(again.out)["steps"]} == {"already_so"}
        assert all_ended(pids)
