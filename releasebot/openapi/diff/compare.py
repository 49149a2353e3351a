"""The comparison of two APIs: a pure function, the same whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.diff import documents, operations, security, servers
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.context import Context, Profile
from releasebot.openapi.diff.lifecycle import Policy
from releasebot.openapi.diff.rule import LEVELS, Level
from releasebot.openapi.diff.sameness import Sameness
from releasebot.openapi.diff.schemas import Schemas
from releasebot.openapi.diff.table import ROWS
from releasebot.openapi.diff.wording import words_differ
from releasebot.openapi.model import Api

_BREAKING_IN: dict[Profile, frozenset[str]] = {
    "nestjs": frozenset(
        {
            "request-property-removed",
            "request-parameter-property-removed",
            "request-parameter-removed",
        }
    ),
    "sdk": frozenset(
        {
            *("api-operation-id-removed", "api-schema-removed", "api-schema-renamed"),
            *("request-path-parameter-renamed", "api-tag-removed"),
        }
    ),
}
"""What else breaks clients: of a ValidationPipe that forbids unknown properties, or generated.

`forbidNonWhitelisted` answers 400 to a property that the DTO lacks
(https://docs.nestjs.com/techniques/validation#stripping-properties).
"""


class Comparison(Struct, frozen=True, eq=False):
    """Everything that differs, the gravest first; `reworded` where only words do."""

    base: Api
    revision: Api
    changes: tuple[Change, ...]
    reworded: bool


def compare(
    base: Api,
    revision: Api,
    *,
    policy: Policy = Policy(),  # noqa: B008  frozen
    profiles: Collection[Profile] = (),
) -> Comparison:
    """What differs between two APIs, whatever they are written in and over how many files."""
    same = Sameness(base, revision)
    context = Context(base, revision, same, Schemas(same, policy), policy, dict(ROWS))
    found = [*_once(_all(context))]
    if profiles:
        found = [_judged(change, profiles) for change in found]
    if policy.version and found:
        breaking = any(change.level == "breaking" for change in found)
        found += documents.version(context, breaking=breaking)
    found.sort(key=lambda change: LEVELS.index(change.level))
    reworded = not found and words_differ(base, revision)
    return Comparison(base, revision, tuple(found), reworded)


def _all(context: Context) -> Iterator[Change]:
    yield from servers.of_api(context)
    yield from security.of_api(context)
    yield from operations.compare(context)
    yield from documents.webhooks(context)
    yield from documents.schemas(context)


def _once(changes: Iterator[Change]) -> Iterator[Change]:
    """Each change once, though several media types have it."""
    seen: set[tuple[str, ...]] = set()
    for one in changes:
        told = (one.id, one.operation, one.key, one.name, str(one.before), str(one.after))
        if told not in seen:
            seen.add(told)
            yield one


def _judged(change: Change, profiles: Collection[Profile]) -> Change:
    graver: Level = "breaking"
    if any(change.id in _BREAKING_IN[profile] for profile in profiles):
        return replace(change, level=graver)
    return change
