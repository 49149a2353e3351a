"""The site on the loopback address, served by a process of its own as `--serve` does."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

SERVING = re.compile(r"serving http://127\.0\.0\.1:(\d+)/")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("<title>달빛책방</title>", "utf-8")
    return folder


@contextmanager
def serving(
    pages: Path, *, port: int = 0, browser: Path | None = None
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server's process and the port that it says it serves at."""
    program = (
        "from pathlib import Path; from releasebot.cli.serve import serve; "
        f"serve(Path({str(pages)!r}), port={port}, browse={browser is not None})"
    )
    environ = {"PATH": "/usr/bin:/bin"} | ({"BROWSER": f"{browser} %s"} if browser else {})
    child = subprocess.Popen(
        (sys.executable, "-c", program), stderr=subprocess.PIPE, text=True, env=environ
    )
    assert child.stderr
    try:
        said = SERVING.match(child.stderr.readline())
        assert said
        yield child, int(said[1])
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_the_pages_are_served_until_interrupted(pages: Path) -> None:
    with serving(pages) as (child, port):
        assert get(port, "/") == (200, "<title>달빛책방</title>".encode())
        assert get(port, "/none.html")[0] == 404
        child.send_signal(signal.SIGINT)
        assert child.stderr
        assert child.stderr.read() == "stopped serving\n"
        assert child.wait(10) == 0


def test_nothing_beside_the_folder_is_served(pages: Path) -> None:
    (pages.parent / "secret.txt").write_text("secret")
    with serving(pages) as (_, port):
        assert get(port, "/../secret.txt")[0] == 404
        assert get(port, "/%2e%2e/secret.txt")[0] == 404


def test_a_taken_port_gives_way_to_a_free_one(pages: Path) -> None:
    with serving(pages) as (_, taken), serving(pages, port=taken) as (_, port):
        assert port != taken
        assert get(port, "/")[0] == 200


def test_the_browser_is_shown_the_address(pages: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {shown}\n')
    browser.chmod(0o755)
    with serving(pages, browser=browser) as (_, port):
        assert get(port, "/")[0] == 200  # the browser is started before the first answer
        assert shown.read_text() == f"http://127.0.0.1:{port}/\n"


def test_a_port_that_cannot_be_opened_is_said_so(pages: Path) -> None:
    program = (
        "import os, resource; from pathlib import Path; from releasebot.cli.serve import serve\n"
        "from releasebot.errors import OutsideError\n"
        "free = os.dup(0); os.close(free)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (free, free))\n"
        f"try: serve(Path({str(pages)!r}), port=8123, browse=False)\n"
        "except OutsideError as error: print(error.message)\n"
    )
    ended = subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, check=True, timeout=30
    )
    assert ended.stdout == "port 8123 of 127.0.0.1 cannot be opened: Too many open files\n"
