"""Confluence Data Center: the REST API v1 of the product's own documentation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from releasebot.confluence import answers
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.api import (
    Attachment,
    Content,
    Place,
    Property,
    Revision,
    missing,
    operations_of,
    status_of,
)
from releasebot.confluence.note import KEY
from releasebot.confluence.session import Connection, Query
from releasebot.confluence.v1 import V1, V1Calls, property_of, version_of
from releasebot.errors import UsageError

_MOST = 200
_KNOWN = f"version,ancestors,metadata.properties.{KEY}"
_WITH_BODY = f"{_KNOWN},body.storage"


class Server(V1Calls):
    """The calls of one space."""

    product = "Confluence Data Center"
    can_archive = False
    lists_properties = True
    moves_make_versions = True

    def __init__(self, connection: Connection, space: str) -> None:
        super().__init__(connection)
        self.space = space

    def address(self, page: Content) -> str:
        """The page below the server's own address."""
        way = page.address or f"/pages/viewpage.action?pageId={page.id}"
        return f"{self.connection.url.rstrip('/')}{way}"

    def place(self) -> Place:
        """The space of the key."""
        query = {"expand": "homepage"}
        try:
            found = self.connection.get(f"{V1}/space/{self.space}", answers.READ_SPACE, query)
        except RefusedError as error:
            missing(error)
            raise UsageError(
                f"{self.connection.url} has no space {self.space}, or the account may not see it",
                hint="correct confluence.space; it is the key in the space's address",
            ) from error
        home = (found.get("homepage") or {}).get("id") or ""
        return Place(str(found.get("id", "")), found["key"], str(home))

    def titled(self, title: str) -> Sequence[Content]:
        """The pages of that title in the space."""
        query = {
            "type": "page",
            "spaceKey": self.space,
            "title": title,
            "status": "any",
            "expand": _WITH_BODY,
        }
        return tuple(map(_content, self._list(f"{V1}/content", query)))

    def everything(self) -> Iterator[Content]:
        """Every page of the space."""
        query = {"type": "page", "spaceKey": self.space, "status": "any", "expand": _KNOWN}
        return map(_content, self._list(f"{V1}/content", query))

    def page(self, name: str, *, fresh: bool = False) -> Content | None:
        """The page with its body and our property."""
        query = {"status": "any", "expand": _WITH_BODY}
        path = f"{V1}/content/{name}"
        try:
            return _content(self.connection.get(path, answers.READ, query, fresh=fresh))
        except RefusedError as error:
            missing(error)
            return None

    def pages(self, names: Collection[str]) -> Iterator[Content]:
        """The pages of these ids, one by one."""
        return (page for page in map(self.page, names) if page)

    def below(self, name: str) -> Iterator[Content]:
        """All pages below a page."""
        path = f"{V1}/content/{name}/descendant/page"
        return map(_content, self._list(path, {"expand": _KNOWN}))

    def children(self, name: str) -> Iterator[Content]:
        """The pages right below a page, or at the top."""
        if name:
            path, query = f"{V1}/content/{name}/child/page", {"expand": _KNOWN}
        else:
            path = f"{V1}/space/{self.space}/content/page"
            query = {"depth": "root", "expand": _KNOWN}
        return map(_content, self._list(path, query))

    def properties(self, name: str) -> Mapping[str, Property]:
        """Our property, where the page has it."""
        path = f"{V1}/content/{name}/property/{KEY}"
        try:
            found = self.connection.get(path, answers.READ, {"expand": "version"})
        except RefusedError as error:
            missing(error)
            return {}
        return {KEY: property_of(found)}

    def create(self, title: str, parent: str, body: str) -> Content:
        """Make a page."""
        wanted: dict[str, object] = {
            "type": "page",
            "title": title,
            "space": {"key": self.space},
            "body": _body(body),
        }
        if parent:
            wanted["ancestors"] = [{"id": parent}]
        made = self.connection.send("POST", f"{V1}/content", answers.WRITE, json=wanted)
        return _content(made.data)

    def write(self, name: str, revision: Revision, *, fresh: bool = False) -> Content:
        """Write a page's next version, which may stand below another page."""
        wanted: dict[str, object] = {
            "type": "page",
            "status": "current",
            "title": revision.title,
            "body": _body(revision.body),
            "version": version_of(revision),
        }
        if revision.parent:
            wanted["ancestors"] = [{"id": revision.parent}]
        path = f"{V1}/content/{name}"
        made = self.connection.send("PUT", path, answers.WRITE, json=wanted, fresh=fresh)
        return _content(made.data)

    def move(self, page: Content, parent: str, revision: Revision) -> Content:
        """Put a page below another one; no call does so without a new version."""
        del parent
        return self.write(page.id, revision)

    def restore(self, page: Content, message: str) -> Content:
        """Take a page out of the trash; nothing else of it may change in the same call."""
        wanted: dict[str, object] = {
            "type": "page",
            "status": "current",
            "title": page.title,
            "version": {"number": page.version + 1, "message": message},
        }
        path, query = f"{V1}/content/{page.id}", {"status": "trashed"}
        made = self.connection.send("PUT", path, answers.WRITE, query=query, json=wanted)
        return _content(made.data)

    def archive(self, names: Sequence[str]) -> None:
        """Never called: there is no such call."""
        raise AssertionError(names)

    def put_property(
        self, name: str, key: str, value: object, known: Property | None, *, fresh: bool = False
    ) -> Property:
        """Set a property."""
        path = f"{V1}/content/{name}/property"
        wanted: dict[str, object] = {"key": key, "value": value}
        method = "POST"
        if known:
            path, method = f"{path}/{key}", "PUT"
            wanted["version"] = {"number": known.version + 1, "minorEdit": True}
        made = self.connection.send(method, path, answers.NOTE, json=wanted, fresh=fresh)
        return property_of(made.data)

    def attachment(self, name: str, file: str) -> Attachment | None:
        """The attachment of that name."""
        query = {"filename": file, "expand": "version,metadata"}
        for one in self._list(f"{V1}/content/{name}/child/attachment", query):
            if one["title"] == file:
                comment = (one.get("metadata") or {}).get("comment") or ""
                message = (one.get("version") or {}).get("message") or ""
                return Attachment(str(one["id"]), file, str(comment or message))
        return None

    def attach(
        self, name: str, file: str, content: bytes, comment: str, known: Attachment | None
    ) -> None:
        """Put a file on a page; a new version of one has a call of its own."""
        path = f"{V1}/content/{name}/child/attachment"
        if known:
            path = f"{path}/{known.id}/data"
        self._upload("POST", path, file, content, comment)

    def allowed(self) -> frozenset[tuple[str, str]]:
        """What the account may do in the space."""
        query = {"expand": "operations"}
        found = self.connection.get(f"{V1}/space/{self.space}", answers.READ_SPACE, query)
        return operations_of(found.get("operations") or ())

    def _list(self, path: str, query: Query) -> Iterator[Any]:
        """Every item of a list; the server may give fewer at a time than asked for."""
        start = 0
        while True:
            asked = {**query, "start": start, "limit": _MOST}
            found = self.connection.get(path, answers.READ, asked)
            yield from found["results"]
            size = len(found["results"])
            limit = int(found.get("limit") or _MOST)
            follows = "next" in (found.get("_links") or {})
            if not size or (size < limit and not follows):
                return
            start += size


def _body(value: str) -> dict[str, Any]:
    return {"storage": {"value": value, "representation": "storage"}}


def _content(found: Mapping[str, Any]) -> Content:
    version = found.get("version") or {}
    metadata = found.get("metadata") or {}
    known = metadata.get("properties")
    body = ((found.get("body") or {}).get("storage") or {}).get("value")
    above = found.get("ancestors") or ()
    note = (known or {}).get(KEY)
    links = found.get("_links") or {}
    return Content(
        str(found["id"]),
        found["title"],
        status_of(found.get("status")),
        str(above[-1]["id"]) if above else "",
        int(version.get("number", 0)),
        version.get("message") or "",
        body,
        None if known is None else ({KEY: property_of(note)} if note else {}),
        str(links.get("webui") or ""),
    )
