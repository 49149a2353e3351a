"""Small real projects for tests: a git repository, its bare remote, and the program run in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from releasebot.cli.main import main

IDENTITY = {
    "GIT_AUTHOR_NAME": "Kim Dev",
    "GIT_AUTHOR_EMAIL": "kim@example.invalid",
    "GIT_COMMITTER_NAME": "Kim Dev",
    "GIT_COMMITTER_EMAIL": "kim@example.invalid",
    "GIT_AUTHOR_DATE": "2026-01-02T03:04:05+09:00",
    "GIT_COMMITTER_DATE": "2026-01-02T03:04:05+09:00",
}
SPEC: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "주문 API", "version": "1.2.3"},
    "paths": {
        "/orders": {
            "get": {
                "operationId": "listOrders",
                "tags": ["orders"],
                "summary": "주문 목록",
                "responses": {"200": {"description": "성공"}},
            },
        },
        "/orders/{id}": {
            "get": {
                "operationId": "getOrder",
                "tags": ["orders"],
                "summary": "주문 조회",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"200": {"description": "성공"}},
            },
        },
    },
}


def git(folder: Path, *words: str) -> str:
    """Run git in the folder with a fixed identity; its output without the last line feed."""
    done = subprocess.run(
        ("git", *words), cwd=folder, check=True, capture_output=True, text=True,
        env={**os.environ, **IDENTITY},
    )  # fmt: skip
    return done.stdout.rstrip("\n")


@dataclass
class Ended:
    """A run of the program that came to its end."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  the shape is what the test asks about
        """Standard output as the one JSON document it has to be."""
        return json.loads(self.out)


@dataclass
class Project:
    """A checkout with its bare remote."""

    folder: Path
    remote: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """The commit that is checked out."""
        return git(self.folder, "rev-parse", "HEAD")

    def write(self, files: Mapping[str, str]) -> None:
        """Write files below the checkout."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")

    def commit(self, message: str, files: Mapping[str, str]) -> str:
        """Write files, commit them and push the branch that is checked out; the new commit."""
        self.commit_here(message, files)
        branch = git(self.folder, "rev-parse", "--abbrev-ref", "HEAD")
        git(self.folder, "push", "-q", str(self.remote), f"HEAD:refs/heads/{branch}")
        return self.head

    def commit_here(self, message: str, files: Mapping[str, str]) -> str:
        """Write files and commit them, and push nothing; the new commit."""
        self.write(files)
        git(self.folder, "add", "--all")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", message)
        return self.head

    def remote_tags(self) -> dict[str, str]:
        """The remote's tags with the commits they come down to."""
        form = "--format=%(refname:short) %(objectname) %(*objectname)"
        shown = git(self.remote, "for-each-ref", form, "refs/tags")
        return {words[0]: words[-1] for words in map(str.split, shown.splitlines())}

    def run(self, *words: str, cwd: Path | None = None, **env: str) -> Ended:
        """Run releasebot as its users do: a process of its own, here in the checkout."""
        return run_releasebot(*words, cwd=cwd or self.folder, env={**self.env, **env})

    def call(self, *words: str, **env: str) -> Ended:
        """Run releasebot in this process, which costs a tenth of one of its own."""
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {**IDENTITY, **self.env, **env}.items():
                patch.setenv(name, value)
            code = main([*words, "--repo", str(self.folder)])
        return Ended(code, out.getvalue(), err.getvalue())


def run_releasebot(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ended:
    """Run releasebot in the folder, no terminal attached."""
    done = subprocess.run(
        (sys.executable, "-m", "releasebot", *words), cwd=cwd, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, env={**os.environ, **IDENTITY, **(env or {})}, check=False,
        timeout=300,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def recorded_git(place: Path) -> tuple[dict[str, str], Path]:
    """An environment in which every git command is written down first, and the file it goes to.

    A line holds the arguments of one command, separated by tabs.
    """
    real, log = shutil.which("git"), place / "git-commands"
    program = place / "recorded" / "git"
    program.parent.mkdir(parents=True)
    # one write a line: commands that run side by side must not mix their words
    words = """line=$(for word; do printf '%s\\t' "$word"; done | tr '\\n' ' '; echo .)"""
    write = f"""printf '%s\\n' "${{line%.}}" >> {log}"""
    program.write_text(f'#!/bin/sh\n{words}\n{write}\nexec {real} "$@"\n')
    program.chmod(0o755)
    log.touch()
    return {"PATH": f"{program.parent}:{os.environ['PATH']}"}, log


def make_project(place: Path, files: Mapping[str, str] | None = None) -> Project:
    """A checkout at `place`/app on branch main, one commit pushed to `place`/app.git."""
    folder, remote = place / "app", place / "app.git"
    remote.mkdir(parents=True)
    git(remote, "init", "-q", "--bare", "-b", "main")
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "remote", "add", "origin", str(remote))
    project = Project(folder, remote)
    if files is None:
        files = {
            "package.json": json.dumps({"name": "order-api", "version": "1.2.3"}, indent=2) + "\n",
            "swagger.json": json.dumps(SPEC, ensure_ascii=False, indent=2) + "\n",
        }
    project.commit("feat: first", files)
    git(folder, "push", "-q", "-u", "origin", "main")
    return project
