"""The calls of Confluence Data Center: REST v1."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.fakes.confluence.cloud import operations
from tests.fakes.confluence.request import Request
from tests.fakes.confluence.store import File, Page, Property, Refusal, Store

API = "/rest/api"
MOST = 100
"""How many items a list gives at most, whatever is asked for."""


class DataCenterCalls:
    """What a server answers."""

    prefix = ""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base

    def answer(self, request: Request) -> tuple[int, Any]:
        """The status and the document."""
        known = False
        for method, pattern, call in ROUTES:
            found = re.fullmatch(pattern, request.path)
            known = known or bool(found)
            if found and method == request.method:
                return call(self, request, *found.groups())
        if known:
            raise Refusal(405, "Method Not Allowed")
        raise Refusal(404, f"No call {request.method} {request.path}")

    def space(self, request: Request, key: str) -> tuple[int, Any]:
        if key != "DOCS":
            raise Refusal(404, f"No space with key : {key}")
        found: dict[str, Any] = {"id": 77, "key": "DOCS", "name": "Docs", "type": "global"}
        if "homepage" in request.value("expand"):
            found["homepage"] = self.page(self.store.pages[self.store.home], "")
        if "operations" in request.value("expand"):
            found["operations"] = operations(self.store)
        return 200, found

    def contents(self, request: Request) -> tuple[int, Any]:
        title, status = request.value("title"), request.value("status", "current")
        statuses = {"current", "trashed"} if status == "any" else {status}
        found = [
            page
            for page in self.store.pages.values()
            if page.status in statuses and (not title or page.title == title)
        ]
        return self.listed(request, found)

    def read(self, request: Request, name: str) -> tuple[int, Any]:
        status = request.value("status", "current")
        page = self.store.get(name, *({"any": ()}.get(status, (status,))))
        return 200, self.page(page, request.value("expand"))

    def create(self, request: Request) -> tuple[int, Any]:
        wanted = request.json
        parent = str((wanted.get("ancestors") or [{"id": ""}])[-1]["id"])
        body = wanted.get("body", {}).get("storage", {}).get("value", "")
        made = self.store.new(parent, wanted["title"], body)
        return 200, self.page(made, "version,ancestors,body.storage")

    def write(self, request: Request, name: str) -> tuple[int, Any]:
        page, wanted = self.store.get(name), request.json
        version = wanted["version"]
        body = wanted.get("body", {}).get("storage", {}).get("value", page.now.body)
        parent = str((wanted.get("ancestors") or [{"id": ""}])[-1]["id"])
        restores = page.status == "trashed"
        if restores and (request.value("status") != "trashed" or body != page.now.body):
            raise Refusal(400, "Only the status of a trashed page can be changed")
        self.store.write(
            page, title=wanted["title"], body=body, number=version["number"],
            message=version.get("message", ""), minor=version.get("minorEdit", False),
            author="restored" if restores else "bot", parent=parent,
        )  # fmt: skip
        page.status = "current"
        return 200, self.page(page, "version,ancestors,body.storage")

    def descendants(self, request: Request, name: str) -> tuple[int, Any]:
        self.store.get(name)
        return self.listed(request, list(self.store.below(name)))

    def children(self, request: Request, name: str) -> tuple[int, Any]:
        self.store.get(name)
        pages = self.store.pages.values()
        return self.listed(
            request, [one for one in pages if one.parent == name and one.status != "trashed"]
        )

    def top_pages(self, request: Request) -> tuple[int, Any]:
        return self.listed(request, [one for one in self.store.pages.values() if not one.parent])

    def read_property(self, request: Request, name: str, key: str) -> tuple[int, Any]:
        del request
        there = self.store.get(name).properties.get(key)
        if there is None:
            raise Refusal(404, f"No property {key}")
        return 200, self.property(there)

    def make_property(self, request: Request, name: str) -> tuple[int, Any]:
        wanted = request.json
        made = self.store.put_property(self.store.get(name), wanted["key"], wanted["value"], None)
        return 200, self.property(made)

    def write_property(self, request: Request, name: str, key: str) -> tuple[int, Any]:
        wanted = request.json
        number = wanted["version"]["number"]
        made = self.store.put_property(self.store.get(name), key, wanted["value"], number)
        return 200, self.property(made)

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

    def attachments(self, request: Request, name: str) -> tuple[int, Any]:
        page, file = self.store.get(name), request.value("filename")
        found = [self.file(one) for one in page.files.values() if file in {"", one.name}]
        return 200, {"results": found, "start": 0, "limit": MOST, "size": len(found), "_links": {}}

    def attach(self, request: Request, name: str) -> tuple[int, Any]:
        parts = request.parts
        file, content = parts["file"]
        page = self.store.get(name)
        if file in page.files:
            raise Refusal(400, f"Cannot add a new attachment with same file name: {file}")
        made = self.store.attach(page, file, content, parts["comment"][1].decode())
        return 200, {"results": [self.file(made)], "size": 1}

    def update_file(self, request: Request, name: str, number: str) -> tuple[int, Any]:
        parts, page = request.parts, self.store.get(name)
        there = next((one for one in page.files.values() if one.id == number), None)
        if there is None:
            raise Refusal(404, f"No attachment {number}")
        made = self.store.attach(page, there.name, parts["file"][1], parts["comment"][1].decode())
        return 200, self.file(made)

    def me(self, request: Request) -> tuple[int, Any]:
        del request
        return 200, {"type": "known", "username": "bot", "displayName": "Release Bot"}

    def listed(self, request: Request, found: list[Page]) -> tuple[int, Any]:
        """A part of a list."""
        start = int(request.value("start") or 0)
        limit = min(int(request.value("limit") or 25), MOST)
        some = found[start : start + limit]
        links = {"base": self.base}
        if start + limit < len(found):
            links["next"] = f"{request.path}?start={start + limit}&limit={limit}"
        results = [self.page(one, request.value("expand")) for one in some]
        return 200, {
            "results": results, "start": start, "limit": limit, "size": len(some), "_links": links
        }  # fmt: skip

    def page(self, page: Page, expand: str) -> dict[str, Any]:
        """A page as v1 tells it, with what was asked for besides."""
        found: dict[str, Any] = {
            "id": page.id, "type": "page", "status": page.status, "title": page.title,
            "_links": {"webui": f"/display/DOCS/{page.id}"},
        }  # fmt: skip
        wanted = expand.split(",")
        if "version" in wanted:
            found["version"] = {
                "number": page.number, "message": page.now.message, "minorEdit": page.now.minor
            }  # fmt: skip
        if "ancestors" in wanted:
            found["ancestors"] = [{"id": one.id, "type": "page"} for one in
                                  self.store.above(page.id)]  # fmt: skip
        if "body.storage" in wanted:
            found["body"] = {"storage": {"value": page.now.body, "representation": "storage"}}
        keys = [one.split(".")[2] for one in wanted if one.startswith("metadata.properties.")]
        if keys:
            found["metadata"] = {
                "properties": {
                    key: self.property(page.properties[key])
                    for key in keys
                    if key in page.properties
                }
            }
        return found

    def property(self, one: Property) -> dict[str, Any]:
        """A property as v1 tells it."""
        return {
            "id": one.id, "key": one.key, "value": one.value, "version": {"number": one.version}
        }  # fmt: skip

    def file(self, one: File) -> dict[str, Any]:
        """An attachment as v1 tells it."""
        return {
            "id": one.id, "type": "attachment", "status": "current", "title": one.name,
            "metadata": {"comment": one.comment}, "version": {"number": one.version},
        }  # fmt: skip


Call = Callable[..., tuple[int, Any]]
ROUTES: tuple[tuple[str, str, Call], ...] = (
    ("GET", rf"{API}/space/(\w+)", DataCenterCalls.space),
    ("GET", rf"{API}/space/DOCS/content/page", DataCenterCalls.top_pages),
    ("GET", rf"{API}/content", DataCenterCalls.contents),
    ("POST", rf"{API}/content", DataCenterCalls.create),
    ("GET", rf"{API}/content/(\d+)", DataCenterCalls.read),
    ("PUT", rf"{API}/content/(\d+)", DataCenterCalls.write),
    ("GET", rf"{API}/content/(\d+)/descendant/page", DataCenterCalls.descendants),
    ("GET", rf"{API}/content/(\d+)/child/page", DataCenterCalls.children),
    ("GET", rf"{API}/content/(\d+)/property/(\w+)", DataCenterCalls.read_property),
    ("POST", rf"{API}/content/(\d+)/property", DataCenterCalls.make_property),
    ("PUT", rf"{API}/content/(\d+)/property/(\w+)", DataCenterCalls.write_property),
    ("POST", rf"{API}/content/(\d+)/label", DataCenterCalls.add_labels),
    ("DELETE", rf"{API}/content/(\d+)/label", DataCenterCalls.remove_label),
    ("GET", rf"{API}/content/(\d+)/child/attachment", DataCenterCalls.attachments),
    ("POST", rf"{API}/content/(\d+)/child/attachment", DataCenterCalls.attach),
    ("POST", rf"{API}/content/(\d+)/child/attachment/(\w+)/data", DataCenterCalls.update_file),
    ("GET", rf"{API}/user/current", DataCenterCalls.me),
)
