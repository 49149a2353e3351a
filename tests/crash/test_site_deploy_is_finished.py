"""A deploy of the site that is killed anywhere is finished by running the same command again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import IDENTITY, SPEC, Project, git, make_project

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("kill_at.py")
STRIDE = int(os.environ.get("CRASH_DEPLOY_STRIDE", "6"))
"""Every how many effects the program is killed; 1 was tried by hand."""

FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "swagger.json": json.dumps(SPEC, ensure_ascii=False),
    "releasebot.toml": '[site]\nbranch = "gh-pages"\nconsole = false\n',
}
COMMAND = ("docs", "publish", "--to", "site")


def publish(project: Project, *, kill_at: int, log: Path) -> int:
    done = subprocess.run(
        (sys.executable, str(DRIVER), str(kill_at), str(log), *COMMAND),
        cwd=project.folder, env={**os.environ, **IDENTITY}, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    return done.returncode


def test_a_killed_deploy_is_finished_and_deploys_once(tmp_path: Path) -> None:
    template = tmp_path / "template"
    prepared = make_project(template, FILES)
    git(prepared.folder, "remote", "set-url", "origin", "../app.git")
    assert prepared.run("docs", "build").code == 0

    def fresh(name: str) -> Project:
        shutil.copytree(template, tmp_path / name, symlinks=True)
        return Project(tmp_path / name / "app", tmp_path / name / "app.git")

    log = tmp_path / "effects"
    undisturbed = fresh("undisturbed")
    assert publish(undisturbed, kill_at=0, log=log) == 0
    wanted = git(undisturbed.remote, "rev-parse", "gh-pages^{tree}")
    effects = len(log.read_text().splitlines())
    assert effects > 10
    for number in range(1, effects + 1, STRIDE):
        project = fresh(f"killed-at-{number}")
        assert publish(project, kill_at=number, log=log) == -signal.SIGKILL
        again = project.run(*COMMAND, "--format", "json")
        assert again.code == 0, again.err
        assert git(project.remote, "rev-parse", "gh-pages^{tree}") == wanted
        assert git(project.remote, "rev-list", "--count", "gh-pages") == "1"
        assert git(project.folder, "status", "--porcelain") == ""


def test_a_killed_deploy_into_a_folder_is_finished(tmp_path: Path) -> None:
    """A second version, so that the aliases of the first one are replaced."""
    template = tmp_path / "template"
    config = '[site]\nversions_folder = "../served"\nconsole = false\n'
    prepared = make_project(template, {**FILES, "releasebot.toml": config})
    assert prepared.run(*COMMAND).code == 0
    prepared.commit("chore: 1.3.0", {"package.json": FILES["package.json"].replace("2.3", "3.0")})
    assert prepared.run("docs", "build").code == 0

    def fresh(name: str) -> Project:
        shutil.copytree(template, tmp_path / name, symlinks=True)
        return Project(tmp_path / name / "app", tmp_path / name / "app.git")

    log = tmp_path / "effects"
    undisturbed = fresh("undisturbed")
    assert publish(undisturbed, kill_at=0, log=log) == 0
    wanted = contents(undisturbed.folder.parent / "served")
    effects = log.read_text().splitlines()
    moves = [n for n, one in enumerate(effects, 1) if one.startswith("os.rename")]
    assert len(moves) > 6
    for number in moves[:: int(os.environ.get("CRASH_MOVES_STRIDE", "2"))]:
        project = fresh(f"killed-at-{number}")
        assert publish(project, kill_at=number, log=log) == -signal.SIGKILL
        again = project.run(*COMMAND, "--format", "json")
        assert again.code == 0, again.err
        assert contents(project.folder.parent / "served") == wanted
        assert not [*project.folder.parent.glob(".served.releasebot/run-*")]


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
