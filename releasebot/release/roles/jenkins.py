"""Who started a Jenkins build: what the server's own API tells of it.

Source: Jenkins, "Remote Access API" (`api/json` below any page), and the exported fields of
hudson.model.Run, hudson.model.Cause (UserIdCause, UpstreamCause) and the git plugin's BuildData.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from msgspec import Struct

from releasebot.errors import OutsideError
from releasebot.http import Connection, redacted

USER, TOKEN = "JENKINS_USER", "JENKINS_TOKEN"
NOBODY = "SYSTEM"
"""Whom Jenkins calls what it does by itself, as for a push or a timer; no user may be named so."""

_TREE = (
    "building,url,actions[causes[_class,userId,upstreamUrl,upstreamBuild],lastBuiltRevision[SHA1]]"
)
_NAMELESS = ("UserIdCause", "UserCause", "RemoteCause")
"""Causes that are somebody's doing, also where Jenkins does not know whose."""
_BYTES = 1 << 20
_SECONDS = 30.0
_CHAIN = 8
"""How many builds that started one another are looked at."""


class Build(Struct, frozen=True):
    """A build: who started it, the commits that it checked out, and its page."""

    user: str
    commits: frozenset[str]
    page: str
    is_running: bool


class Unreadable(Exception):  # noqa: N818  an answer, which becomes a reason
    """The build cannot be read, for the reason that is the message."""


def find_build(server: str, page: str, environ: Mapping[str, str]) -> Build:
    """The build with that page on the server, whose address the configuration names.

    A build that another one started was started by whoever started that.

    Raises:
        Unreadable: it is on another server, or these credentials may not read it.
        OutsideError: the server does not answer.
    """
    if not _is_below(server, page):
        raise Unreadable(f"the build is at {redacted(page)}, which is not below {redacted(server)}")
    connection = Connection(timeout=_SECONDS)
    found = first = _read(connection, page, environ)
    for _ in range(_CHAIN):
        causes = list(_causes(found))
        above = next((one for one in causes if one.get("upstreamUrl")), None)
        user = _user(causes)
        if user or above is None:
            return _build(first, user or NOBODY, page)
        path = f"{str(above['upstreamUrl']).strip('/')}/{above['upstreamBuild']}/"
        found = _read(connection, f"{server.rstrip('/')}/{path}", environ)
    raise Unreadable(f"more than {_CHAIN} builds started one another")


def _user(causes: Sequence[Mapping[str, Any]]) -> str:
    """Who started a build by hand; empty where Jenkins did it by itself."""
    named = [str(one["userId"]) for one in causes if one.get("userId")]
    if named:
        return named[0]
    if not causes or any(str(one.get("_class")).endswith(_NAMELESS) for one in causes):
        raise Unreadable("the build was started by somebody who was not logged in")
    return ""


def _build(found: Mapping[str, Any], user: str, page: str) -> Build:
    revisions = (one.get("lastBuiltRevision") or {} for one in _actions(found))
    commits = frozenset(str(one["SHA1"]) for one in revisions if one.get("SHA1"))
    return Build(user, commits, page, found.get("building") is True)


def _read(connection: Connection, page: str, environ: Mapping[str, str]) -> Mapping[str, Any]:
    address = f"{page.rstrip('/')}/api/json?tree={quote(_TREE, safe=',')}"
    answer = connection.ask("GET", address, headers=_headers(environ), max_bytes=_BYTES)
    if not answer.ok:
        raise _refused(answer.status, page, environ)
    try:
        found = msgspec.json.decode(answer.body, type=dict[str, Any])
    except msgspec.MsgspecError as error:
        raise OutsideError(
            f"{redacted(page)} does not answer as Jenkins does",
            hint="look at roles.jenkins, and at what stands between here and there",
        ) from error
    return found


def _refused(status: int, page: str, environ: Mapping[str, str]) -> Exception:
    """What an answer that is no success means: no right to read it, or a server that fails."""
    if status >= 500:  # noqa: PLR2004  the class of HTTP's statuses that blame the server
        return OutsideError(
            f"{redacted(page)} answered {status}", hint="run the same command again"
        )
    who = f"the user of {USER}" if environ.get(USER) else f"anybody: {USER} is not set"
    return Unreadable(f"{redacted(page)} is not shown to {who} ({status})")


def _headers(environ: Mapping[str, str]) -> dict[str, str]:
    user, token = environ.get(USER, "").strip(), environ.get(TOKEN, "").strip()
    if not (user and token):
        return {}
    return {"Authorization": f"Basic {b64encode(f'{user}:{token}'.encode()).decode()}"}


def _causes(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for action in _actions(found):
        yield from (one for one in action.get("causes") or () if isinstance(one, dict))


def _actions(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The actions of a build; Jenkins gives an empty object for one without exported fields."""
    return (one for one in found.get("actions") or () if isinstance(one, dict))


def _is_below(server: str, page: str) -> bool:
    """Whether the page is one of the server's: a token is sent to no other."""
    ours, theirs = urlsplit(server), urlsplit(page)
    if (ours.scheme, ours.netloc.lower()) != (theirs.scheme, theirs.netloc.lower()):
        return False
    parts = theirs.path.split("/")
    return ".." not in parts and f"{theirs.path}/".startswith(f"{ours.path.rstrip('/')}/")
