"""A project with many releases behind it, made quickly: real commits, real tags, real specs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from releasebot.git.new_repository import Commit, Person, check_out, make_remote
from tests.projects import Project, git

FIRST = 1_700_000_000  # 2023-11-14T22:13:20Z
DAY = 24 * 3600
AUTHOR = Person("Kim Dev", "kim@example.invalid")

Spec = Callable[[int], dict[str, Any] | None]


def spec_of(number: int) -> dict[str, Any]:
    """An API that gains an operation with every release, of which the first is soon deprecated."""
    paths = {
        f"/things{one}/{{id}}": {
            "get": {
                "operationId": f"getThing{one}",
                **({"summary": f"것 {one}"} if one % 2 == 0 else {}),
                **({"deprecated": True} if one == 0 and number >= 2 else {}),
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "integer", **({"example": 7} if one else {})},
                    }
                ],
                "responses": {"200": {"description": "성공"}},
            }
        }
        for one in range(number + 1)
        if one != 1 or number < 4
    }
    return {"openapi": "3.0.0", "info": {"title": "많은 API", "version": "1"}, "paths": paths}


def project_with_releases(
    place: Path, count: int, *, spec: Spec = spec_of, words: str = "일을 하나 더 했다 (#{})"
) -> Project:
    """A checkout whose HEAD states version 1.COUNT.0, above the tags v1.0.0 to v1.(COUNT-1).0.

    Each release is three commits, a day apart; HEAD is as a release before it is tagged.
    """
    commits = []
    for number in range(count + 1):
        start = FIRST + number * 7 * DAY
        document = spec(number)
        files = {"package.json": json.dumps({"name": "many", "version": f"1.{number}.0"}).encode()}
        if document is not None:
            files["swagger.json"] = json.dumps(document, ensure_ascii=False).encode()
        commits += [
            Commit(f"feat: {words.format(number)}", start, ()),
            Commit(f"fix(things): 고침 {number}", start + DAY, ()),
            Commit(f"chore: 1.{number}.0", start + 2 * DAY, tuple(files.items())),
        ]
    remote, folder = place / "many.git", place / "many"
    place.mkdir(parents=True, exist_ok=True)
    make_remote(remote, commits, person=AUTHOR, environ=os.environ)
    hashes = git(remote, "rev-list", "--reverse", "main").split()
    tags = "".join(
        f"create refs/tags/v1.{number}.0 {hashes[3 * number + 2]}\n" for number in range(count)
    )
    subprocess.run(("git", "update-ref", "--stdin"), cwd=remote, input=tags.encode(), check=True)
    check_out(remote, folder, person=AUTHOR, environ=os.environ)
    return Project(folder, remote)
