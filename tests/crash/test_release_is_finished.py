"""A release that is killed anywhere is finished by running the same command again.

The program itself is killed with SIGKILL: just before every effect it has on the outside (which
covers each boundary between steps and the inside of each `apply`), while a program it started
still works, and at moments that nobody chose.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.projects import IDENTITY, SPEC, Project, git, make_project

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("kill_at.py")
KILLED = -signal.SIGKILL
FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "swagger.json": json.dumps(SPEC, ensure_ascii=False),
}
STRIDE = int(os.environ.get("CRASH_STRIDE", "1"))


@dataclass(frozen=True)
class Reference:
    """What an undisturbed release leaves, and the effects it had on the way."""

    template: Path
    state: dict[str, str]
    effects: tuple[str, ...]


def fresh(template: Path, place: Path) -> Project:
    """A copy of the prepared project whose remote logs every ref it receives."""
    shutil.copytree(template, place, symlinks=True)
    return Project(place / "app", place / "app.git")


def release(project: Project, *, kill_at: int = 0, log: Path) -> int:
    done = subprocess.run(
        (sys.executable, str(DRIVER), str(kill_at), str(log), "release"),
        cwd=project.folder, env={**os.environ, **IDENTITY}, capture_output=True, check=False,
        stdin=subprocess.DEVNULL, timeout=120,
    )  # fmt: skip
    return done.returncode


def state(project: Project) -> dict[str, str]:
    """Everything a release leaves behind: the remote's tags, and every file outside .git."""
    found = {f"tag {name}": commit for name, commit in project.remote_tags().items()}
    found["pushes"] = (project.remote / "received").read_text()
    for path in sorted(project.folder.rglob("*")):
        name = path.relative_to(project.folder).as_posix()
        if path.is_file() and not name.startswith(".git/"):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif path.is_dir() and not name.startswith(".git"):
            found[name + "/"] = "folder"
    return found


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    place = tmp_path_factory.mktemp("crash")
    template = place / "template"
    prepared = make_project(template, FILES)
    git(prepared.folder, "remote", "set-url", "origin", "../app.git")
    hook = prepared.remote / "hooks" / "post-receive"
    hook.write_text('#!/bin/sh\ncut -d" " -f3 >> "$(dirname "$0")/../received"\n')
    hook.chmod(0o755)
    project = fresh(template, place / "undisturbed")
    log = place / "effects"
    assert release(project, log=log) == 0
    return Reference(template, state(project), tuple(log.read_text().splitlines()))


def finish(project: Project, reference: Reference) -> None:
    """The plain command, once, ends where an undisturbed run ends; once more, and it is all so."""
    again = project.run("release", "--format", "json")
    assert again.code == 0, again.err
    assert state(project) == reference.state
    once_more = project.run("release", "--format", "json")
    assert once_more.json["released"] is False
    assert state(project) == reference.state


def moments(effects: tuple[str, ...]) -> Iterator[int]:
    """Every effect, but of a long row of like ones only the first, a middle one and the last."""
    kinds = [_kind(effect) for effect in effects]
    start = 0
    while start < len(kinds):
        end = start
        while end + 1 < len(kinds) and kinds[end + 1] == kinds[start]:
            end += 1
        yield from sorted({start + 1, (start + end) // 2 + 1, end + 1})
        start = end + 1


def _kind(effect: str) -> str:
    event, _, arguments = effect.partition(" ")
    return event + str(Path(arguments.split("'")[1]).parent if "'" in arguments else "")


def test_every_step_of_a_release_has_effects_to_be_killed_at(reference: Reference) -> None:
    programs = [effect for effect in reference.effects if effect.startswith("subprocess.Popen")]
    assert any("'push'" in program for program in programs)
    assert any("site.child" in program for program in programs)
    assert any("confluence" in effect for effect in reference.effects)
    assert reference.state["pushes"] == "refs/tags/v1.2.3\n"


@pytest.mark.parametrize("part", range(8))
def test_killed_before_any_effect_the_same_command_finishes(
    reference: Reference, tmp_path: Path, part: int
) -> None:
    for moment in [*moments(reference.effects)][part::8][::STRIDE]:
        project = fresh(reference.template, tmp_path / str(moment))
        code = release(project, kill_at=moment, log=tmp_path / "log")
        assert code == KILLED, reference.effects[moment - 1]
        finish(project, reference)
        shutil.rmtree(tmp_path / str(moment))


@pytest.mark.parametrize("program", ["status", "push", "site.child"])
def test_killed_while_a_program_it_started_works_on(
    reference: Reference, tmp_path: Path, program: str
) -> None:
    project = fresh(reference.template, tmp_path / "killed")
    running = start_until(project, program)
    running.kill()
    running.communicate()
    finish(project, reference)


@pytest.mark.parametrize("program", ["status", "push", "site.child"])
def test_interrupted_it_exits_130_and_the_next_run_finishes(
    reference: Reference, tmp_path: Path, program: str
) -> None:
    project = fresh(reference.template, tmp_path / "interrupted")
    running = start_until(project, program)
    running.send_signal(signal.SIGINT)
    _, written = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"Traceback" not in written
    assert b"run the same command again" in written
    finish(project, reference)


@pytest.mark.parametrize("part", range(10))
def test_killed_at_a_moment_nobody_chose(reference: Reference, tmp_path: Path, part: int) -> None:
    project = fresh(reference.template, tmp_path / "killed")
    running = start(project)
    time.sleep(0.08 + 0.29 * part)
    running.kill()
    running.communicate()
    finish(project, reference)


def start(project: Project) -> subprocess.Popen[bytes]:
    path = f"{project.folder.parent / 'bin'}:{os.environ['PATH']}"
    return subprocess.Popen(
        (sys.executable, "-m", "releasebot", "release"),
        cwd=project.folder, env={**os.environ, **IDENTITY, "PATH": path},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def start_until(project: Project, program: str) -> subprocess.Popen[bytes]:
    """A release that has just started this program, which is made slow enough to be met."""
    if program == "push":
        script(project.remote / "hooks" / "pre-receive", "sleep 1")
    if program == "status":
        git_there = shutil.which("git")
        slow = f'case "$1" in status) sleep 1 ;; esac\nexec {git_there} "$@"'
        script(project.folder.parent / "bin" / "git", slow)
    running = start(project)
    while running.poll() is None and not descendant(running.pid, program):
        time.sleep(0.002)
    assert running.poll() is None, f"{program} was never seen"
    return running


def script(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def descendant(pid: int, word: str) -> bool:
    """Whether a program that the process started has the word among its arguments (proc(5))."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return any(
            word in Path(f"/proc/{child}/cmdline").read_text(errors="replace") for child in children
        )
    except FileNotFoundError:  # it ended between two looks
        return False
