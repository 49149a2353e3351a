"""What an answer of Confluence that is no success means, in a sentence with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from releasebot.errors import OutsideError

_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)
_SAID = 200
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _GONE, _TOO_LARGE = 401, 403, 404, 410, 413


class Right(Struct, frozen=True):
    """What an account has to be allowed for a call.

    `permission` is its name in a space's settings, `scope` that of a scoped API token.
    """

    deed: str
    permission: str
    scope: str


READ = Right("read pages", "View", "read:page:confluence")
READ_SPACE = Right("see the space", "View", "read:space:confluence")
WRITE = Right("add and edit pages", "Add pages", "write:page:confluence")
MOVE = Right("move pages", "Add pages", "write:page:confluence")
NOTE = Right("note what a page is", "Add pages", "write:page:confluence")
LABEL = Right("label pages", "Add pages", "write:label:confluence")
ATTACH = Right("attach files", "Add attachments", "write:attachment:confluence")
ARCHIVE = Right("archive pages", "Archive", "write:page:confluence")


class Answer(Struct, frozen=True):
    """A successful answer: the decoded document, None where there was none."""

    status: int
    data: Any


class RefusedError(OutsideError):
    """The server said no, and did nothing; `status` is the status code."""

    def __init__(self, message: str, *, status: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.status = status


class UncertainError(OutsideError):
    """Whether the server did what it was asked cannot be told from what came back."""


def refused(status: int, content: bytes, where: str, right: Right) -> RefusedError:
    """The error for an answer of 400 and above; `where` is the call in words."""
    answered = f"Confluence answered {status} to {where}"
    said = _said(content)
    match status:
        case 401:
            sentence = f"Confluence does not know the account: {answered}"
            hint = (
                "set CONFLUENCE_USER (the account's mail address) and CONFLUENCE_TOKEN for Cloud, "
                "CONFLUENCE_TOKEN alone for Data Center; a scoped token of Cloud works only "
                "through https://api.atlassian.com/ex/confluence/<cloud id> as confluence.url"
            )
        case 403:
            sentence = f"the account may not {right.deed}: {answered}"
            hint = (
                f"give it the permission {right.permission!r} in the space; a scoped token needs "
                f"{right.scope}; a page may have restrictions of its own"
            )
        case 410:
            sentence = f"{answered}: the call is no longer there"
            hint = "set confluence.product to what the server is, cloud or data-center"
        case 413:
            sentence = f"{answered}: the request is too large"
            hint = "lower confluence.page_limit, so that long pages are split earlier"
        case _:
            sentence, hint = answered, "look at what the server says, then run the command again"
    more = f": {said}" if said else ""
    return RefusedError(f"{sentence}{more}", status=status, hint=hint)


def page_of_a_proxy(status: int, content: bytes, where: str) -> str:
    """The sentence for an answer that is a web page instead of a document."""
    found = _TITLE.search(content[:4096].decode("utf-8", "replace"))
    titled = f", titled {found[1].strip()!r}" if found else ""
    return f"{where} was answered with a web page (status {status}{titled}), not with JSON"


def leads_elsewhere(location: str, where: str) -> str:
    """The sentence for an answer that redirects, which no call of the API does."""
    host = urlsplit(location).hostname or "another place"
    return f"{where} was redirected to {host}, as a login page or a proxy does"


def _said(content: bytes) -> str:
    """What the server says about its refusal, in one line."""
    try:
        data = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    if not isinstance(data, Mapping):
        return ""
    parts: list[str] = []
    if isinstance(data.get("message"), str):
        parts.append(data["message"])
    for one in data.get("errors") or ():
        if isinstance(one, Mapping):
            parts.extend(str(one[key]) for key in ("title", "detail") if one.get(key))
    return " ".join(" ".join(parts).split())[:_SAID]
