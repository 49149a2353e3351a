"""A GitHub on loopback: real HTTP, one repository, every request on record, faults on demand."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes.github.memory import Asset, Memory, Release
from tests.fakes.github.people import People
from tests.fakes.github.rules import Reply, Request, Rules
from tests.fakes.loopback import running

TOKEN = "ghp_" + "a" * 36
REPOSITORY = "team/order-api"


@dataclass
class Fault:
    """What happens to the next `times` requests that `matches` accepts.

    `carried_out` tells whether GitHub does what was asked before it answers otherwise. A `status`
    of 0 cuts the connection instead of answering; `half` leaves an upload as one that broke off.
    """

    matches: Callable[[Request], bool]
    status: int = 502
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "Server Error"
    carried_out: bool = False
    half: bool = False
    times: int = 1


class FakeGithub:
    """One repository on a server; `requests` are those that came, with `replies` to them."""

    def __init__(self, memory: Memory, base: str, token: str) -> None:
        self.memory, self.base, self.token = memory, base, token
        self.rules = Rules(base, memory, token)
        self.requests: list[Request] = []
        self.replies: list[Reply] = []
        self.faults: list[Fault] = []
        self.on_request: Callable[[int, Request], None] | None = None
        """Called with the number of the request once it has been carried out, before its answer."""
        self.lock = threading.Lock()

    @property
    def env(self) -> dict[str, str]:
        """What a run of the program needs to find its way here."""
        return {"GITHUB_API_URL": self.base, "GITHUB_TOKEN": self.token}

    @property
    def people(self) -> People:
        """Who is who around the repository."""
        return self.rules.people

    @property
    def writes(self) -> list[str]:
        """The requests that were to change something."""
        return [one.line for one in self.requests if one.verb != "GET"]

    def release(self, tag: str = "v1.2.3") -> Release:
        """The one release of the tag, published or not."""
        (found,) = (one for one in self.memory.releases.values() if one.tag == tag)
        return found

    def add(self, tag: str, *, draft: bool = False, body: str = "", commit: str = "main",
            prerelease: bool = False) -> Release:  # fmt: skip
        """A release that somebody made by hand."""
        number = self.memory.next_id()
        made = Release(number, tag, commit, tag, body, draft, prerelease)
        self.memory.releases[number] = made
        return made

    def answer(self, request: Request) -> Reply | None:
        """The reply to a request, None where the connection is cut."""
        with self.lock:
            fault = next((one for one in self.faults if one.times and one.matches(request)), None)
            if fault:
                fault.times -= 1
            reply = self.rules.answer(request) if not fault or fault.carried_out else None
            if fault and fault.half:
                self._break_off(request)
            self.requests.append(request)
            number = len(self.requests)
            if fault:
                told = {"message": fault.message}
                reply = Reply(fault.status, told, tuple(fault.headers.items()))
            assert reply
            self.replies.append(reply)
        if self.on_request:
            self.on_request(number, request)
        return reply if reply.status else None

    def _break_off(self, request: Request) -> None:
        release = self.memory.releases[int(request.path.split("/")[-2])]
        release.assets.append(
            Asset(self.memory.next_id(), request.query["name"], b"", "text/plain", "starter")
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    github: FakeGithub

    def handle_error(self, request: object, client_address: object) -> None:
        """A program that was killed hangs up in the middle of a request; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def fake_github(git: Path, *, token: str = TOKEN, below: str = "") -> Iterator[FakeGithub]:
    """A server with one repository whose git side is the bare repository `git`, while entered.

    `below` is where the API begins, as an enterprise server has it at `/api/v3`.
    """
    server = _Server(("127.0.0.1", 0), _Handler)
    base = f"http://127.0.0.1:{server.server_port}{below}"
    github = server.github = FakeGithub(Memory(REPOSITORY, git), base, token)
    with running(server):
        yield github
        assert github.rules.breaches == []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        size = int(self.headers.get("content-length") or 0)
        content = self.rfile.read(size)
        if len(content) < size:
            self.close_connection = True  # the program was killed while it asked
            return
        request = Request(
            verb=self.command,
            path=unquote(parts.path).removeprefix("/api/v3"),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            content=content,
        )
        assert isinstance(self.server, _Server)
        github = self.server.github
        try:
            self._send(github, github.answer(request))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the program has been killed

    def _send(self, github: FakeGithub, reply: Reply | None) -> None:
        if reply is None:
            self.close_connection = True
            return
        content = reply.body if isinstance(reply.body, bytes) else b""
        if reply.body is not None and not isinstance(reply.body, bytes):
            content = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-RateLimit-Limit": "5000",
            "X-RateLimit-Remaining": str(5000 - len(github.requests)),
            "X-RateLimit-Reset": "1767323045",
        }
        if github.memory.scopes is not None:
            headers["X-OAuth-Scopes"] = github.memory.scopes
        for name, value in (headers | dict(reply.headers)).items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815  the names that the class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as in its base
        """Say nothing: the requests are on record."""
