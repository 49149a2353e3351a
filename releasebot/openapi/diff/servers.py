"""Where the API is: hosts and base paths that clients have written down."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Both, Context
from releasebot.openapi.diff.rule import Rule
from releasebot.openapi.findings import Location
from releasebot.openapi.model import Api, Server

ADDED = Rule(
    "api-server-added",
    "info",
    "none",
    "servers",
    "{after} was added",
    "{after}이(가) 추가되었습니다",
)
REMOVED = Rule(
    "api-server-removed",
    "breaking",
    "none",
    "servers",
    "{before} was removed",
    "{before}이(가) 삭제되었습니다",
    "gone",
)
BASE_PATH_CHANGED = Rule(
    "api-base-path-changed",
    "breaking",
    "none",
    "servers",
    "the base path changed from {before} to {after}",
    "기본 경로가 {before}에서 {after}(으)로 바뀌었습니다",
    "gone",
)
RULES = (ADDED, REMOVED, BASE_PATH_CHANGED)
_SUBJECT = ("servers", "서버")


def of_api(context: Context) -> Iterator[Change]:
    """What differs between the addresses of the API."""
    base, revision = context.base, context.revision
    places = (_place(base), _place(revision))
    yield from _compare("", (base.servers, revision.servers), places)


def of_operation(both: Both) -> Iterator[Change]:
    """What differs between the addresses that an operation alone has."""
    was, now = both.base.servers, both.revision.servers
    if was or now:
        yield from _compare(both.label, (was, now), (both.base.location, both.revision.location))


def _compare(
    label: str,
    sides: tuple[tuple[Server, ...], tuple[Server, ...]],
    places: tuple[Location, Location],
) -> Iterator[Change]:
    before, after = ({_address(one): one.url for one in side} for side in sides)
    gone = [one for one in before if one not in after]
    new = [one for one in after if one not in before]
    if not before and not gone:
        gone = [("", "")] if _paths(new) - {""} and not label else []
    paths = _paths(gone), _paths(new)
    moved = len(paths[0]) == len(paths[1]) == 1 and paths[0] != paths[1]
    if moved and _hosts(gone) == _hosts(new):
        yield Change(
            BASE_PATH_CHANGED, BASE_PATH_CHANGED.level, label, "servers", _SUBJECT, *places,
            before=next(iter(paths[0])) or "/", after=next(iter(paths[1])) or "/",
        )  # fmt: skip
        return
    for one in gone:
        if one in before:
            yield Change(
                REMOVED, REMOVED.level, label, "servers", _SUBJECT, *places, before=before[one]
            )
    for one in new:
        yield Change(ADDED, ADDED.level, label, "servers", _SUBJECT, *places, after=after[one])


def _address(server: Server) -> tuple[str, str]:
    """Host and path, with the defaults of variables; the scheme and a last slash do not count."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts.netloc.lower(), parts.path.rstrip("/")


def _paths(addresses: list[tuple[str, str]]) -> set[str]:
    return {path for _, path in addresses}


def _hosts(addresses: list[tuple[str, str]]) -> set[str]:
    return {host for host, _ in addresses}


def _place(api: Api) -> Location:
    key = "basePath" if api.dialect == "2.0" else "servers"
    return Location(api.scope.document.root.name).child(key)
