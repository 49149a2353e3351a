"""`version set` and `version bump`, killed at every effect, are finished by the same command."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import IDENTITY, make_project

pytestmark = pytest.mark.slow

DRIVER = Path(__file__).with_name("kill_at.py")
FILES = {
    "package.json": '{\n  "name": "orders",\n  "version": "1.4.0"\n}\n',
    "package-lock.json": '{"name": "orders", "version": "1.4.0", "lockfileVersion": 3,\n'
    ' "packages": {"": {"version": "1.4.0"}}}\n',
    "config/default.json": '{"app": {"version": "1.4.0"}}\n',
    "sonar-project.properties": "sonar.projectVersion=1.4.0\n",
}


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


@pytest.mark.parametrize("command", [("set", "1.5.0"), ("bump", "minor")])
def test_a_run_killed_at_any_effect_is_finished_by_the_same_command(
    tmp_path: Path, command: tuple[str, str]
) -> None:
    wanted = {name: text.replace("1.4.0", "1.5.0") for name, text in FILES.items()}
    project = make_project(tmp_path, FILES)
    killed = 0
    for number in range(1, 100):
        for left in project.folder.glob("**/.*.releasebot-new"):
            left.unlink()
        project.write(FILES)
        ended = _run(project.folder, number, tmp_path / "log", *command)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        killed += 1
        for name, text in contents(project.folder).items():
            if name in FILES:
                assert text in {FILES[name], wanted[name]}, f"{name} is torn at effect {number}"
        assert project.run("version", *command).code == 0
        assert contents(project.folder) == wanted, f"not finished after effect {number}"
    assert killed >= 2 * len(FILES)
    assert contents(project.folder) == wanted


def _run(folder: Path, number: int, log: Path, *command: str) -> int:
    return subprocess.run(
        (sys.executable, str(DRIVER), str(number), str(log), "version", *command),
        cwd=folder, env={**os.environ, **IDENTITY}, stdin=subprocess.DEVNULL,
        capture_output=True, check=False, timeout=120,
    ).returncode  # fmt: skip
