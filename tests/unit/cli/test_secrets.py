"""A canary in every secret place: no failure lets it out, in any form."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from tests.projects import Ended, Project, git, make_project, recorded_git

CANARY = "c4n4ry/+s3cr3t=value"
FORMS = (CANARY, quote(CANARY, safe=""), b64encode(CANARY.encode()).decode()[:-4])


class Talkative(BaseHTTPRequestHandler):
    """Says back all that it was sent, as careless proxies do."""

    def do_GET(self) -> None:
        self.send_response(403, f"no {self.headers.get('Authorization')} {CANARY}")
        self.end_headers()
        self.wfile.write(f"{self.path} {self.headers} {CANARY}".encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Keep quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Talkative)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://bot:{quote(CANARY, safe='')}@127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    recorded, _ = recorded_git(tmp_path)
    files = {
        name: str(tmp_path / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
    }
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    secrets = dict.fromkeys(("GITHUB_TOKEN", "CONFLUENCE_API_TOKEN", "DISCORD_WEBHOOK"), CANARY)
    direct = {"http_proxy": "", "https_proxy": "", "no_proxy": "127.0.0.1"}
    project.env = {
        **recorded, **files, **secrets, **direct, "TMPDIR": str(temporary), "GIT_TRACE_CURL": "1",
    }  # fmt: skip
    return project


def assert_silent(project: Project, ended: Ended, tmp_path: Path) -> None:
    """Neither what was said nor any file that the run left holds the canary."""
    places = [
        *tmp_path.glob("github_*"), *(tmp_path / "tmp").rglob("*"), tmp_path / "git-commands",
        *(project.folder / "build").rglob("*"),
    ]  # fmt: skip
    files = [path.read_text("utf-8", "replace") for path in places if path.is_file()]
    for form in FORMS:
        assert not [text for text in (ended.out, ended.err, *files) if form in text]


COMMANDS = ("tag", "release", "plan", "status", "doctor", "notes", "next")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_remote_that_repeats_its_login(
    project: Project, tmp_path: Path, address: str, command: str, form: str
) -> None:
    git(project.folder, "remote", "set-url", "origin", f"{address}/app.git")
    ended = project.run(command, "--format", form, "--verbose")
    if command not in {"notes", "next"}:
        assert ended.code != 0
    assert_silent(project, ended, tmp_path)


def test_a_spec_behind_a_login(project: Project, tmp_path: Path, address: str) -> None:
    project.commit("chore: configure", {"releasebot.toml": f'[spec]\nurl = "{address}/x.json"\n'})
    for command in ("plan", "release", "doctor"):
        ended = project.run(command, "--format", "json")
        assert ended.code != 0
        assert_silent(project, ended, tmp_path)


def test_a_command_that_prints_its_environment_and_fails(project: Project, tmp_path: Path) -> None:
    shout = "sh -c 'env; env >&2; echo $GITHUB_TOKEN | base64 >&2; exit 3'"
    project.commit(
        "chore: configure", {"releasebot.toml": f"[spec]\ncommand = {json.dumps(shout)}\n"}
    )
    ended = project.run("release")
    assert ended.code == 5
    assert "***" in ended.err
    assert_silent(project, ended, tmp_path)


def test_a_hook_that_prints_a_secret(project: Project, tmp_path: Path) -> None:
    hook = project.remote / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\necho 'denied for {CANARY}' >&2\nexit 1\n")
    hook.chmod(0o755)
    ended = project.run("tag")
    assert ended.code == 5
    assert "denied for ***" in ended.err
    assert_silent(project, ended, tmp_path)


def test_a_hook_cannot_give_orders_to_the_workflow(project: Project) -> None:
    hook = project.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nprintf '::set-env name=A::b\\n\\033[2J' >&2\nexit 1\n")
    hook.chmod(0o755)
    ended = project.run("tag", GITHUB_ACTIONS="true", GITHUB_REF="refs/heads/main")
    assert ended.code == 5
    assert "\x1b" not in ended.err
    orders = [line for line in ended.err.splitlines() if line.lstrip().startswith("::")]
    assert [line.partition("title=releasebot::")[0] for line in orders] == ["::error "]


@pytest.mark.parametrize(
    "message",
    ["feat: $(touch owned)", "feat: `touch owned`", "feat: x\n\n--upload-pack=touch owned",
     "feat: \x1b]0;owned\x07", "feat: a\rb\u202ec"],
)  # fmt: skip
def test_what_people_write_is_text_and_nothing_else(project: Project, message: str) -> None:
    template = '[tag]\nmessage = "{{ name }} {{ version }}"\n'
    project.commit(message, {"releasebot.toml": template, "--upload-pack=touch owned": "x"})
    for command in ("notes", "next", "plan", "release"):
        ended = project.run(command)
        assert ended.code == 0, ended.err
        assert "\x1b" not in ended.out + ended.err
    assert not list(project.folder.rglob("owned"))


@pytest.mark.parametrize(
    "template", ["--delete", "-d{version}", "v{version} --force", "a..b", "x\ny", "$(touch owned)~"]
)
def test_a_tag_name_cannot_become_an_option(project: Project, template: str) -> None:
    project.commit("chore: x", {"releasebot.toml": f"[tag]\ntemplate = {json.dumps(template)}\n"})
    ended = project.run("tag")
    assert ended.code == 2
    assert project.remote_tags() == {}
    assert not list(project.folder.rglob("owned"))
