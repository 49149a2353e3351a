"""Discord, Slack and a program that listens: real HTTP on loopback, with memory and rules."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.loopback import running

_SECRET = "t0ken-that-nobody-may-see"
_CHARACTERS = 6000
"""The most in all embeds of a Discord message; of title and description alone less."""


class Receivers:
    """What was received; `refuses` is a status with which all is answered, 0 for none."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.refuses = 0
        self.messages: dict[int, dict[str, Any]] = {}
        self.slack: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.breaches: list[str] = []
        self.lock = threading.Lock()

    @property
    def env(self) -> dict[str, str]:
        return {
            "DISCORD_WEBHOOK_URL": f"{self.base}/api/webhooks/7/{_SECRET}",
            "SLACK_WEBHOOK_URL": f"{self.base}/services/T0/B0/{_SECRET}",
            "RELEASE_WEBHOOK_URL": f"{self.base}/hook?key={_SECRET}",
        }

    @property
    def secret(self) -> str:
        return _SECRET

    def titles(self) -> list[str]:
        """The titles of the Discord messages that are there."""
        return [one["embeds"][0]["title"] for one in self.messages.values()]

    def answer(self, verb: str, path: str, body: bytes) -> tuple[int, Any]:
        with self.lock:
            parts = urlsplit(path)
            self.requests.append(f"{verb} {parts.path.replace(_SECRET, '*')}")
            if self.refuses:
                return self.refuses, {"message": "no"}
            given = json.loads(body) if body else {}
            if parts.path.startswith("/services/") and verb == "POST":
                return self._slack(given)
            if parts.path == "/hook" and verb == "POST":
                self.events.append(given)
                return 204, None
            return self._discord(verb, parts.path, parts.query, given)

    def _slack(self, given: dict[str, Any]) -> tuple[int, Any]:
        text = given["blocks"][0]["text"]["text"]
        if len(text) > 3000 or re.search(r"<[!@#]", text + given["text"]):
            self.breaches.append(text)
        self.slack.append(given)
        return 200, "ok"

    def _discord(self, verb: str, path: str, query: str, given: dict[str, Any]) -> tuple[int, Any]:
        found = re.fullmatch(rf"/api/webhooks/7/{_SECRET}(?:/messages/(\d+))?", path)
        number = int(found[1]) if found and found[1] else 0
        if found is None or (number and number not in self.messages):
            return 404, {"message": "Unknown Message", "code": 10008}
        if verb == "DELETE":
            del self.messages[number]
            return 204, None
        embed = given["embeds"][0]
        size = len(embed["title"]) + len(embed["description"])
        if len(embed["title"]) > 256 or len(embed["description"]) > 4096 or size > _CHARACTERS:
            return 400, {"message": "Invalid Form Body", "code": 50035}
        if given["allowed_mentions"] != {"parse": []} or given.get("content"):
            self.breaches.append("somebody may be mentioned")
        if verb == "POST":
            number = 1000 + len(self.requests)
        self.messages[number] = given
        return (
            (200, {"id": str(number)}) if verb == "PATCH" or "wait=true" in query else (204, None)
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receivers: Receivers


@contextmanager
def receivers() -> Iterator[Receivers]:
    """The three of them, while entered."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.receivers = Receivers(f"http://127.0.0.1:{server.server_port}")
    with running(server):
        yield server.receivers
        assert not server.receivers.breaches


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _answer(self) -> None:
        assert isinstance(self.server, _Server)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status, told = self.server.receivers.answer(self.command, self.path, body)
        content = json.dumps(told).encode() if told is not None else b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815  the names that the class looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as in its base
        """Say nothing: the requests are on record."""
