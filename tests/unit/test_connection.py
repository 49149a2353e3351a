"""Requests to one server: what is sent, what is repeated, what is said of a failure."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from releasebot.errors import OutsideError, UsageError
from releasebot.http import Connection, Secret


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and answers what the test put on its list, then 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, bytes, str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def handle_any(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        login = self.headers.get("Authorization", "")
        server.asked.append((self.command, self.path, body, login))
        status, headers = server.answers.pop(0) if server.answers else (200, {})
        if status == 0:  # the work is done and nobody hears of it
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        text = b"" if self.command == "HEAD" else b"{}"
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_POST = handle_any  # noqa: N815  the library's names


@pytest.fixture
def server() -> Iterator[Server]:
    answering = Server()
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    yield answering
    answering.shutdown()
    answering.server_close()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def connection(waits: list[float]) -> Connection:
    return Connection(timeout=5, sleep=waits.append)


def test_an_answer_is_no_error_by_its_status(server: Server, connection: Connection) -> None:
    server.answers = [(404, {"X-What": "nothing"})]
    answer = connection.ask("GET", f"{server.url}/a?key=hidden", max_bytes=100)
    assert (answer.status, answer.ok, answer.body) == (404, False, b"{}")
    assert answer.headers["x-what"] == "nothing"
    assert answer.url == f"{server.url}/a?…"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_busy_server_is_asked_again(
    server: Server, connection: Connection, waits: list[float], status: int, method: str
) -> None:
    server.answers = [(status, {})] * 2
    answer = connection.ask(method, server.url, body=b"x" * (method == "PUT"), max_bytes=100)
    assert answer.ok
    assert len(server.asked) == 3
    assert waits == [0.5, 1.0]
    assert len({asked[2] for asked in server.asked}) == 1


def test_a_server_that_stays_busy_has_its_answer_handed_on(
    server: Server, connection: Connection
) -> None:
    server.answers = [(503, {})] * 9
    assert connection.ask("GET", server.url, max_bytes=100).status == 503
    assert len(server.asked) == 4


@pytest.mark.parametrize("status", [500, 503, 0])
def test_what_is_not_safe_twice_is_sent_once(
    server: Server, connection: Connection, status: int
) -> None:
    server.answers = [(status, {})]
    if status:
        assert connection.ask("POST", server.url, body=b"x", max_bytes=100).status == status
    else:
        with pytest.raises(OutsideError):
            connection.ask("POST", server.url, body=b"x", max_bytes=100)
    assert len(server.asked) == 1


def test_a_server_that_refused_to_begin_is_asked_again_for_anything(
    server: Server, connection: Connection, waits: list[float]
) -> None:
    server.answers = [(429, {"Retry-After": "7"})]
    assert connection.ask("POST", server.url, body=b"x", max_bytes=100).ok
    assert waits == [7.0]


def test_a_wait_longer_than_a_minute_is_not_waited(
    server: Server, connection: Connection, waits: list[float]
) -> None:
    server.answers = [(429, {"Retry-After": "3600"})]
    assert connection.ask("GET", server.url, max_bytes=100).status == 429
    assert waits == []


def test_a_wait_until_a_past_date_is_the_usual_one(
    server: Server, connection: Connection, waits: list[float]
) -> None:
    server.answers = [(503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})]
    assert connection.ask("GET", server.url, max_bytes=100).ok
    assert waits == [0.5]


def test_a_connection_cut_after_the_work_was_done_is_repeated(
    server: Server, connection: Connection
) -> None:
    server.answers = [(0, {})]
    assert connection.ask("PUT", server.url, body=b"manifest", max_bytes=100).ok
    assert [asked[2] for asked in server.asked] == [b"manifest", b"manifest"]


def test_a_file_is_sent_whole_at_each_attempt(server: Server, connection: Connection) -> None:
    server.answers = [(503, {})]
    answer = connection.ask("PUT", server.url, body=lambda: io.BytesIO(b"layer"), max_bytes=100)
    assert answer.ok
    assert [asked[2] for asked in server.asked] == [b"layer", b"layer"]


def test_credentials_go_no_further_than_their_host(server: Server, connection: Connection) -> None:
    other = f"http://localhost:{server.server_port}/blob"
    server.answers = [(307, {"Location": other})]
    headers = {"Authorization": "Bearer hidden"}
    assert connection.ask("GET", server.url, headers=headers, max_bytes=100).ok
    assert [asked[3] for asked in server.asked] == ["Bearer hidden", ""]


def test_the_users_netrc_replaces_no_credential(
    server: Server, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login kim password wrong\n")
    monkeypatch.setenv("NETRC", str(netrc))
    headers = {"Authorization": "Bearer right"}
    connection.ask("GET", server.url, headers=headers, max_bytes=100)
    assert server.asked[0][3] == "Bearer right"


def test_an_answer_that_is_too_large_is_told(server: Server, connection: Connection) -> None:
    with pytest.raises(OutsideError, match="sends more than 1 bytes"):
        connection.ask("GET", server.url, max_bytes=1)


def test_a_dead_port_is_told_at_once(connection: Connection, waits: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(OutsideError, match="the connection is refused"):
        connection.ask("GET", f"http://127.0.0.1:{port}/", max_bytes=100)
    assert waits == []


def test_what_is_no_address_is_refused(connection: Connection) -> None:
    with pytest.raises(UsageError, match="no http or https address"):
        connection.ask("GET", "ftp://h/x", max_bytes=1)


def test_a_secret_prints_nothing() -> None:
    secret = Secret("s3cret")
    assert "s3cret" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "s3cret"
