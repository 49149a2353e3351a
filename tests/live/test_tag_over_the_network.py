"""`releasebot tag` against real git servers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.git_servers import HttpServer, SshServer, http_server, ssh_server
from tests.projects import IDENTITY, Project, git, make_project

pytestmark = pytest.mark.live
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}
DIRECT = {"http_proxy": "", "https_proxy": "", "no_proxy": "127.0.0.1"}


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HttpServer, Path]]:
    served = tmp_path_factory.mktemp("served")
    with http_server(tmp_path_factory.mktemp("http"), served) as server:
        yield server, served


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server


def served_over_http(http: tuple[HttpServer, Path], name: str) -> Project:
    server, served = http
    project = make_project(served / name, PACKAGE)
    git(project.remote, "config", "http.receivepack", "true")
    git(project.folder, "remote", "set-url", "origin", server.url(f"{name}/app.git"))
    project.env = DIRECT
    return project


def served_over_ssh(ssh: SshServer, place: Path) -> Project:
    project = make_project(place, PACKAGE)
    git(project.folder, "remote", "set-url", "origin", f"ssh://root@127.0.0.1{project.remote}")
    project.env = {"GIT_SSH_COMMAND": ssh.command()}
    return project


def test_a_tag_is_pushed_over_http_with_a_login(http: tuple[HttpServer, Path]) -> None:
    project = served_over_http(http, "plain")
    first = project.run("tag")
    assert first.code == 0, first.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    assert project.run("tag", "--format", "json").json["released"] is False


def test_a_wrong_password_is_no_permission(http: tuple[HttpServer, Path]) -> None:
    project = served_over_http(http, "denied")
    address = http[0].url("denied/app.git", login="bot:wrong@")
    git(project.folder, "remote", "set-url", "origin", address)
    ended = project.run("tag")
    assert ended.code == 5
    assert "no permission" in ended.err
    assert "wrong" not in ended.err
    assert git(project.folder, "tag") == ""


def test_no_login_at_all_is_no_permission_and_no_prompt(http: tuple[HttpServer, Path]) -> None:
    project = served_over_http(http, "anonymous")
    git(project.folder, "remote", "set-url", "origin", http[0].url("anonymous/app.git", login=""))
    ended = project.run("tag")
    assert ended.code == 5
    assert "no permission" in ended.err


def test_a_server_that_may_only_be_read_is_no_permission(http: tuple[HttpServer, Path]) -> None:
    project = served_over_http(http, "readonly")
    git(project.remote, "config", "http.receivepack", "false")
    ended = project.run("tag")
    assert ended.code == 5
    assert "no permission" in ended.err
    assert git(project.folder, "tag") == ""
    assert project.remote_tags() == {}


def test_a_repository_that_the_server_does_not_have_is_said_so(
    http: tuple[HttpServer, Path],
) -> None:
    project = served_over_http(http, "lost")
    git(project.folder, "remote", "set-url", "origin", http[0].url("nowhere.git"))
    ended = project.run("tag")
    assert ended.code == 5
    assert "is no repository" in ended.err


def test_a_tag_is_pushed_over_ssh(ssh: SshServer, tmp_path: Path) -> None:
    project = served_over_ssh(ssh, tmp_path)
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_strangers_key_is_no_permission(ssh: SshServer, tmp_path: Path) -> None:
    project = served_over_ssh(ssh, tmp_path)
    ended = project.run("tag", GIT_SSH_COMMAND=ssh.command("stranger"))
    assert ended.code == 5
    assert "no permission" in ended.err


def test_killed_while_the_server_works_the_next_run_finds_the_tag(
    ssh: SshServer, tmp_path: Path
) -> None:
    project = served_over_ssh(ssh, tmp_path)
    killer = project.remote / "hooks" / "pre-receive"
    killer.write_text(f"#!/bin/sh\nkill -9 $(cat {tmp_path}/pid)\nsleep 1\n")
    killer.chmod(0o755)
    script = f"echo $$ > {tmp_path}/pid; exec {sys.executable} -m releasebot tag"
    environment = {**os.environ, **IDENTITY, **project.env}
    killed = subprocess.run(
        ("sh", "-c", script), cwd=project.folder, env=environment, check=False, capture_output=True
    )
    assert killed.returncode in (-9, 137)
    killer.unlink()
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
