"""A Jenkins on loopback: its builds in memory, and the part of its remote API that is asked.

Shapes: Jenkins, "Remote Access API" (`<page>/api/json?tree=...`), with the fields that
hudson.model.Run, hudson.model.Cause and hudson.plugins.git.util.BuildData export. Only what the
`tree` names is answered, beside the class of each object.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.loopback import running

USER, TOKEN = "release-bot", "11" + "a" * 32
FIELDS = {"building", "url", "actions", "causes", "lastBuiltRevision", "SHA1", "_class"}
FIELDS |= {"userId", "upstreamUrl", "upstreamBuild"}


def by(user: str | None) -> dict[str, Any]:
    return {"_class": "hudson.model.Cause$UserIdCause", "userId": user, "userName": user}


def by_push() -> dict[str, Any]:
    told = {"_class": "jenkins.branch.BranchEventCause"}
    return told | {"shortDescription": "Push event to branch main"}


def by_remote() -> dict[str, Any]:
    return {"_class": "hudson.model.Cause$RemoteCause", "addr": "192.0.2.7", "note": None}


def by_build(path: str, number: int) -> dict[str, Any]:
    told = {"_class": "hudson.model.Cause$UpstreamCause", "upstreamProject": "main"}
    return told | {"upstreamUrl": path, "upstreamBuild": number}


@dataclass
class Build:
    causes: list[dict[str, Any]]
    commits: list[str] = field(default_factory=list)
    building: bool = True


@dataclass
class FakeJenkins:
    base: str
    builds: dict[str, Build] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    status: int = 200

    def add(self, path: str, build: Build) -> str:
        """A build at `job/x/17/`; its page."""
        self.builds[path] = build
        return f"{self.base}{path}"

    @property
    def env(self) -> dict[str, str]:
        return {"JENKINS_URL": self.base, "JENKINS_USER": USER, "JENKINS_TOKEN": TOKEN}

    def answer(self, path: str, query: dict[str, list[str]], login: str) -> tuple[int, Any]:
        self.requests.append(path)
        if self.status != 200:
            return self.status, {}
        if login != "Basic " + b64encode(f"{USER}:{TOKEN}".encode()).decode():
            return (401 if login else 403), {}
        page, _, rest = path.removeprefix("/ci/").rpartition("api/")
        build = self.builds.get(page)
        if build is None or rest != "json":
            return 404, {}
        words = "".join(letter if letter.isalnum() or letter == "_" else " " for letter in
                        query.get("tree", [""])[0]).split()  # fmt: skip
        assert set(words) <= FIELDS, words
        actions: list[dict[str, Any]] = [{"_class": "hudson.model.CauseAction"}, {}]
        actions[0]["causes"] = [
            {key: value for key, value in cause.items() if key in {*words, "_class"}}
            for cause in build.causes
        ]
        for commit in build.commits:
            told = {"_class": "hudson.plugins.git.util.BuildData"}
            actions.append(told | {"lastBuiltRevision": {"SHA1": commit}})
        found = {"_class": "org.jenkinsci.plugins.workflow.job.WorkflowRun", "actions": actions}
        return 200, found | {"building": build.building, "url": f"{self.base}{page}"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    jenkins: FakeJenkins


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        assert isinstance(self.server, _Server)
        login = self.headers.get("authorization", "")
        status, body = self.server.jenkins.answer(parts.path, parse_qs(parts.query), login)
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as in its base
        """Say nothing."""


@contextmanager
def fake_jenkins() -> Iterator[FakeJenkins]:
    """A server whose pages begin at `/ci/`, while entered."""
    server = _Server(("127.0.0.1", 0), _Handler)
    jenkins = server.jenkins = FakeJenkins(f"http://127.0.0.1:{server.server_port}/ci/")
    with running(server):
        yield jenkins
