"""One release with every target that clones share, killed inside one step and finished elsewhere.

The targets stand outside the clones: the remote, a GitHub, the site's and the pages' folders. The
program is killed with SIGKILL when a step begins, at a random instant while it works, or when it
has ended; what it had started goes on. Another clone then runs the plain command.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import IDENTITY, SPEC, Project, git, make_project

Moment = Literal["before", "inside", "after"]
STEPS = ("tag", "github", "site", "confluence", "published")
_CONFIG = f"""\
[github]
repository = "{REPOSITORY}"
[site]
folder = "../shared/site"
[confluence]
folder = "../shared/confluence"
"""
_FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "swagger.json": json.dumps(SPEC, ensure_ascii=False),
    "releasebot.toml": _CONFIG,
}


@dataclass
class Targets:
    """A project, the clone that is killed, and everything outside of it."""

    place: Path
    project: Project
    github: FakeGithub

    def clone(self, name: str) -> Project:
        """Another clone of the remote."""
        folder = self.place / name
        git(self.place, "clone", "-q", f"file://{self.project.remote}", str(folder))
        return Project(folder, self.project.remote, self.github.env)

    def state(self) -> dict[str, str]:
        """What there is outside of the clones, and how often each thing was made."""
        found = {f"tag {name}": commit for name, commit in self.project.remote_tags().items()}
        received = self.project.remote / "received"
        found["pushes"] = received.read_text() if received.exists() else ""
        releases = self.github.memory.releases.values()
        found["releases"] = repr([
            (one.tag, one.draft, one.published_times, [file.name for file in one.assets])
            for one in releases
        ])  # fmt: skip
        for path in sorted((self.place / "shared").rglob("*")):
            if path.is_file():
                name = path.relative_to(self.place).as_posix()
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found


@contextmanager
def targets(place: Path) -> Iterator[Targets]:
    """A fresh project with fresh targets, while entered."""
    project = make_project(place, _FILES)
    hook = project.remote / "hooks" / "post-receive"
    hook.write_text('#!/bin/sh\ngrep -o "refs/tags/.*" >> "$(dirname "$0")/../received"\n')
    hook.chmod(0o755)
    with fake_github(project.remote) as github:
        project.env = github.env
        yield Targets(place, project, github)


def seconds_of(targets: Targets) -> dict[str, float]:
    """Release undisturbed: how long each step worked."""
    ended = targets.project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    return {step["name"]: step["seconds"] for step in ended.json["steps"]}


def kill(targets: Targets, step: str, moment: Moment, seconds: float) -> bool:
    """Release, and kill the program in this step; whether it was killed before its end."""
    running = subprocess.Popen(
        (sys.executable, "-m", "releasebot", "release"), cwd=targets.project.folder,
        env={**os.environ, **IDENTITY, **targets.project.env}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with running:
        assert running.stderr
        wanted = f"{step}: made" if moment == "after" else f"{step}: "
        for line in running.stderr:
            if line.startswith(wanted):
                break
        if moment == "inside":
            time.sleep(random.uniform(0, seconds))
        running.send_signal(signal.SIGKILL)
        running.stderr.close()
    return running.returncode == -signal.SIGKILL


def finish(targets: Targets, wanted: dict[str, str]) -> None:
    """Run the plain command in another clone: it ends as undisturbed, and then all is so."""
    other = targets.clone("other")
    again = other.run("release", "--format", "json")
    assert again.code == 0, again.err
    found = targets.state()
    differing = {name for name in found | wanted if found.get(name) != wanted.get(name)}
    assert not differing
    once_more = other.run("release", "--format", "json")
    assert once_more.code == 0, once_more.err
    assert once_more.json["released"] is False
    assert targets.state() == found
