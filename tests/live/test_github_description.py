"""What is sent to GitHub, and what our fake answers, against GitHub's official API description.

The description comes from npm, in the package @octokit/openapi.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.description import Description
from tests.fakes.github.memory import Comment, Pull
from tests.fakes.github.people import Started
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.projects import Project, make_project

PACKAGE = "@octokit/openapi@23.0.2"
MEMBER = "package/generated/api.github.com.json"
NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "ETIMEDOUT")
CONFIG = f'[github]\nrepository = "{REPOSITORY}"\ndispatch = ["deploy.yml"]\n'

pytestmark = [
    pytest.mark.live,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed"),
]


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Description:
    """One document out of the package, which is large when it is unpacked."""
    folder = tmp_path_factory.mktemp("npm")
    fetched = subprocess.run(
        ("npm", "pack", "--silent", PACKAGE), cwd=folder, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    if fetched.returncode and any(code in fetched.stderr for code in NO_NETWORK):
        pytest.skip(f"{PACKAGE} cannot be fetched: no network")
    assert fetched.returncode == 0, fetched.stderr
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        member = packed.extractfile(MEMBER)
        assert member
        document: dict[str, Any] = json.load(member)
    return Description(document)


def faults(description: Description, github: FakeGithub) -> list[str]:
    pairs = zip(github.requests, github.replies, strict=True)
    return [one for request, reply in pairs for one in description.faults(request, reply)]


def release(project: Project, github: FakeGithub) -> int:
    github.memory.workflows["deploy.yml"] = True
    project.env |= github.env
    return project.run("release").code


def test_a_release_with_all_that_belongs_to_it_is_as_described(
    description: Description, tmp_path: Path
) -> None:
    files = {"package.json": '{"version": "1.2.3"}', "releasebot.toml": CONFIG}
    project = make_project(tmp_path, files)
    with fake_github(project.remote) as github:
        assert release(project, github) == 0
        github.memory.tells_digests = False
        github.release().assets[0].content = b"other"
        github.add("v1.2.3", draft=True, body=github.release().body)
        assert release(project, github) == 0
        assert {one.verb for one in github.requests} == {"GET", "POST", "PATCH", "DELETE"}
        assert faults(description, github) == []


def test_what_is_asked_about_people_is_as_described(
    description: Description, tmp_path: Path
) -> None:
    roles = '[roles]\nreleaser = ["permission:admin", "acme/backend", "acme/leads"]\n'
    files = {"package.json": '{"version": "1.2.3"}', "releasebot.toml": CONFIG + roles}
    project = make_project(tmp_path, files)
    with fake_github(project.remote, token="ghs_" + "b" * 36) as github:
        github.people.roles["kim-dev"] = "maintain"
        github.people.runs[42] = Started("kim-dev", project.head)
        github.people.teams |= {"acme/backend": {}, "acme/leads": {"kim-dev": "active"}}
        project.env = {"GITHUB_RUN_ID": "42"}
        assert release(project, github) == 0
        assert len([one for one in github.requests if "/teams/" in one.path]) == 3
        assert faults(description, github) == []
    with fake_github(project.remote) as github:
        github.memory.releases.clear()
        assert release(project, github) == 3
        assert "GET /user" in {one.line for one in github.requests}
        assert faults(description, github) == []


def test_refusals_are_as_described(description: Description, tmp_path: Path) -> None:
    files = {"package.json": '{"version": "1.2.3"}', "releasebot.toml": CONFIG}
    project = make_project(tmp_path, files)
    with fake_github(project.remote) as github:
        github.memory.burnt.add("v1.2.3")
        assert release(project, github) == 4
        assert 422 in {reply.status for reply in github.replies}
        assert faults(description, github) == []


def test_comments_on_a_pull_request_are_as_described(
    description: Description, tmp_path: Path
) -> None:
    files = {"package.json": '{"version": "1.2.3"}', "releasebot.toml": CONFIG}
    project = make_project(tmp_path, files)
    with fake_github(project.remote) as github:
        project.env = github.env | {"CHANGE_ID": "12"}
        github.memory.workflows["deploy.yml"] = True
        github.memory.pulls[12] = Pull(12, project.head)
        for number in (7, 8):
            mark = "<!-- releasebot plan: . -->\n"
            github.memory.comments[number] = Comment(number, 12, f"{mark}old", "kim-dev")
        assert project.run("plan", "--comment").code == 0
        github.memory.comments.clear()
        assert project.run("plan", "--comment").code == 0
        github.memory.may_comment = False
        assert project.run("plan", "--comment", "--preview-url", "https://a.example/").code == 3
        asked = {one.line.replace(f"/repos/{REPOSITORY}", "") for one in github.requests}
        assert asked >= {
            "GET /user", "GET /pulls/12", "GET /issues/12/comments", "POST /issues/12/comments",
            "PATCH /issues/comments/7", "DELETE /issues/comments/8",
        }  # fmt: skip
        assert faults(description, github) == []


def test_the_judge_sees_what_is_wrong(description: Description, tmp_path: Path) -> None:
    files = {"package.json": '{"version": "1.2.3"}', "releasebot.toml": CONFIG}
    project = make_project(tmp_path, files)
    with fake_github(project.remote) as github:
        assert release(project, github) == 0
        for request, reply in zip(github.requests, github.replies, strict=True):
            if request.line == f"POST /repos/{REPOSITORY}/releases":
                wrong = type(request)(**{**vars(request), "content": b'{"draft": "yes", "x": 1}'})
                told = [*description.faults(wrong, reply)]
                assert len(told) >= 3
                return
    pytest.fail("no release was made")
