"""A Confluence of ours on a free port of the loopback, which can be told to fail."""

from __future__ import annotations

import argparse
import base64
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.confluence.cloud import CloudCalls
from tests.fakes.confluence.contract import Contract
from tests.fakes.confluence.data_center import DataCenterCalls
from tests.fakes.confluence.request import Request
from tests.fakes.confluence.store import LARGEST_REQUEST, Refusal, Store
from tests.fakes.loopback import running

USER, TOKEN = "bot@example.invalid", "t0ken-of-the-bot"
HTML = b"<!DOCTYPE html><html><head><title>Sign in - Corp Proxy</title></head></html>"
PRODUCTS: dict[str, Callable[[Store, str], CloudCalls | DataCenterCalls]] = {
    "cloud": CloudCalls,
    "data-center": DataCenterCalls,
}


@dataclass
class Fault:
    """What happens to the next requests of that method and path.

    `kind`: a status code as text, `html`, `drop` (the connection ends before anything is done),
    `done-drop` (it is done, and nobody hears), `done-slow` (it is done, and the answer takes
    `seconds`), `done-500`.
    """

    kind: str
    method: str = ""
    path: str = ""
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    after: int = 0
    """How many fitting requests pass unharmed before."""


@dataclass
class Site:
    """What is served, and what has been asked."""

    store: Store
    product: str
    latency: float = 0.0
    checks: bool = True
    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    forbidden: list[tuple[str, str]] = field(default_factory=list)
    """Methods and parts of paths that the account has no right to."""
    requests: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    before: Callable[[Request], None] | None = None
    """Called, unlocked, before each request: what others do at that moment."""
    chaos: random.Random | None = None

    def __post_init__(self) -> None:
        self.contract = Contract(self.product)
        self.lock = threading.Lock()

    @property
    def counted(self) -> Counter[str]:
        """How many requests of each method there have been."""
        return Counter(one.partition(" ")[0] for one in self.requests)

    @property
    def writes(self) -> list[str]:
        """The requests that were not to read only."""
        return [one for one in self.requests if not one.startswith("GET ")]

    @property
    def environ(self) -> dict[str, str]:
        """The credentials of the account that may call."""
        user = {"CONFLUENCE_USER": USER} if self.product == "cloud" else {}
        return {"CONFLUENCE_TOKEN": TOKEN, **user}

    def fault(self, request: Request) -> Fault | None:
        """The fault that this request meets."""
        with self.lock:
            for one in self.faults:
                if one.method not in {"", request.method} or one.path not in request.path:
                    continue
                if one.after:
                    one.after -= 1
                    continue
                one.times -= 1
                if one.times <= 0:
                    self.faults.remove(one)
                return one
            if self.chaos and self.chaos.random() < 0.15:
                kinds = ("429", "503", "500", "drop", "done-drop", "html", "done-500")
                return Fault(self.chaos.choice(kinds))
        return None

    def judge(self, request: Request, headers: Any) -> None:  # noqa: ANN401  as in http.server
        """Refuse what no server would take."""
        wanted = f"Bearer {TOKEN}"
        if self.product == "cloud":
            wanted = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if headers.get("Authorization") != wanted:
            raise Refusal(401, "Unauthorized")
        for method, path in self.forbidden:
            if request.method == method and path in request.path:
                raise Refusal(403, "The calling user has no permission")
        if len(request.body) > LARGEST_REQUEST:
            raise Refusal(413, "Request too large")
        if self.checks and self.contract.is_there:
            wrong = self.contract.violation(request)
            if wrong:
                self.violations.append(wrong)
                raise Refusal(400, wrong)


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one site, which a subclass names."""

    protocol_version = "HTTP/1.1"
    site: Site
    calls: CloudCalls | DataCenterCalls

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_any(self) -> None:
        """Answer, or fail as the site has been told to."""
        request = self.request_read()
        with self.site.lock:
            self.site.requests.append(f"{request.method} {request.path}")
        time.sleep(self.site.latency)
        if self.site.before:
            self.site.before(request)
        fault = self.site.fault(request)
        if fault and not fault.kind.startswith("done"):
            self.fail(fault)
            return
        status, document = self.answered(request)
        if fault and self.fail_when_done(fault):
            return
        self.reply(status, b"" if document is None else json.dumps(document).encode())

    def request_read(self) -> Request:
        """The request with its body."""
        parts = urlsplit(self.path)
        return Request(
            self.command,
            parts.path,
            parse_qs(parts.query, keep_blank_values=True),
            self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            self.headers.get("Content-Type", ""),
        )

    def answered(self, request: Request) -> tuple[int, Any]:
        """What the product answers."""
        try:
            self.site.judge(request, self.headers)
            with self.site.store.lock:
                return self.calls.answer(request)
        except Refusal as refusal:
            return refusal.status, {"statusCode": refusal.status, "message": refusal.message}

    def fail(self, fault: Fault) -> None:
        """Fail before anything is done."""
        if fault.kind == "drop":
            self.close_connection = True
        elif fault.kind == "html":
            self.reply(200, HTML, {"Content-Type": "text/html; charset=utf-8"})
        elif fault.kind == "302":
            self.reply(302, b"", {"Location": "https://id.example.invalid/login"})
        else:
            self.reply(int(fault.kind), b'{"message": "try later"}', fault.headers)

    def fail_when_done(self, fault: Fault) -> bool:
        """Fail although it has been done; whether there is nothing left to answer."""
        time.sleep(fault.seconds)
        if fault.kind == "done-drop":
            self.close_connection = True
        elif fault.kind == "done-500":
            self.reply(500, b'{"message": "Internal error"}')
        return fault.kind in {"done-drop", "done-500"}

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send the answer in one piece: two would wait for each other's acknowledgement."""
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        head = b"".join(getattr(self, "_headers_buffer", [])) + b"\r\n"
        self._headers_buffer: list[bytes] = []
        try:
            self.wfile.write(head + body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815  as http.server names them


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """A client that went away is no failure of the fake."""


@contextmanager
def serving(
    product: str, *, latency: float = 0.0, lag: int = 0, port: int = 0, checks: bool = True
) -> Iterator[Site]:
    """A site on the loopback while it is held."""
    site = Site(Store(lag=lag), product, latency, checks)
    server = _Server(("127.0.0.1", port), BaseHTTPRequestHandler)
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    calls = PRODUCTS[product](site.store, site.url)
    server.RequestHandlerClass = type("SiteHandler", (Handler,), {"site": site, "calls": calls})
    with running(server):
        yield site


def main() -> None:
    """Serve until the standard input ends; the address is printed first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("product", choices=PRODUCTS)
    parser.add_argument("--latency", type=float, default=0.0)
    options = parser.parse_args()
    with serving(options.product, latency=options.latency, checks=False) as site:
        print(site.url, flush=True)  # noqa: T201  the reader waits for it
        for _ in sys.stdin:  # each line asks how many requests there were since the last one
            print(len(site.requests), flush=True)  # noqa: T201
            site.requests.clear()


if __name__ == "__main__":
    main()
