"""Repositories of any size, made in seconds: a work tree and its bare remote."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from benchmarks.measure import bare_environment

VERSION = "9.9.9"
_WHO = "Bench <bench@example.invalid>"
_START = 1_700_000_000


class Repository(Struct, frozen=True):
    """A work tree, clean and on branch main, and the bare remote that it was cloned from."""

    folder: Path
    remote: Path


def make_repository(place: Path, *, commits: int, tags: int) -> Repository:
    """A repository with that many commits and annotated tags, spread evenly, at `place`."""
    remote, folder = place / f"{commits}.git", place / f"{commits}"
    env = bare_environment(place)
    stream = b"".join(_stream(commits, commits // tags))
    for argv, data in (
        (("git", "init", "-q", "--bare", "-b", "main", str(remote)), b""),
        (("git", "-C", str(remote), "fast-import", "--quiet"), stream),
        (("git", "-C", str(remote), "pack-refs", "--all"), b""),
        (("git", "clone", "-q", str(remote), str(folder)), b""),
    ):
        subprocess.run(argv, check=True, env=env, input=data)
    return Repository(folder, remote)


def _stream(commits: int, every: int) -> Iterator[bytes]:
    """The commits and tags as git-fast-import(1) reads them."""
    manifest = json.dumps({"name": "shop-api", "version": VERSION}, indent=2) + "\n"
    for number in range(1, commits + 1):
        when = f"{_WHO} {_START + number * 60} +0900\n"
        files = {"counter": f"{number}\n"}
        if number == 1:
            files["package.json"] = manifest
        yield f"commit refs/heads/main\nmark :{number}\ncommitter {when}".encode()
        yield _data(f"feat: change {number}\n")
        for name, text in files.items():
            yield f"M 100644 inline {name}\n".encode() + _data(text)
        if number % every == 0:
            yield f"tag v0.0.{number}\nfrom :{number}\ntagger {when}".encode()
            yield _data(f"shop-api 0.0.{number}\n")


def _data(text: str) -> bytes:
    encoded = text.encode()
    return b"data %d\n%b\n" % (len(encoded), encoded)
