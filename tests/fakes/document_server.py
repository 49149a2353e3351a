"""A server of documents that knows entity tags and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.fakes.loopback import running


class DocumentServer:
    """Serves texts by their path; a text that starts with `->` is where the path redirects to.

    `answers` are the path and the status of every request that came, in their order.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)
        self.answers: list[tuple[str, int]] = []
        self.address = ""

    def answer(self, path: str, known_tag: str) -> tuple[int, dict[str, str], bytes]:
        """The answer of RFC 9110: 304 where the tag is that of the text, which is then left out."""
        text = self.texts.get(path.partition("?")[0])
        if text is None:
            found: tuple[int, dict[str, str], bytes] = 404, {}, b"not here"
        elif text.startswith("->"):
            found = 302, {"Location": text.removeprefix("->")}, b""
        else:
            tag = f'"{sha256(text.encode()).hexdigest()[:12]}"'
            same = known_tag == tag
            found = (304 if same else 200), {"ETag": tag}, b"" if same else text.encode()
        self.answers.append((path, found[0]))
        return found


@contextmanager
def serving(texts: Mapping[str, str]) -> Iterator[DocumentServer]:
    """A server on a free port of the loopback interface."""
    documents = DocumentServer(texts)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = documents.answer(
                self.path, self.headers.get("If-None-Match", "")
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    with running(server) as documents.address:
        yield documents
