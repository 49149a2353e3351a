"""A reader with a browser, and folders served on the loopback address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from tests.fakes.loopback import running

ANSWERED = (
    "/\\d|없습니다|No matching/.test(document.querySelector('.md-search-result__meta').innerText)"
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder with the server's headers and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        pass

    def end_headers(self) -> None:
        for name, value in self.server.headers.items():  # type: ignore[attr-defined]  # set below
            self.send_header(name, value)
        super().end_headers()


class Api(BaseHTTPRequestHandler):
    """An API that remembers what it was asked, and lets pages of any origin ask."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        pass

    def do_OPTIONS(self) -> None:
        self.send_response(204)
        for name in ("Origin", "Methods", "Headers"):
            self.send_header(f"Access-Control-Allow-{name}", "*")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # set in `answering`
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"status": "PAID"}')


@dataclass
class Reader:
    """A page in the browser, with what it asked for and complained about."""

    page: Any
    base: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:  # noqa: ANN401  playwright may not be installed
        self.page.goto(f"{self.base}/{path}")
        return self.page

    def search(self, words: str) -> list[str]:
        """The paths of the pages that the search finds, best first."""
        box = self.page.locator("[data-md-component=search-query]")
        box.click()
        for typed in ("", words):  # emptied first: what the last search found would be read again
            box.fill(typed)
            box.press("Shift")  # the theme listens to keys; filling presses none
            if not typed:
                self.page.wait_for_function(f"() => !({ANSWERED})")
        self.page.wait_for_function(f"() => {ANSWERED}")
        links = self.page.locator(".md-search-result__item a").all()
        return [str(link.get_attribute("href")) for link in links]


def reader(
    browser: Any,  # noqa: ANN401  as above
    base: str,
    scheme: Literal["light", "dark"] = "light",
) -> Reader:
    context = browser.new_context(
        color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(10_000)
    reader = Reader(context.new_page(), base)
    reader.page.on("request", lambda request: reader.requests.append(request.url))
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    reader.page.on(
        "console",
        lambda said: reader.complaints.append(said.text) if said.type == "error" else None,
    )
    return reader


@contextmanager
def serving(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """The folder's address on a free port of the loopback address; `headers` go with each file."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.headers = dict(headers or {})  # type: ignore[attr-defined]  # read above
    with running(server) as address:
        yield address


@contextmanager
def answering() -> Iterator[tuple[str, list[str]]]:
    """The address of an API, and the paths that it is asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.asked = []  # type: ignore[attr-defined]  # written above
    with running(server) as address:
        yield address, server.asked  # type: ignore[attr-defined]
