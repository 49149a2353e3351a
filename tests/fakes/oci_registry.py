"""A container registry with memory, which refuses what the OCI distribution specification forbids.

It can be told to want a login of either kind, to keep tags immutable, to answer a request in
another way, or to break a connection before or after its work.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from tests.fakes.loopback import running

TYPES = {
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
}
USER, PASSWORD = "bot", "s3cret"
_NAME = r"/v2/(?P<name>[a-z0-9]+(?:[._/-][a-z0-9]+)*)"
_MANIFEST = re.compile(_NAME + r"/manifests/(?P<ref>[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127})")
_BLOB = re.compile(_NAME + r"/blobs/(?P<digest>sha256:[0-9a-f]{64})")
_UPLOADS = re.compile(_NAME + r"/blobs/uploads/(?P<session>[0-9]*)")
_TAGS = re.compile(_NAME + r"/tags/list")
_PAGE = 2


@dataclass
class Fault:
    """What happens to the next requests that fit. `status` 0 breaks the connection."""

    method: str
    path: str
    status: int = 0
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    when: Literal["before", "after"] = "before"
    times: int = 1


@dataclass
class Kept:
    """One repository: blobs and manifests by digest, tags by name."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    manifests: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)


class OciRegistry(ThreadingHTTPServer):
    """The server; `asked` lists every request as `METHOD path`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, login: Literal["none", "basic", "bearer"]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.login = login
        self.repositories: dict[str, Kept] = {}
        self.asked: list[str] = []
        self.faults: list[Fault] = []
        self.immutable = re.compile("(?!)")
        self.tokens: dict[str, str] = {}
        self.sessions: set[str] = set()
        self.wrong: list[str] = []
        self.lock = threading.RLock()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def tag(self, repository: str, name: str) -> str | None:
        """The digest that a tag names."""
        kept = self.repositories.get(repository)
        return kept.tags.get(name) if kept else None

    def fault(self, method: str, path: str, when: str) -> Fault | None:
        """The first fault that fits, used up once."""
        for one in self.faults:
            fits = one.method == method and one.when == when and re.search(one.path, path)
            if one.times and fits:
                one.times -= 1
                return one
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def registry(self) -> OciRegistry:
        assert isinstance(self.server, OciRegistry)
        return self.server

    def handle_any(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        with self.registry.lock:
            self.registry.asked.append(f"{self.command} {path}")
            before = self.registry.fault(self.command, path, "before")
            after = self.registry.fault(self.command, path, "after")
        if before:
            self.misbehave(before)
        elif self.headers.get("Transfer-Encoding"):
            self.wrong("no Content-Length")
        elif path == "/token":
            self.token()
        elif self.is_admitted(path):
            self.muted = after is not None
            with self.registry.lock:
                self.route(path)
            if after:
                self.muted = False
                self.misbehave(after)

    do_GET = do_HEAD = do_PUT = do_POST = handle_any  # noqa: N815  the library's names
    muted = False

    def misbehave(self, fault: Fault) -> None:
        if fault.status:
            self.send(fault.status, fault.body.encode(), **fault.headers)
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True

    def route(self, path: str) -> None:
        for pattern, answer in (
            (_UPLOADS, self.upload),
            (_MANIFEST, self.manifest),
            (_BLOB, self.blob),
            (_TAGS, self.tags),
        ):
            found = pattern.fullmatch(path)
            if found:
                answer(found.groupdict())
                return
        self.wrong(f"no such address: {path}")

    def is_admitted(self, path: str) -> bool:
        given = self.headers.get("Authorization", "")
        name = path.removeprefix("/v2/").rpartition("/manifests/")[0]
        if self.registry.login == "none":
            return True
        if self.registry.login == "basic":
            if given == _basic():
                return True
            self.error(401, "UNAUTHORIZED", **{"WWW-Authenticate": 'Basic realm="test"'})
            return False
        scope = self.registry.tokens.get(given.removeprefix("Bearer "), "")
        needed = "push" if self.command in {"PUT", "POST"} else "pull"
        if needed in scope and (not name or name in scope):
            return True
        challenge = f'Bearer realm="http://{self.registry.host}/token",service="test"'
        self.error(401, "UNAUTHORIZED", **{"WWW-Authenticate": challenge})
        return False

    def token(self) -> None:
        if self.headers.get("Authorization", "") != _basic():
            self.error(401, "UNAUTHORIZED")
            return
        asked = parse_qs(urlsplit(self.path).query)
        if asked.get("service") != ["test"] or not asked.get("scope"):
            self.wrong("a token without service and scope")
            return
        token = f"token-{len(self.registry.tokens)}"
        self.registry.tokens[token] = asked["scope"][0]
        self.send(200, json.dumps({"token": token}).encode())

    def manifest(self, named: dict[str, str]) -> None:
        kept = self.registry.repositories.setdefault(named["name"], Kept())
        if self.command == "PUT":
            self.keep(kept, named["ref"])
            return
        digest = named["ref"] if named["ref"] in kept.manifests else kept.tags.get(named["ref"])
        accepted = {one.strip() for one in self.headers.get("Accept", "").split(",")}
        if accepted != TYPES:
            self.wrong(f"Accept names {sorted(accepted)}")
        elif digest is None:
            self.error(404, "MANIFEST_UNKNOWN")
        else:
            content, kind = kept.manifests[digest]
            self.send(200, content, **{"Content-Type": kind, "Docker-Content-Digest": digest})

    def keep(self, kept: Kept, reference: str) -> None:
        kind = self.headers.get("Content-Type", "")
        digest = _digest(self.body)
        document = json.loads(self.body)
        named = [document["config"], *document["layers"]] if "config" in document else []
        missing = [one["digest"] for one in named if one["digest"] not in kept.blobs]
        children = [one["digest"] for one in document.get("manifests", ())]
        missing += [one for one in children if one not in kept.manifests]
        if kind not in TYPES or document.get("mediaType", kind) != kind:
            self.wrong(f"Content-Type is {kind}")
        elif missing:
            self.error(400, "MANIFEST_BLOB_UNKNOWN")
        elif reference.startswith("sha256:") and reference != digest:
            self.error(400, "DIGEST_INVALID")
        elif self.registry.immutable.fullmatch(reference) and (
            kept.tags.get(reference, digest) != digest
        ):
            self.error(400, "TAG_INVALID", "tag is immutable")
        else:
            kept.manifests[digest] = (self.body, kind)
            if not reference.startswith("sha256:"):
                kept.tags[reference] = digest
            self.send(201, b"", **{"Docker-Content-Digest": digest})

    def blob(self, named: dict[str, str]) -> None:
        kept = self.registry.repositories.setdefault(named["name"], Kept())
        content = kept.blobs.get(named["digest"])
        if content is None:
            self.error(404, "BLOB_UNKNOWN")
        else:
            self.send(200, content, **{"Docker-Content-Digest": named["digest"]})

    def upload(self, named: dict[str, str]) -> None:
        kept = self.registry.repositories.setdefault(named["name"], Kept())
        sessions = self.registry.sessions
        if self.command == "POST":
            session = str(len(self.registry.asked))
            sessions.add(session)
            self.send(202, b"", Location=f"/v2/{named['name']}/blobs/uploads/{session}?state=x")
            return
        asked = parse_qs(urlsplit(self.path).query)
        if named["session"] not in sessions:
            self.error(404, "BLOB_UPLOAD_UNKNOWN")
        elif asked.get("state") != ["x"] or asked.get("digest") != [_digest(self.body)]:
            self.error(400, "DIGEST_INVALID")
        else:
            sessions.discard(named["session"])
            kept.blobs[_digest(self.body)] = self.body
            self.send(201, b"", Location=f"/v2/{named['name']}/blobs/{_digest(self.body)}")

    def tags(self, named: dict[str, str]) -> None:
        kept = self.registry.repositories.get(named["name"])
        if kept is None:
            self.error(404, "NAME_UNKNOWN")
            return
        last = parse_qs(urlsplit(self.path).query).get("last", [""])[0]
        names = sorted(tag for tag in kept.tags if tag > last)
        page, more = names[:_PAGE], names[_PAGE:]
        link = {}
        if more:
            address = f"{urlsplit(self.path).path}?last={page[-1]}&n={_PAGE}"
            link = {"Link": f'<{address}>; rel="next"'}
        self.send(200, json.dumps({"name": named["name"], "tags": page}).encode(), **link)

    def wrong(self, why: str) -> None:
        """A request that no client may send: remembered, so that the test fails."""
        self.registry.wrong.append(f"{self.command} {self.path}: {why}")
        self.error(400, "UNSUPPORTED", why)

    def error(self, status: int, code: str, message: str = "", **headers: str) -> None:
        document = {"errors": [{"code": code, "message": message or code.lower()}]}
        self.send(status, json.dumps(document).encode(), **headers)

    def send(self, status: int, body: bytes, **headers: str) -> None:
        if self.muted:
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def _basic() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@contextmanager
def oci_registry(login: Literal["none", "basic", "bearer"] = "none") -> Iterator[OciRegistry]:
    """A registry while entered; at the end, no request may have been wrong."""
    serving = OciRegistry(login)
    with running(serving):
        yield serving
    assert serving.wrong == []
