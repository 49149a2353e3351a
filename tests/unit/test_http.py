from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError, UsageError
from releasebot.http import MAX_REDIRECTS, fetch, redacted
from releasebot.openapi.source import obtain

BODY = b'{"openapi": "3.0.0", "paths": {}}'


class Answers(BaseHTTPRequestHandler):
    """Answers each path in its own way and remembers what was asked."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012  the memory of one test, emptied by `server`

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers.get("Authorization", "")))
        way = getattr(self, self.path.partition("?")[0].strip("/").replace("-", "_"), None)
        if callable(way):
            way()
        else:
            self.send(404, b"not here")

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def api(self) -> None:
        self.send(200, BODY, Content_Type="application/json", ETag='"abc"')

    def packed(self) -> None:
        self.send(200, gzip.compress(b" " * 5_000_000), Content_Encoding="gzip")

    def damaged(self) -> None:
        self.send(200, b"no gzip", Content_Encoding="gzip")

    def around(self) -> None:
        self.send(302, b"", Location="/around")

    def elsewhere(self) -> None:
        self.send(302, b"", Location="/api?token=hidden")

    def to_file(self) -> None:
        self.send(302, b"", Location="file:///etc/passwd")

    def broken(self) -> None:
        self.send(503, b"later")

    def closed(self) -> None:
        self.send(401, b"who?")

    def short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def silent(self) -> None:
        time.sleep(3)

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[str]:
    Answers.asked = []
    answering = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    answering.daemon_threads = True
    thread = threading.Thread(target=answering.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{answering.server_port}"
    answering.shutdown()
    answering.server_close()


def refused(url: str, *, timeout: float = 5, max_bytes: int = 10_000) -> OutsideError:
    with pytest.raises(OutsideError) as caught:
        fetch(url, timeout=timeout, max_bytes=max_bytes)
    assert caught.value.hint
    return caught.value


def test_the_body_comes_with_its_labels(server: str) -> None:
    found = fetch(f"http://{server}/api", timeout=5, max_bytes=1000)
    assert found.body == BODY
    assert found.content_type == "application/json"
    assert found.etag == '"abc"'
    assert found.url == f"http://{server}/api"


def test_credentials_are_sent_and_never_shown(server: str) -> None:
    found = fetch(f"http://kim:secret@{server}/api?token=hidden", timeout=5, max_bytes=1000)
    assert Answers.asked[0][0] == "/api?token=hidden"
    assert Answers.asked[0][1].startswith("Basic ")
    assert found.url == f"http://{server}/api?…"
    said = refused(f"http://kim:secret@{server}/nothing?token=hidden")
    assert said.message == f"http://{server}/nothing?… answered 404 Not Found"


def test_no_message_holds_a_credential(server: str) -> None:
    for path in ("nothing", "broken", "closed", "around", "to-file", "damaged", "short", "packed"):
        error = refused(f"http://kim:secret@{server}/{path}?token=hidden")
        shown = f"{error.message} {error.hint} {error.details}"
        assert "secret" not in shown
        assert "hidden" not in shown


def test_a_redirect_is_followed_and_a_circle_of_them_ends(server: str) -> None:
    assert fetch(f"http://{server}/elsewhere", timeout=5, max_bytes=1000).body == BODY
    said = refused(f"http://{server}/around")
    assert said.message == f"http://{server}/around redirects more than {MAX_REDIRECTS} times"
    assert len(Answers.asked) < 20


def test_a_redirect_out_of_http_is_refused(server: str) -> None:
    assert "no http or https address" in refused(f"http://{server}/to-file").message


def test_the_size_is_limited_after_decompression(server: str) -> None:
    assert "more than 10,000 bytes" in refused(f"http://{server}/packed").message


def test_a_slow_drip_ends_at_the_time_limit(server: str) -> None:
    started = time.monotonic()
    assert "within 0.5 s" in refused(f"http://{server}/drip", timeout=0.5).message
    assert time.monotonic() - started < 4


def test_a_silent_server_ends_at_the_time_limit(server: str) -> None:
    assert "did not answer within 0.3 s" in refused(f"http://{server}/silent", timeout=0.3).message


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("broken", "answered 503"),
        ("closed", "answered 401"),
        ("short", "ended early or is damaged"),
        ("damaged", "ended early or is damaged"),
    ],
)
def test_each_failure_has_its_sentence(server: str, path: str, said: str) -> None:
    assert said in refused(f"http://{server}/{path}").message


def test_a_port_where_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    assert "the connection is refused" in refused(f"http://127.0.0.1:{port}/").message


def test_a_host_that_is_not_known_is_told() -> None:
    assert "its host name is not known" in refused("http://nowhere.invalid/").message


def test_a_server_that_speaks_no_tls_is_told(server: str) -> None:
    assert "does not speak TLS as it should" in refused(f"https://{server}/api").message


def test_a_server_without_a_trusted_certificate_is_told(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl program to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ("-subj", "/CN=127.0.0.1", "-days", "1", "-nodes")
    made = ("-x509", "-newkey", "rsa:2048", "-keyout", str(key), "-out", str(certificate))
    subprocess.run((openssl, "req", *made, *subject), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    answering = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    answering.socket = context.wrap_socket(answering.socket, server_side=True)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    said = refused(f"https://127.0.0.1:{answering.server_port}/api").message
    answering.shutdown()
    answering.server_close()
    assert (
        said == f"the certificate of https://127.0.0.1:{answering.server_port}/api is not trusted"
    )


@pytest.mark.parametrize(
    "url", ["ftp://h/x", "file:///etc/passwd", "api.json", "http://", "http://[::1", "http://h:x/"]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(UsageError, match="no http or https address"):
        fetch(url, timeout=1, max_bytes=10)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@host:8443/a?k=v#f", "https://host:8443/a?…"),
        ("https://host", "https://host"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]:80/x"),
        ("http://[bad", "(an address that cannot be read)"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert redacted(url) == shown


def test_a_document_is_obtained_from_an_address(server: str, tmp_path: Path) -> None:
    found = obtain(SpecSettings(url=f"http://k:s@{server}/api"), base=tmp_path)
    assert found.root.name == f"http://{server}/api"
    assert found.dialect == "3.0"


def test_proxies_of_the_environment_are_used(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{server}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    refused("http://api.example.invalid/api")
    assert Answers.asked[0][0] == "http://api.example.invalid/api"
