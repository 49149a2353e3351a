"""Confluence Cloud: REST API v2, and v1 where v2 has no call for it.

The documents are Atlassian's "The Confluence Cloud REST API" v2 and v1; v1 no longer has content,
v2 has no labels to write, no upload, no move without a new version and no archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from releasebot.confluence import answers
from releasebot.confluence.answers import RefusedError, Right
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
from releasebot.confluence.session import PAUSES, Connection, Query
from releasebot.confluence.v1 import V1, V1Calls, property_of, version_of
from releasebot.errors import OutsideError, UsageError

_V2 = "api/v2"
_MOST = 250
_MOST_ARCHIVED = 300
_DEEPEST = 10
_EVERY_STATUS = ("current", "archived", "trashed")
_POLLS = 60
_BAD_REQUEST = 400


class Cloud(V1Calls):
    """The calls of one space."""

    product = "Confluence Cloud"
    can_archive = True
    lists_properties = False
    moves_make_versions = False

    def __init__(self, connection: Connection, space: str) -> None:
        super().__init__(connection)
        self.space = space
        self._id = ""
        self._site = connection.url

    def address(self, page: Content) -> str:
        """The page in the site, which is elsewhere than the API of scoped tokens."""
        way = page.address or f"/pages/viewpage.action?pageId={page.id}"
        return f"{self._site.rstrip('/')}{way}"

    def place(self) -> Place:
        """The space of the key."""
        query = {"keys": self.space, "limit": _MOST}
        found = self.connection.get(f"{_V2}/spaces", answers.READ_SPACE, query)
        for space in found["results"]:
            if space["key"].casefold() == self.space.casefold():
                self._id = str(space["id"])
                return Place(self._id, space["key"], str(space.get("homepageId") or ""))
        raise UsageError(
            f"{self.connection.url} has no space {self.space}, or the account may not see it",
            hint="correct confluence.space; it is the key in the space's address",
        )

    def titled(self, title: str) -> Sequence[Content]:
        """The pages of that title in the space."""
        query = {
            "space-id": self._id,
            "title": title,
            "status": _EVERY_STATUS,
            "body-format": "storage",
            "limit": _MOST,
        }
        return tuple(map(_content, self._list(f"{_V2}/pages", query)))

    def everything(self) -> Iterator[Content]:
        """Every page of the space."""
        query = {"space-id": self._id, "status": _EVERY_STATUS, "limit": _MOST}
        return map(_content, self._list(f"{_V2}/pages", query))

    def page(self, name: str, *, fresh: bool = False) -> Content | None:
        """The page with its body and properties."""
        query = {
            "body-format": "storage",
            "include-properties": "true",
            "status": _EVERY_STATUS,
        }
        try:
            found = self.connection.get(f"{_V2}/pages/{name}", answers.READ, query, fresh=fresh)
        except RefusedError as error:
            missing(error)
            return None
        content = _content(found)
        if ((found.get("properties") or {}).get("meta") or {}).get("hasMore"):
            return msgspec.structs.replace(content, properties=self.properties(name))
        return content

    def pages(self, names: Collection[str]) -> Iterator[Content]:
        """The pages of these ids."""
        left = iter(names)
        while some := tuple(islice(left, _MOST)):
            query = {"id": some, "status": _EVERY_STATUS, "limit": _MOST}
            yield from map(_content, self._list(f"{_V2}/pages", query))

    def below(self, name: str) -> Iterator[Content]:
        """All pages below a page, without their versions."""
        query = {"depth": _DEEPEST, "limit": _MOST}
        for one in self._list(f"{_V2}/pages/{name}/descendants", query):
            if one.get("type", "page") == "page":
                yield _content(one)

    def children(self, name: str) -> Iterator[Content]:
        """The pages right below a page, or at the top."""
        if name:
            for one in self._list(f"{_V2}/pages/{name}/direct-children", {"limit": _MOST}):
                if one.get("type", "page") == "page":
                    yield _content(one)
            return
        query: Query = {"depth": "root", "limit": _MOST}
        yield from map(_content, self._list(f"{_V2}/spaces/{self._id}/pages", query))

    def properties(self, name: str) -> Mapping[str, Property]:
        """The properties of a page."""
        found = self._list(f"{_V2}/pages/{name}/properties", {"limit": _MOST})
        return {one["key"]: property_of(one) for one in found}

    def create(self, title: str, parent: str, body: str) -> Content:
        """Make a page."""
        wanted: dict[str, object] = {
            "spaceId": self._id,
            "status": "current",
            "title": title,
            "body": _body(body),
        }
        if parent:
            wanted["parentId"] = parent
        query = None if parent else {"root-level": "true"}
        path = f"{_V2}/pages"
        made = self.connection.send("POST", path, answers.WRITE, query=query, json=wanted)
        return _content(made.data)

    def write(self, name: str, revision: Revision, *, fresh: bool = False) -> Content:
        """Write a page's next version."""
        wanted = {
            "id": name,
            "status": "current",
            "title": revision.title,
            "body": _body(revision.body),
            "version": version_of(revision),
        }
        if revision.parent:
            wanted["parentId"] = revision.parent
        path = f"{_V2}/pages/{name}"
        made = self.connection.send("PUT", path, answers.WRITE, json=wanted, fresh=fresh)
        return _content(made.data)

    def move(self, page: Content, parent: str, revision: Revision) -> Content:
        """Put a page below another one; its version stays."""
        del revision
        path = f"{V1}/content/{page.id}/move/append/{parent}"
        self.connection.send("PUT", path, answers.MOVE)
        return page

    def restore(self, page: Content, message: str) -> Content:
        """Take a page out of the trash; nothing else of it changes."""
        wanted = {
            "id": page.id,
            "status": "current",
            "title": page.title,
            "body": _body(page.body or ""),
            "version": {"number": page.version + 1, "message": message},
        }
        made = self.connection.send("PUT", f"{_V2}/pages/{page.id}", answers.WRITE, json=wanted)
        return _content(made.data)

    def archive(self, names: Sequence[str]) -> None:
        """Put pages into the archive: together, or one by one where the edition wants it so."""
        for first in range(0, len(names), _MOST_ARCHIVED):
            some = names[first : first + _MOST_ARCHIVED]
            try:
                self._archive(some)
            except RefusedError as error:
                if error.status != _BAD_REQUEST or len(some) == 1:
                    raise
                for name in some:
                    self._archive((name,))

    def put_property(
        self, name: str, key: str, value: object, known: Property | None, *, fresh: bool = False
    ) -> Property:
        """Set a property, which has an id of its own in the paths of v2."""
        path = f"{_V2}/pages/{name}/properties"
        wanted: dict[str, object] = {"key": key, "value": value}
        method = "POST"
        if known:
            path, method = f"{path}/{known.id}", "PUT"
            wanted["version"] = {"number": known.version + 1}
        made = self.connection.send(method, path, answers.NOTE, json=wanted, fresh=fresh)
        return property_of(made.data)

    def attachment(self, name: str, file: str) -> Attachment | None:
        """The attachment of that name."""
        query = {"filename": file, "limit": _MOST}
        found = self._list(f"{_V2}/pages/{name}/attachments", query)
        return next(
            (
                Attachment(str(one["id"]), one["title"], one.get("comment") or "")
                for one in found
                if one["title"] == file
            ),
            None,
        )

    def attach(
        self, name: str, file: str, content: bytes, comment: str, known: Attachment | None
    ) -> None:
        """Put a file on a page; one call creates and updates."""
        del known
        path = f"{V1}/content/{name}/child/attachment"
        self._upload("PUT", path, file, content, comment)

    def allowed(self) -> frozenset[tuple[str, str]]:
        """What the account may do in the space."""
        query = {"include-operations": "true"}
        found = self.connection.get(f"{_V2}/spaces/{self._id}", answers.READ_SPACE, query)
        return operations_of((found.get("operations") or {}).get("results", ()))

    def _archive(self, names: Sequence[str]) -> None:
        """Put pages into the archive and wait until it is done."""
        wanted = {"pages": [{"id": int(name)} for name in names]}
        made = self.connection.send("POST", f"{V1}/content/archive", answers.ARCHIVE, json=wanted)
        for _ in range(_POLLS):
            task = self.connection.get(f"{V1}/longtask/{made.data['id']}", answers.READ)
            if task["finished"]:
                break
            self.connection.pause(PAUSES[0])
        else:
            return  # the server goes on by itself; the next run finds what it did
        if not task["successful"]:
            said = "; ".join(one.get("translation", "") for one in task["messages"])
            raise OutsideError(
                f"Confluence did not archive {len(names)} pages: {said or 'no reason given'}",
                hint="look at the pages in Confluence, then run the same command again",
            )

    def _list(self, path: str, query: Query, right: Right = answers.READ) -> Iterator[Any]:
        """Every item of a list, page by page."""
        asked = dict(query)
        while True:
            found = self.connection.get(path, right, asked)
            links = found.get("_links") or {}
            self._site = links.get("base") or self._site
            yield from found["results"]
            following = links.get("next")
            if not following:
                return
            asked["cursor"] = parse_qs(urlsplit(following).query)["cursor"][0]


def _body(value: str) -> dict[str, str]:
    return {"representation": "storage", "value": value}


def _content(found: Mapping[str, Any]) -> Content:
    version = found.get("version") or {}
    properties = found.get("properties")
    body = ((found.get("body") or {}).get("storage") or {}).get("value")
    links = found.get("_links") or {}
    return Content(
        str(found["id"]),
        found["title"],
        status_of(found.get("status")),
        str(found.get("parentId") or ""),
        int(version.get("number", 0)),
        version.get("message") or "",
        body,
        None
        if properties is None
        else {one["key"]: property_of(one) for one in properties.get("results", ())},
        str(links.get("webui") or ""),
    )
