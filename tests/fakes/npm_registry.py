"""An npm registry with two packages and their advisories, on loopback: what audits ask it.

`POST /-/npm/v1/security/advisories/bulk` is asked by npm from 7 on and by Yarn from 4 on: an object
of versions by package, answered by an object of advisories by package. `POST
/-/npm/v1/security/audits` is the older one, asked by pnpm and Yarn 1: a tree of the project,
answered by the report itself (<https://docs.npmjs.com/cli/v11/commands/npm-audit>, "Audit
Endpoints").
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.loopback import running

BULK = "/-/npm/v1/security/advisories/bulk"
AUDITS = "/-/npm/v1/security/audits"

ADVISORIES: dict[str, dict[str, Any]] = {
    "tea-leaf": {
        "id": 900001,
        "url": "https://github.com/advisories/GHSA-aaaa-bbbb-cccc",
        "title": "Prototype pollution in tea-leaf",
        "severity": "high",
        "vulnerable_versions": "<1.2.0",
        "cwe": ["CWE-1321"],
        "cvss": {"score": 7.5, "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"},
    },
    "tea-cup": {
        "id": 900002,
        "url": "https://github.com/advisories/GHSA-dddd-eeee-ffff",
        "title": "Slow regular expression in tea-cup",
        "severity": "moderate",
        "vulnerable_versions": "<=2.0.0",
        "cwe": ["CWE-1333"],
        "cvss": {"score": 5.3, "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L"},
    },
}
"""The advisories by their packages: `tea-leaf` is for production, `tea-cup` for development."""

VERSIONS = {"tea-leaf": ("1.0.0", "1.2.0"), "tea-cup": ("2.0.0", "2.0.1")}


class NpmRegistry:
    """What is known, and what was asked. `outage` is a status with which all is answered."""

    def __init__(self) -> None:
        self.address = ""
        self.outage = 0
        self.is_clean = False
        self.requests: list[str] = []
        self.breaches: list[str] = []

    def answer(self, verb: str, path: str, body: bytes) -> tuple[int, Any]:
        """The status and the JSON, or the bytes of an archive, for a request."""
        self.requests.append(f"{verb} {path}")
        if self.outage:
            return self.outage, {"error": "the registry is out of order"}
        if verb == "GET" and path.removeprefix("/") in VERSIONS:
            return 200, self._packument(path.removeprefix("/"))
        if verb == "GET" and path.endswith(".tgz") and path in _archives():
            return 200, _archives()[path]
        if verb != "POST" or path not in {BULK, AUDITS, f"{AUDITS}/quick"}:
            self.breaches.append(f"{verb} {path}")
            return 404, {"error": "Not found"}
        given = json.loads(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
        return 200, self._bulk(given) if path == BULK else self._audit(given)

    def _packument(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "dist-tags": {"latest": VERSIONS[name][-1]},
            "time": dict.fromkeys(VERSIONS[name], "2025-01-01T00:00:00.000Z"),
            "versions": {
                version: {
                    "name": name,
                    "version": version,
                    "dist": {
                        "tarball": f"{self.address}{_path(name, version)}",
                        "shasum": hashlib.sha1(_archives()[_path(name, version)]).hexdigest(),
                    },
                }
                for version in VERSIONS[name]
            },
        }

    def _bulk(self, given: Mapping[str, list[str]]) -> dict[str, Any]:
        if not all(isinstance(versions, list) for versions in given.values()):
            self.breaches.append("the bulk endpoint takes lists of versions by package")
        found = {} if self.is_clean else ADVISORIES
        return {name: [found[name]] for name in given if name in found}

    def _audit(self, given: Mapping[str, Any]) -> dict[str, Any]:
        dependencies = given.get("dependencies", {})
        if not {"requires", "dependencies"} <= set(given):
            self.breaches.append("the audit endpoint takes requires and dependencies")
        found = dict(_named(dependencies))
        counts = dict.fromkeys(("info", "low", "moderate", "high", "critical"), 0)
        advisories = {}
        for name, (path, node) in found.items():
            if self.is_clean or name not in ADVISORIES:
                continue
            known = ADVISORIES[name]
            counts[known["severity"]] += 1
            finding = {
                "version": node["version"],
                "paths": [path],
                "dev": bool(node.get("dev")),
                "optional": False,
                "bundled": False,
            }
            advisories[str(known["id"])] = {
                **{key: known[key] for key in ("id", "url", "title", "severity", "cvss")},
                "findings": [finding],
                "module_name": name,
                "cves": ["CVE-2026-0001"] if name == "tea-leaf" else [],
                "cwe": known["cwe"],
                "vulnerable_versions": known["vulnerable_versions"],
                "patched_versions": f">={VERSIONS[name][-1]}",
                "github_advisory_id": known["url"].rpartition("/")[2],
                "overview": "",
                "recommendation": f"Upgrade to version {VERSIONS[name][-1]} or later",
                "references": known["url"],
                "access": "public",
                "created": "2026-01-01T00:00:00.000Z",
                "updated": "2026-01-01T00:00:00.000Z",
                "found_by": None,
                "reported_by": None,
                "metadata": None,
            }
        resolves = [
            {"id": one["id"], "path": one["findings"][0]["paths"][0], "dev": False}
            for one in advisories.values()
        ]
        actions = [{"action": "review", "module": "tea-leaf", "resolves": resolves}]
        return {
            "actions": actions if resolves else [],
            "advisories": advisories,
            "muted": [],
            "metadata": {
                "vulnerabilities": counts,
                "dependencies": len(found),
                "devDependencies": 0,
                "optionalDependencies": 0,
                "totalDependencies": len(found),
            },
        }


def _path(name: str, version: str) -> str:
    return f"/{name}/-/{name}-{version}.tgz"


def _archives() -> dict[str, bytes]:
    """The packages as they are downloaded, the same bytes each time, by their paths."""
    found = {}
    for name, versions in VERSIONS.items():
        for version in versions:
            content = json.dumps({"name": name, "version": version}).encode()
            into = io.BytesIO()
            with tarfile.open(fileobj=into, mode="w") as archive:
                member = tarfile.TarInfo("package/package.json")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
            found[_path(name, version)] = gzip.compress(into.getvalue(), mtime=0)
    return found


def _named(
    dependencies: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Every package of the tree with its path."""
    for name, node in dependencies.items():
        path = f"{above}>{name}" if above else name
        yield name, (path, node)
        yield from _named(node.get("dependencies") or {}, path)


@contextmanager
def npm_registry() -> Iterator[NpmRegistry]:
    """A registry on a free port of the loopback interface."""
    registry = NpmRegistry()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, verb: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, value = registry.answer(verb, self.path, body)
            content = value if isinstance(value, bytes) else json.dumps(value).encode()
            kind = "octet-stream" if isinstance(value, bytes) else "json"
            self.send_response(status)
            self.send_header("Content-Type", f"application/{kind}")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    with running(server) as registry.address:
        yield registry
