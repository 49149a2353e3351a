"""What the fake GitHub does with a request: its memory, and the rules that GitHub documents.

A request that no reader of the API description would send is noted in `breaches`, whatever the
answer to it: a test looks there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.github import shapes
from tests.fakes.github.memory import Asset, Comment, Memory, Release, Run
from tests.fakes.github.people import People

MOST_CHARACTERS = 125_000
MOST_IN_COMMENT = 65_536
_UNKEPT = re.compile(r"[^A-Za-z0-9._+@~-]+")
_CREATED = {
    "tag_name": str, "target_commitish": str, "name": str, "body": str, "draft": bool,
    "prerelease": bool, "discussion_category_name": str, "generate_release_notes": bool,
    "make_latest": str,
}  # fmt: skip
_DISPATCHED = {"ref": str, "inputs": dict, "return_run_details": bool}


@dataclass(frozen=True)
class Request:
    verb: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").partition(" ")[2]

    @property
    def line(self) -> str:
        return f"{self.verb} {self.path}"


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: tuple[tuple[str, str], ...] = ()


class Rules:
    """Answers requests about one repository."""

    def __init__(self, base: str, memory: Memory, token: str) -> None:
        self.base, self.memory, self.token = base, memory, token
        self.people = People()
        self.breaches: list[str] = []

    def answer(self, request: Request) -> Reply:
        if not request.headers.get("user-agent"):
            self.breaches.append(f"{request.line}: no User-Agent")
        if request.token != self.token:
            return Reply(401, shapes.problem("Bad credentials"))
        about_people = self.people.answer(request, self.base, self.memory)
        if about_people:
            return about_people
        root = f"/repos/{self.memory.name}"
        upload = re.fullmatch(rf"(?:/api)?/uploads{root}/releases/(\d+)/assets", request.path)
        if upload:
            return self._writing(request, lambda: self._upload(request, int(upload[1])))
        if not request.path.startswith(root):
            return _not_found()
        return self._route(request, request.path.removeprefix(root))

    def _route(self, request: Request, path: str) -> Reply:
        routes: tuple[tuple[str, str, Callable[..., Reply], bool], ...] = (
            ("GET", "", self._repository, False),
            ("GET", "/releases", self._list, False),
            ("POST", "/releases", self._create, True),
            ("GET", "/releases/tags/(.+)", self._by_tag, False),
            ("PATCH", r"/releases/(\d+)", self._update, True),
            ("DELETE", r"/releases/(\d+)", self._delete, True),
            ("GET", r"/releases/assets/(\d+)", self._download, False),
            ("DELETE", r"/releases/assets/(\d+)", self._delete_asset, True),
            ("GET", "/git/ref/tags/(.+)", self._ref, False),
            ("GET", "/git/tags/([0-9a-f]+)", self._tag, False),
            ("GET", "/actions/workflows/([^/]+)/runs", self._runs, False),
            ("POST", "/actions/workflows/([^/]+)/dispatches", self._dispatch, True),
            ("GET", r"/pulls/(\d+)", self._pull, False),
            ("GET", r"/issues/(\d+)/comments", self._comments, False),
            ("POST", r"/issues/(\d+)/comments", self._comment, False),
            ("PATCH", r"/issues/comments/(\d+)", self._edit_comment, False),
            ("DELETE", r"/issues/comments/(\d+)", self._delete_comment, False),
        )
        for verb, pattern, handler, writes in routes:
            found = re.fullmatch(pattern, path)
            if found and verb == request.verb:
                if writes:
                    return self._writing(request, lambda: handler(request, *found.groups()))  # noqa: B023  called before the next turn
                return handler(request, *found.groups())
        self.breaches.append(f"{request.line}: no such operation")
        return _not_found()

    def _writing(self, request: Request, act: Callable[[], Reply]) -> Reply:
        if self.memory.may_write:
            return act()
        if request.token.startswith(("ghs_", "github_pat_")):
            return Reply(403, shapes.problem("Resource not accessible by integration"))
        return Reply(404, shapes.problem("Not Found"))

    def _repository(self, request: Request) -> Reply:
        installation = request.token.startswith("ghs_")
        told = shapes.repository(self.base, self.memory, installation=installation)
        return Reply(200, told)

    def _list(self, request: Request) -> Reply:
        size, page = int(request.query.get("per_page", "30")), int(request.query.get("page", "1"))
        if not 1 <= size <= 100 or set(request.query) - {"per_page", "page"}:
            self.breaches.append(f"{request.line}: {request.query}")
        listed = self.memory.listed()
        shown = listed[(page - 1) * size : page * size]
        told = [shapes.release(self.base, self.memory, one) for one in shown]
        more = page * size < len(listed)
        address = f"{self.base}/repositories/1/releases?per_page={size}&page={page + 1}"
        return Reply(200, told, (("Link", f'<{address}>; rel="next"'),) if more else ())

    def _by_tag(self, request: Request, tag: str) -> Reply:
        found = self.memory.published(tag)
        return self._told(found) if found else _not_found()

    def _told(self, release: Release, status: int = 200) -> Reply:
        return Reply(status, shapes.release(self.base, self.memory, release))

    def _create(self, request: Request) -> Reply:
        given = self._fields(request, _CREATED, {"tag_name"})
        if given is None:
            return Reply(400, shapes.problem("Problems parsing JSON"))
        release = Release(
            id=self.memory.next_id(), tag=given["tag_name"], draft=given.get("draft", False),
            commit=given.get("target_commitish", "main"), name=given.get("name", ""),
            body=given.get("body", ""), prerelease=given.get("prerelease", False),
        )  # fmt: skip
        refused = self._refusal(release)
        if refused:
            return refused
        self.memory.releases[release.id] = release
        self.memory.unseen[release.id] = self.memory.hides
        if not release.draft:
            self._publish(release, given.get("make_latest", "true"))
        return self._told(release, 201)

    def _update(self, request: Request, number: str) -> Reply:
        release = self.memory.releases.get(int(number))
        given = self._fields(request, _CREATED, set())
        if release is None or given is None:
            return _not_found()
        wanted = Release(**{**vars(release), "assets": release.assets})
        wanted.body, wanted.name = given.get("body", release.body), given.get("name", release.name)
        wanted.draft = given.get("draft", release.draft)
        wanted.prerelease = given.get("prerelease", release.prerelease)
        refused = self._refusal(wanted)
        if refused:
            return refused
        becomes_public = release.draft and not wanted.draft
        release.body, release.name = wanted.body, wanted.name
        release.draft, release.prerelease = wanted.draft, wanted.prerelease
        if becomes_public:
            self._publish(release, given.get("make_latest", "true"))
        return self._told(release)

    def _refusal(self, wanted: Release) -> Reply | None:
        if len(wanted.body) > MOST_CHARACTERS:
            words = f"body is too long (maximum is {MOST_CHARACTERS} characters)"
            return _invalid("body", "custom", words)
        rival = self.memory.published(wanted.tag)
        if not wanted.draft and rival and rival.id != wanted.id:
            return _invalid("tag_name", "already_exists")
        if not wanted.draft and not rival and wanted.tag in self.memory.burnt:
            return _invalid("tag_name", "custom", "tag_name was used by an immutable release")
        return None

    def _publish(self, release: Release, make_latest: str) -> None:
        if make_latest not in {"true", "false", "legacy"}:
            self.breaches.append(f"make_latest: {make_latest}")
        if self.memory.tag_object(release.tag) is None:
            self.memory.make_tag(release.tag, release.commit)
            self.breaches.append(f"{release.tag} was published without its tag")
        release.published_times += 1
        release.immutable = self.memory.seals
        if self.memory.seals:
            self.memory.burnt.add(release.tag)
        if make_latest != "false" and not release.prerelease:
            self.memory.latest = release.id

    def _delete(self, request: Request, number: str) -> Reply:
        return Reply(204) if self.memory.releases.pop(int(number), None) else _not_found()

    def _upload(self, request: Request, number: int) -> Reply:
        release = self.memory.releases.get(number)
        if release is None:
            return _not_found()
        if set(request.query) - {"name", "label"} or not request.headers.get("content-type"):
            self.breaches.append(f"{request.line}: {request.query}")
        if release.immutable:
            return Reply(422, shapes.problem("Cannot upload assets to an immutable release"))
        name = _UNKEPT.sub(".", request.query.get("name", ""))
        if release.asset(name):
            return _invalid("name", "already_exists", resource="ReleaseAsset")
        kind = request.headers["content-type"]
        made = Asset(self.memory.next_id(), name, request.content, kind)
        release.assets.append(made)
        return Reply(201, shapes.asset(self.base, self.memory, made))

    def _asset(self, number: str) -> tuple[Release, Asset] | None:
        every = ((one, each) for one in self.memory.releases.values() for each in one.assets)
        return next((pair for pair in every if pair[1].id == int(number)), None)

    def _download(self, request: Request, number: str) -> Reply:
        found = self._asset(number)
        if found is None:
            return _not_found()
        if request.headers.get("accept") == "application/octet-stream":
            return Reply(200, found[1].content)
        return Reply(200, shapes.asset(self.base, self.memory, found[1]))

    def _delete_asset(self, request: Request, number: str) -> Reply:
        found = self._asset(number)
        if found is None:
            return _not_found()
        release, asset = found
        if release.immutable:
            return Reply(422, shapes.problem("Cannot delete asset from an immutable release"))
        release.assets.remove(asset)
        return Reply(204)

    def _ref(self, request: Request, tag: str) -> Reply:
        found = self.memory.tag_object(tag)
        if found is None:
            return _not_found()
        return Reply(200, shapes.git_ref(self.base, self.memory, tag, found))

    def _tag(self, request: Request, name: str) -> Reply:
        return Reply(200, shapes.git_tag(self.base, self.memory, name))

    def _runs(self, request: Request, file: str) -> Reply:
        if file not in self.memory.workflows:
            return _not_found()
        names = {"event": "event", "branch": "branch", "head_sha": "commit"}
        asked = {names[key]: value for key, value in request.query.items() if key in names}
        shown = [
            shapes.run(self.base, self.memory, run)
            for run in self.memory.runs
            if run.file == file and asked.items() <= vars(run).items()
        ]
        return Reply(200, {"total_count": len(shown), "workflow_runs": shown})

    def _dispatch(self, request: Request, file: str) -> Reply:
        given = self._fields(request, _DISPATCHED, {"ref"})
        if file not in self.memory.workflows or given is None:
            return _not_found()
        if not self.memory.workflows[file]:
            words = "Workflow does not have 'workflow_dispatch' trigger"
            return Reply(422, shapes.problem(words))
        if self.memory.tag_object(given["ref"]) is None:
            return Reply(422, shapes.problem(f"No ref found for: {given['ref']}"))
        commit = self.memory.peeled(given["ref"])
        self.memory.runs.append(Run(self.memory.next_id(), file, given["ref"], commit))
        return Reply(204)

    def _pull(self, request: Request, number: str) -> Reply:
        pull = self.memory.pulls.get(int(number))
        if pull is None:
            return _not_found()
        return Reply(200, shapes.pull(self.base, self.memory, pull))

    def _comments(self, request: Request, number: str) -> Reply:
        if int(number) not in self.memory.pulls:
            return _not_found()
        size, page = int(request.query.get("per_page", "30")), int(request.query.get("page", "1"))
        listed = self.memory.comments_on(int(number))[(page - 1) * size : page * size]
        return Reply(200, [shapes.comment(self.base, self.memory, one) for one in listed])

    def _comment(self, request: Request, number: str) -> Reply:
        given = self._fields(request, {"body": str}, {"body"})
        if int(number) not in self.memory.pulls or given is None:
            return _not_found()
        refused = self._comment_refusal(given["body"])
        if refused:
            return refused
        app = request.token.startswith("ghs_")
        author = "github-actions[bot]" if app else self.people.login
        kind = "Bot" if app else "User"
        made = Comment(self.memory.next_id(), int(number), given["body"], author, kind)
        self.memory.comments[made.id] = made
        return Reply(201, shapes.comment(self.base, self.memory, made))

    def _edit_comment(self, request: Request, number: str) -> Reply:
        given = self._fields(request, {"body": str}, {"body"})
        comment = self.memory.comments.get(int(number))
        if comment is None or given is None:
            return _not_found()
        refused = self._comment_refusal(given["body"])
        if refused:
            return refused
        comment.body = given["body"]
        return Reply(200, shapes.comment(self.base, self.memory, comment))

    def _delete_comment(self, request: Request, number: str) -> Reply:
        if not self.memory.may_comment:
            return Reply(403, shapes.problem("Resource not accessible by integration"))
        return Reply(204) if self.memory.comments.pop(int(number), None) else _not_found()

    def _comment_refusal(self, body: str) -> Reply | None:
        if not self.memory.may_comment:
            return Reply(403, shapes.problem("Resource not accessible by integration"))
        if len(body) > MOST_IN_COMMENT:
            words = f"body is too long (maximum is {MOST_IN_COMMENT} characters)"
            return _invalid("body", "unprocessable", words, resource="IssueComment")
        return None

    def _fields(
        self, request: Request, known: dict[str, type], needed: set[str]
    ) -> dict[str, Any] | None:
        try:
            given = json.loads(request.content)
        except ValueError:
            self.breaches.append(f"{request.line}: no JSON")
            return None
        wrong = [
            name
            for name, value in given.items()
            if name not in known or not isinstance(value, known[name])
        ]
        if wrong or needed - set(given):
            self.breaches.append(f"{request.line}: {wrong} {needed - set(given)}")
        return dict(given)


def _not_found() -> Reply:
    return Reply(404, shapes.problem("Not Found"))


def _invalid(field: str, code: str, words: str = "", resource: str = "Release") -> Reply:
    fault = {"resource": resource, "code": code, "field": field}
    return Reply(
        422, shapes.problem("Validation Failed", fault | ({"message": words} if words else {}))
    )
