"""The calls of Confluence Cloud: v2, and of v1 what is still there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.confluence.request import Request
from tests.fakes.confluence.store import File, Page, Property, Refusal, Store

SPACE = "77"
AUTHOR, MADE_AT = "5b10a2844c20165700ede21g", "2026-01-02T03:04:05.000Z"
V2, V1 = "/wiki/api/v2", "/wiki/rest/api"


class CloudCalls:
    """What a site answers."""

    prefix = "/wiki"

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base

    def answer(self, request: Request) -> tuple[int, Any]:
        """The status and the document."""
        for method, pattern, call in ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and method == request.method:
                return call(self, request, *found.groups())
        if request.path.startswith(f"{V1}/content"):
            raise Refusal(410, "This deprecated endpoint has been removed.")
        raise Refusal(404, f"No call {request.method} {request.path}")

    def spaces(self, request: Request) -> tuple[int, Any]:
        wanted = [*request.values("keys"), *",".join(request.values("ids")).split(",")]
        known = (("77", "DOCS", "Docs"), ("78", "OTHER", "Other"))
        found = [
            {
                "id": name, "key": key, "name": title, "type": "global", "status": "current",
                "authorId": AUTHOR, "homepageId": self.store.home, "createdAt": MADE_AT,
            }
            for name, key, title in known
            if not any(wanted) or key in wanted or name in wanted
        ]  # fmt: skip
        return self.listed(request, found)

    def one_space(self, request: Request, name: str) -> tuple[int, Any]:
        _, found = self.spaces(request)
        space = next(one for one in found["results"] if one["id"] == name)
        if request.value("include-operations") == "true":
            space["operations"] = {"results": operations(self.store)}
        return 200, space

    def list_pages(self, request: Request) -> tuple[int, Any]:
        statuses = request.values("status") or ["current", "archived"]
        names, title = request.values("id"), request.value("title")
        found = (
            [self.store.pages[name] for name in names if name in self.store.pages]
            if names
            else list(self.store.pages.values())
        )
        chosen = [
            self.page(page, body=request.value("body-format") == "storage")
            for page in found
            if page.status in statuses and (not title or page.title == title)
        ]
        return self.listed(request, chosen)

    def top_pages(self, request: Request, space: str) -> tuple[int, Any]:
        del space
        return self.listed(
            request, [self.page(page) for page in self.store.pages.values() if not page.parent]
        )

    def read_page(self, request: Request, name: str) -> tuple[int, Any]:
        page = self.store.get(name, *(request.values("status") or ["current", "archived"]))
        found = self.page(page, body=request.value("body-format") == "storage")
        if request.value("include-properties") == "true":
            properties = list(page.properties.values())
            found["properties"] = {"results": [self.property(one) for one in properties]}
        return 200, found

    def create_page(self, request: Request) -> tuple[int, Any]:
        wanted = request.json
        parent = wanted.get("parentId") or (
            "" if request.value("root-level") == "true" else self.store.home
        )
        body = _value(wanted.get("body", {}))
        return 200, self.page(self.store.new(parent, wanted["title"], body), body=True)

    def write_page(self, request: Request, name: str) -> tuple[int, Any]:
        page, wanted = self.store.get(name), request.json
        version = wanted["version"]
        if page.status == "archived":
            raise Refusal(400, "An archived page cannot be updated")
        if page.status == "trashed":  # the status alone changes
            self.store.write(
                page, title=page.title, body=page.now.body, number=version["number"],
                message=version.get("message", ""), author="restored",
            )  # fmt: skip
            page.status = "current"
            return 200, self.page(page)
        self.store.write(
            page, title=wanted["title"], body=_value(wanted["body"]), number=version["number"],
            message=version.get("message", ""), minor=version.get("minorEdit", False),
            parent=wanted.get("parentId", ""),
        )  # fmt: skip
        return 200, self.page(page, body=True)

    def descendants(self, request: Request, name: str) -> tuple[int, Any]:
        self.store.get(name)
        found = [
            {"id": page.id, "status": page.status, "title": page.title, "type": "page",
             "parentId": page.parent, "depth": len(self.store.above(page.id))}
            for page in self.store.below(name)
        ]  # fmt: skip
        return self.listed(request, found)

    def children(self, request: Request, name: str) -> tuple[int, Any]:
        self.store.get(name)
        found = [
            {"id": page.id, "status": page.status, "title": page.title, "type": "page",
             "spaceId": SPACE}
            for page in self.store.pages.values()
            if page.parent == name and page.status != "trashed"
        ]  # fmt: skip
        return self.listed(request, found)

    def properties(self, request: Request, name: str) -> tuple[int, Any]:
        page, key = self.store.get(name), request.value("key")
        found = [self.property(one) for one in page.properties.values() if key in {"", one.key}]
        return self.listed(request, found)

    def make_property(self, request: Request, name: str) -> tuple[int, Any]:
        wanted = request.json
        made = self.store.put_property(self.store.get(name), wanted["key"], wanted["value"], None)
        return 200, self.property(made)

    def write_property(self, request: Request, name: str, number: str) -> tuple[int, Any]:
        page, wanted = self.store.get(name), request.json
        there = next((one for one in page.properties.values() if one.id == number), None)
        if there is None or there.key != wanted["key"]:
            raise Refusal(404, f"No property with id {number}")
        version = wanted["version"]["number"]
        made = self.store.put_property(page, there.key, wanted["value"], version)
        return 200, self.property(made)

    def attachments(self, request: Request, name: str) -> tuple[int, Any]:
        page, file = self.store.get(name), request.value("filename")
        found = [self.file(one) for one in page.files.values() if file in {"", one.name}]
        return self.listed(request, found)

    def attach(self, request: Request, name: str) -> tuple[int, Any]:
        parts = request.parts
        file, content = parts["file"]
        comment = parts["comment"][1].decode() if "comment" in parts else ""
        made = self.store.attach(self.store.get(name), file, content, comment)
        return 200, {"results": [self.file(made)], "size": 1}

    def labels(self, request: Request, name: str) -> tuple[int, Any]:
        page = self.store.get(name)
        return self.listed(
            request, [{"id": one, "name": one, "prefix": "global"} for one in page.labels]
        )

    def no_state(self, request: Request, name: str) -> tuple[int, Any]:
        del request
        self.store.get(name)
        return 204, None

    def comments(self, request: Request, name: str) -> tuple[int, Any]:
        self.store.get(name)
        return self.listed(request, [])

    def add_labels(self, request: Request, name: str) -> tuple[int, Any]:
        page = self.store.get(name)
        self.store.label(page, [one["name"] for one in request.json])
        return 200, {"results": [{"name": one} for one in page.labels]}

    def remove_label(self, request: Request, name: str) -> tuple[int, Any]:
        page, label = self.store.get(name), request.value("name")
        if label not in page.labels:
            raise Refusal(404, f"No label {label}")
        page.labels.discard(label)
        return 204, None

    def move(self, request: Request, name: str, position: str, target: str) -> tuple[int, Any]:
        del request
        page, to = self.store.get(name), self.store.get(target)
        if position != "append" and not to.parent:
            raise Refusal(400, "That would hide the page")
        self.store.move(page, to.id if position == "append" else to.parent)
        return 200, {"pageId": name}

    def archive(self, request: Request) -> tuple[int, Any]:
        pages = [self.store.get(str(one["id"])) for one in request.json["pages"]]
        if not pages or len(pages) > 300 or any(page.status != "current" for page in pages):
            raise Refusal(400, "these pages cannot be archived")
        for page in pages:
            for child in self.store.pages.values():
                if child.parent == page.id:
                    child.parent = page.parent
            page.status = "archived"
        name = str(next(self.store.ids))
        self.store.tasks[name] = False
        return 202, {"id": name, "links": {"status": f"/rest/api/longtask/{name}"}}

    def task(self, request: Request, name: str) -> tuple[int, Any]:
        del request
        finished, self.store.tasks[name] = self.store.tasks[name], True
        return 200, {
            "id": name, "name": {"key": "archive", "args": []}, "elapsedTime": 5,
            "percentageComplete": 100 if finished else 10, "successful": finished,
            "finished": finished, "messages": [],
        }  # fmt: skip

    def me(self, request: Request) -> tuple[int, Any]:
        del request
        return 200, {"type": "known", "displayName": "Release Bot"}

    def listed(self, request: Request, found: list[Any]) -> tuple[int, Any]:
        """A part of a list, with the link to the next one."""
        start = int(request.value("cursor") or 0)
        limit = int(request.value("limit") or 25)
        links = {"base": f"{self.base}/wiki"}
        if start + limit < len(found):
            links["next"] = f"{request.path}?limit={limit}&cursor={start + limit}"
        return 200, {"results": found[start : start + limit], "_links": links}

    def page(self, page: Page, *, body: bool = False) -> dict[str, Any]:
        """A page as v2 tells it."""
        found: dict[str, Any] = {
            "id": page.id, "status": page.status, "title": page.title, "spaceId": SPACE,
            "parentId": page.parent or None, "parentType": "page", "position": 1,
            "authorId": AUTHOR, "ownerId": AUTHOR, "createdAt": MADE_AT,
            "version": {
                "number": page.number, "message": page.now.message, "minorEdit": page.now.minor,
                "authorId": AUTHOR, "createdAt": MADE_AT,
            },
            "_links": {"webui": f"/spaces/DOCS/pages/{page.id}"},
        }  # fmt: skip
        if body:
            found["body"] = {"storage": {"representation": "storage", "value": page.now.body}}
        return found

    def property(self, one: Property) -> dict[str, Any]:
        """A property as v2 tells it."""
        return {
            "id": one.id, "key": one.key, "value": one.value,
            "version": {
                "number": one.version, "message": "", "minorEdit": False,
                "authorId": AUTHOR, "createdAt": MADE_AT,
            },
        }  # fmt: skip

    def file(self, one: File) -> dict[str, Any]:
        """An attachment as v2 tells it."""
        return {
            "id": one.id, "status": "current", "title": one.name, "comment": one.comment,
            "version": {"number": one.version},
        }  # fmt: skip


def operations(store: Store) -> list[dict[str, str]]:
    """What the account may do in the space."""
    return [{"operation": deed, "targetType": kind} for deed, kind in sorted(store.allowed)]


def _value(body: dict[str, Any]) -> str:
    """The text of a body in either of the forms that v2 takes."""
    value: str = body.get("storage", body).get("value", "")
    return value


Call = Callable[..., tuple[int, Any]]
ROUTES: tuple[tuple[str, str, Call], ...] = (
    ("GET", rf"{V2}/spaces", CloudCalls.spaces),
    ("GET", rf"{V2}/spaces/(\d+)", CloudCalls.one_space),
    ("GET", rf"{V2}/spaces/(\d+)/pages", CloudCalls.top_pages),
    ("GET", rf"{V2}/pages", CloudCalls.list_pages),
    ("POST", rf"{V2}/pages/?", CloudCalls.create_page),
    ("GET", rf"{V2}/pages/(\d+)", CloudCalls.read_page),
    ("PUT", rf"{V2}/pages/(\d+)", CloudCalls.write_page),
    ("GET", rf"{V2}/pages/(\d+)/descendants", CloudCalls.descendants),
    ("GET", rf"{V2}/pages/(\d+)/direct-children", CloudCalls.children),
    ("GET", rf"{V2}/pages/(\d+)/properties", CloudCalls.properties),
    ("POST", rf"{V2}/pages/(\d+)/properties", CloudCalls.make_property),
    ("PUT", rf"{V2}/pages/(\d+)/properties/(\d+)", CloudCalls.write_property),
    ("GET", rf"{V2}/pages/(\d+)/attachments", CloudCalls.attachments),
    ("GET", rf"{V2}/pages/(\d+)/labels", CloudCalls.labels),
    ("PUT", rf"{V1}/content/(\d+)/child/attachment", CloudCalls.attach),
    ("POST", rf"{V1}/content/(\d+)/label", CloudCalls.add_labels),
    ("DELETE", rf"{V1}/content/(\d+)/label", CloudCalls.remove_label),
    ("DELETE", rf"{V1}/content/(\d+)/state", CloudCalls.no_state),
    ("GET", rf"{V2}/pages/(\d+)/inline-comments", CloudCalls.comments),
    ("PUT", rf"{V1}/content/(\d+)/move/(append|before|after)/(\d+)", CloudCalls.move),
    ("POST", rf"{V1}/content/archive", CloudCalls.archive),
    ("GET", rf"{V1}/longtask/(\d+)", CloudCalls.task),
    ("GET", rf"{V1}/user/current", CloudCalls.me),
)
