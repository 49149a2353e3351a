"""A receiver of OTLP over HTTP on loopback: it decodes what comes by the official protocol."""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from tests.fakes.loopback import running


@dataclass
class Span:
    name: str
    trace: str
    id: str
    parent: str
    service: str
    attributes: dict[str, Any]
    failed: bool
    kind: int


class Receiver:
    """`status` is what every request is answered with, after `delay` seconds."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.status, self.delay = 200, 0.0
        self.spans: list[Span] = []
        self.headers: list[dict[str, str]] = []
        self.raw = b""
        self.paths: list[str] = []
        self.lock = threading.Lock()

    @property
    def env(self) -> dict[str, str]:
        return {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_EXPORTER_OTLP_ENDPOINT": self.address}

    def named(self, name: str) -> Span:
        (found,) = (one for one in self.spans if one.name == name)
        return found

    def take(self, path: str, body: bytes) -> None:
        asked = ExportTraceServiceRequest()
        asked.ParseFromString(body)
        with self.lock:
            self.paths.append(path)
            self.raw += body
            for resource in asked.resource_spans:
                service = _attributes(resource.resource.attributes).get("service.name", "")
                for scope in resource.scope_spans:
                    self.spans += [_span(one, service) for one in scope.spans]


def _span(one: Any, service: str) -> Span:  # noqa: ANN401  a message of the protocol
    return Span(
        one.name, one.trace_id.hex(), one.span_id.hex(), one.parent_span_id.hex(), service,
        _attributes(one.attributes), one.status.code == 2, one.kind,
    )  # fmt: skip


def _attributes(given: Any) -> dict[str, Any]:  # noqa: ANN401
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in given}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    receiver: Receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """A run that waits no longer hangs up; all else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def otlp_receiver() -> Iterator[Receiver]:
    """A receiver, while entered."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    with running(server):
        yield server.receiver


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        assert isinstance(self.server, _Server)
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if self.path.startswith("/hook/"):
            body = b""  # a notice, whose receiver this is too
        receiver.headers.append({name.lower(): value for name, value in self.headers.items()})
        receiver.take(self.path, body)
        time.sleep(receiver.delay)
        told = ExportTraceServiceResponse().SerializeToString()
        self.send_response(receiver.status)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as in its base
        """Say nothing: the spans are on record."""
