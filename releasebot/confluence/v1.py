"""What the REST API v1 of Confluence Cloud and of Confluence Data Center share.

Documents: Atlassian's "The Confluence Cloud REST API" v1 (Content labels, Content - attachments)
and the REST API of Confluence Data Center.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from releasebot.confluence import answers
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.api import Property, Revision, media_type, missing
from releasebot.confluence.session import Connection

V1 = "rest/api"


class V1Calls:
    """The calls that are the same on both."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add_labels(self, name: str, labels: Iterable[str]) -> None:
        """Add labels to a page's."""
        wanted = [{"prefix": "global", "name": label} for label in labels]
        path = f"{V1}/content/{name}/label"
        self.connection.send("POST", path, answers.LABEL, json=wanted, fresh=True)

    def remove_label(self, name: str, label: str) -> None:
        """Take a label from a page, if it has it."""
        path = f"{V1}/content/{name}/label"
        try:
            self.connection.send("DELETE", path, answers.LABEL, query={"name": label})
        except RefusedError as error:
            missing(error)

    def whoami(self) -> str:
        """The account's name; of one that has none to show, what Cloud or Data Center calls it."""
        found = self.connection.get(f"{V1}/user/current", answers.READ)
        names = (found.get(name) for name in ("displayName", "publicName", "username"))
        return str(next(filter(None, names), ""))

    def _upload(self, method: str, path: str, file: str, content: bytes, comment: str) -> None:
        """Send a file as a form; it makes no version of the page that anybody is told of."""
        files = {
            "file": (file, content, media_type(file)),
            "comment": (None, comment, "text/plain; charset=utf-8"),
            "minorEdit": (None, "true", "text/plain"),
        }
        self.connection.send(method, path, answers.ATTACH, files=files, fresh=True)


def version_of(revision: Revision) -> dict[str, object]:
    """The version that is to be written, as a page's body states it."""
    return {
        "number": revision.version,
        "message": revision.message,
        "minorEdit": revision.minor,
    }


def property_of(found: Mapping[str, Any]) -> Property:
    """A property as an answer describes it."""
    version = found.get("version") or {}
    return Property(str(found.get("id", "")), int(version.get("number", 0)), found.get("value"))
