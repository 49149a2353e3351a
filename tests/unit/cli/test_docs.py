"""`releasebot docs generate` and `docs serve`, run as processes in real repositories."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.projects import IDENTITY, SPEC, Project, make_project

SERVING = re.compile(r"serving http://127\.0\.0\.1:(\d+)/")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def test_generate_writes_sources_that_mkdocs_builds_strictly(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    ended = project.run("docs", "generate", str(folder), "--format", "json")
    assert ended.code == 0, ended.err
    assert ended.json["steps"][0]["state"] == "made"
    words = ("-W", "ignore", "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "s"))
    built = subprocess.run((sys.executable, *words), cwd=folder, capture_output=True, check=False)
    assert built.returncode == 0, built.stderr.decode()
    assert "orders.html" in {page.name for page in (tmp_path / "s").glob("*.html")}
    assert "orders.md" in (folder / "nav.yml").read_text("utf-8")


def test_generate_again_changes_nothing_and_a_changed_spec_is_written(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    project.run("docs", "generate", str(folder))
    before = (folder / "mkdocs.yml").stat().st_ino
    again = project.run("docs", "generate", str(folder), "--format", "json")
    assert again.json["steps"][0]["state"] == "already_so"
    assert (folder / "mkdocs.yml").stat().st_ino == before
    project.commit("docs: say more", {"swagger.json": json.dumps(renamed("주문 취소"))})
    assert project.run("docs", "generate", str(folder)).code == 0
    assert "주문 취소" in "".join(path.read_text("utf-8") for path in folder.rglob("*.md"))


def test_generate_never_touches_files_of_somebody_else(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "mine.md").write_text("mine")
    ended = project.run("docs", "generate", str(folder))
    assert ended.code == 4
    assert "mine.md" in ended.err
    assert [path.name for path in folder.iterdir()] == ["mine.md"]


@pytest.mark.parametrize("words", [("generate", "sources"), ("serve",)])
def test_without_a_spec_it_is_said_where_one_was_looked_for(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    project = make_project(tmp_path, {"package.json": '{"name": "x", "version": "1.0.0"}\n'})
    ended = project.run("docs", *words)
    assert ended.code == 2
    assert "no OpenAPI document" in ended.err
    assert "openapi.json" in ended.err


def renamed(summary: str) -> dict[str, Any]:
    spec: dict[str, Any] = json.loads(json.dumps(SPEC))
    spec["paths"]["/orders"]["get"]["summary"] = summary
    return spec


@contextmanager
def serving(project: Project) -> Iterator[tuple[subprocess.Popen[str], int]]:
    child = subprocess.Popen(
        (sys.executable, "-m", "releasebot", "docs", "serve", "--port", "0"),
        cwd=project.folder, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        env={**os.environ, **IDENTITY},
    )  # fmt: skip
    assert child.stderr
    try:
        for line in child.stderr:
            if said := SERVING.match(line):
                yield child, int(said[1])
                break
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def text(port: int) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/orders.html")
    body = connection.getresponse().read().decode()
    connection.close()
    return body


def comes_true(look: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if look():
            return True
        time.sleep(0.2)
    return False


def test_serve_shows_the_spec_as_it_is_and_keeps_the_old_site_while_it_is_broken(
    project: Project,
) -> None:
    with serving(project) as (child, port):
        assert "주문 목록" in text(port)
        assert "livereload" in text(port)
        project.write({"swagger.json": "{"})
        assert child.stderr
        assert "error: " in child.stderr.readline()
        assert "주문 목록" in text(port)
        project.write({"swagger.json": json.dumps(renamed("주문 취소"))})
        assert comes_true(lambda: "주문 취소" in text(port))
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
