"""What servers do to a push, over file, http and ssh: each ends as the remote itself tells."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.live.git_servers import http_server, ssh_server
from tests.projects import IDENTITY, Project, git, make_project

pytestmark = pytest.mark.live
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}
Serve = Callable[[str], Project]


@pytest.fixture(scope="module", params=["file", "http", "ssh"])
def serve(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Serve]:
    """Make a project whose remote is reached in one of three ways."""
    served, base = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("server")

    def over(name: str, url: str, env: dict[str, str]) -> Project:
        project = make_project(served / name, PACKAGE)
        git(project.remote, "config", "http.receivepack", "true")
        git(project.folder, "remote", "set-url", "origin", url)
        project.env = {"http_proxy": "", "https_proxy": "", "no_proxy": "127.0.0.1", **env}
        return project

    if request.param == "file":
        yield lambda name: over(name, f"file://{served}/{name}/app.git", {})
    elif request.param == "http":
        with http_server(base, served) as web:
            yield lambda name: over(name, web.url(f"{name}/app.git"), {})
    else:
        with ssh_server(base) as shell:
            yield lambda name: over(
                name,
                f"ssh://root@127.0.0.1{served}/{name}/app.git",
                {"GIT_SSH_COMMAND": shell.command()},
            )


def hook(project: Project, name: str, text: str) -> None:
    path = project.remote / "hooks" / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_a_server_without_atomic_pushes_gets_the_tag_all_the_same(serve: Serve) -> None:
    project = serve("plain")
    git(project.remote, "config", "receive.advertiseAtomic", "false")
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    assert project.run("tag", "--format", "json").json["released"] is False


@pytest.mark.parametrize("name", ["pre-receive", "update"])
def test_a_hook_that_refuses_is_quoted_and_leaves_nothing(serve: Serve, name: str) -> None:
    project = serve(f"refused-{name}")
    hook(project, name, "echo 'GH013: tags v* are protected; ask 배포 담당자' >&2; exit 1")
    ended = project.run("tag")
    assert ended.code == 5
    assert "GH013: tags v* are protected; ask 배포 담당자" in ended.err
    assert project.remote_tags() == {}
    assert git(project.folder, "tag") == ""
    (project.remote / "hooks" / name).unlink()
    assert project.run("tag").code == 0


def test_a_connection_cut_after_the_work_is_no_failure(serve: Serve) -> None:
    project = serve("cut-after")
    hook(project, "post-receive", "kill -9 $PPID")
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_connection_cut_before_the_work_leaves_nothing(serve: Serve) -> None:
    project = serve("cut-before")
    hook(project, "pre-receive", "kill -9 $PPID")
    ended = project.run("tag")
    assert ended.code == 5, ended.err
    assert "run the same command again" in ended.err
    assert project.remote_tags() == {}
    assert git(project.folder, "tag") == ""
    (project.remote / "hooks" / "pre-receive").unlink()
    assert project.run("tag").code == 0


def test_a_slow_server_is_waited_for(serve: Serve) -> None:
    project = serve("slow")
    hook(project, "pre-receive", "sleep 2")
    assert project.run("tag").code == 0
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_interrupted_while_the_server_works_the_next_run_ends_it(serve: Serve) -> None:
    project = serve("interrupted")
    marker = project.remote / "working"
    hook(project, "pre-receive", f"touch {marker}; sleep 2")
    running = subprocess.Popen(
        (sys.executable, "-m", "releasebot", "tag"), cwd=project.folder, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **IDENTITY, **project.env},
    )  # fmt: skip
    _wait_until(marker.exists)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130, said
    (project.remote / "hooks" / "pre-receive").unlink()
    _wait_until(lambda: project.run("tag").code == 0)
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_tag_that_appears_during_the_push_is_the_others(serve: Serve) -> None:
    project = serve("overtaken")
    other = project.commit("feat: more", {"a": "1"})
    git(project.folder, "checkout", "-q", "--detach", "HEAD~1")
    mine = project.head
    arrived = f"git update-ref refs/tags/v1.2.3 {other}"
    hook(project, "pre-receive", f"unset GIT_QUARANTINE_PATH; {arrived}")
    ended = project.run("tag")
    assert ended.code == 4, ended.err
    assert other[:9] in ended.err
    assert mine[:9] in ended.err
    assert project.remote_tags() == {"v1.2.3": other}
    assert git(project.folder, "tag") == ""


def test_a_line_that_breaks_in_the_middle_of_a_push(tmp_path: Path) -> None:
    served = tmp_path / "served"
    with http_server(_folder(tmp_path / "server"), served) as web:
        project = make_project(served / "x", PACKAGE | {"big": "x" * 3_000_000})
        git(project.remote, "config", "http.receivepack", "true")
        project.env = {"http_proxy": "", "no_proxy": "127.0.0.1"}
        with _breaking(web.port, after=9_000) as port:
            address = web.url("x/app.git").replace(str(web.port), str(port))
            git(project.folder, "remote", "set-url", "origin", address)
            config = '[tag]\nmessage = "' + "".join(f"{n:x}-" for n in range(9_000)) + '"\n'
            project.commit("chore: a long message", {"releasebot.toml": config})
            ended = project.run("tag")
            assert ended.code == 5, ended.err
            assert git(project.folder, "tag") == ""
        git(project.folder, "remote", "set-url", "origin", web.url("x/app.git"))
        assert project.run("tag").code == 0
        assert project.remote_tags() == {"v1.2.3": project.head}


class _breaking:  # noqa: N801  used as a function is
    """A relay that lets `after` bytes of each request through and then hangs up."""

    def __init__(self, port: int, *, after: int) -> None:
        self._port, self._after = port, after
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._ended = threading.Event()

    def __enter__(self) -> int:
        threading.Thread(target=self._serve, daemon=True).start()
        port: int = self._listener.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            self._ended.clear()
            threading.Thread(target=self._back, args=(far, near), daemon=True).start()
            threading.Thread(target=self._forth, args=(near, far), daemon=True).start()

    def _forth(self, near: socket.socket, far: socket.socket) -> None:
        left = self._after
        with near, far, suppress(OSError):
            while left > 0 and (piece := near.recv(min(left, 4096))):
                far.sendall(piece)
                left -= len(piece)
            if left > 0:  # the client has said all it had to say
                far.shutdown(socket.SHUT_WR)
                self._ended.wait(10)

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while piece := far.recv(4096):
                near.sendall(piece)
            near.shutdown(socket.SHUT_WR)
        self._ended.set()


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to that within ten seconds")
