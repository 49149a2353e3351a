"""A new repository with a history of its own, on a bare remote beside it.

What the user's git is set to (signing, hooks, line endings, templates) has no part in it, so that
the same history always gets the same object names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from releasebot.git.complaints import translate
from releasebot.process import Completed, run

_SECONDS = 60.0
_BRANCH = "main"


class Person(Struct, frozen=True):
    """Who commits and tags."""

    name: str
    email: str


class Commit(Struct, frozen=True):
    """One commit: its subject, when it was made, and the files that it adds or replaces.

    `committed_at` is in seconds since the epoch; `files` are paths from the work tree's top, with
    forward slashes, and their content.
    """

    subject: str
    committed_at: int
    files: tuple[tuple[str, bytes], ...]


def make_remote(
    folder: Path, history: Sequence[Commit], *, person: Person, environ: Mapping[str, str]
) -> None:
    """Afterwards `folder` is a bare repository whose branch main is `history`.

    Raises:
        UsageError: there is no git.
        OutsideError: git could not make it.
    """
    env = without_git_settings(environ)
    words = ("init", "--quiet", "--bare", "--template=", "-b", _BRANCH, "--", str(folder))
    _git(*words, cwd=folder.parent, env=env)
    stream = b"".join(_record(commit, person) for commit in history) + b"done\n"
    importing = ("fast-import", "--quiet", "--done", "--date-format=raw")
    _git(*importing, cwd=folder, env=env, stdin=stream)


def check_out(remote: Path, folder: Path, *, person: Person, environ: Mapping[str, str]) -> None:
    """Afterwards `folder` is a work tree of `remote`, whose own settings name `person`.

    The remote is called origin and reached by a relative path, so that both may be moved together.

    Raises:
        UsageError: there is no git.
        OutsideError: git could not make it.
    """
    settings = {
        "user.name": person.name,
        "user.email": person.email,
        "commit.gpgSign": "false",
        "tag.gpgSign": "false",
        "tag.forceSignAnnotated": "false",
        "core.autocrlf": "false",
        "core.hooksPath": os.devnull,
    }
    chosen = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    env = without_git_settings(environ)
    words = ("clone", "--quiet", "--template=", "--no-hardlinks", *chosen)
    _git(*words, "--", str(remote), str(folder), cwd=folder.parent, env=env)
    relative = os.path.relpath(remote, folder)
    _git("remote", "set-url", "origin", relative, cwd=folder, env=env)


def is_readable(git_folder: Path, environ: Mapping[str, str]) -> bool:
    """Whether `git_folder` (a bare repository, or a work tree's `.git`) has a commit at HEAD."""
    if not git_folder.is_dir():
        return False
    words = ("git", f"--git-dir={git_folder}", "cat-file", "-e", "HEAD^{commit}")
    env = without_git_settings(environ)
    return run(words, cwd=git_folder, timeout=_SECONDS, env=env).ok


def without_git_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` for a git that knows no settings but the repository's own."""
    kept = {
        name: value
        for name, value in environ.items()
        if not name.startswith("GIT_") or name == "GIT_EXEC_PATH"
    }
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
    }


def _record(commit: Commit, person: Person) -> bytes:
    """The commit as git-fast-import(1) reads it; it follows the one before it in the stream."""
    head = f"commit refs/heads/{_BRANCH}\n"
    who = f"committer {person.name} <{person.email}> {commit.committed_at} +0000\n"
    parts = [head.encode(), who.encode(), _data(f"{commit.subject}\n".encode())]
    for path, content in commit.files:
        parts += [f"M 100644 inline {path}\n".encode(), _data(content)]
    return b"".join(parts)


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _git(*words: str, cwd: Path, env: Mapping[str, str], stdin: bytes = b"") -> Completed:
    done = run(("git", *words), cwd=cwd, timeout=_SECONDS, env=env, stdin=stdin)
    if not done.ok:
        raise translate(done, doing=f"{words[0]} a new repository in {cwd}", worktree=str(cwd))
    return done
