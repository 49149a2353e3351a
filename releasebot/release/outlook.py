"""What merging a pull request would do: everything that its comment tells, as facts.

It may travel in a file from a workflow that runs a stranger's code to one that may comment, so
every text in it is somebody's words and has a limit; `releasebot.release.outlook_text` writes them
so that nothing in them acts.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from releasebot.errors import UsageError
from releasebot.git.headings import Language
from releasebot.openapi.diff.rule import Level

MOST_BYTES = 4 << 20
"""More than the longest outlook that we write."""
MOST_TEXT = 400
MOST_LINES = 200
CONFLICT = "conflict"
"""The state of a step that stops the release."""

Name = Annotated[str, Meta(max_length=MOST_TEXT)]
Commit = Annotated[str, Meta(pattern="^[0-9a-f]{40}([0-9a-f]{24})?$")]


class Why(Struct, frozen=True, forbid_unknown_fields=True):
    """A change that asks for a release."""

    level: Literal["major", "minor", "patch"]
    text: Name
    commit: Name = ""


class ApiLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A change of the API, at an operation or a schema, and what clients do about it."""

    level: Level
    where: Name
    text: Name
    migration: Name = ""


class Disagreement(Struct, frozen=True, forbid_unknown_fields=True):
    """A place, as `file:line`, that states another version."""

    place: Name
    version: Name


class Deed(Struct, frozen=True, forbid_unknown_fields=True):
    """A step of the release, as a row of a table."""

    step: Name
    state: Name
    text: Name


class Outlook(Struct, frozen=True, forbid_unknown_fields=True):
    """What merging the pull request would do.

    `commit` is what was looked at: the pull request's newest commit, or its merge into the target,
    and `parents` are that one's. `version` is stated at `place`, and `released` is the commit that
    was released as it before, or empty; `elsewhere` is a target that is not released. `next` is
    what the changes since `last` ask for, empty where they ask for nothing. `api` are the API's
    changes since `api_base`, the gravest first; `api_lines` counts those too that are left out,
    and `api_unknown` says why they are not known.
    `troubles` say what could not be found out, or stops the release.
    """

    pull_request: Annotated[int, Meta(ge=1, le=10**10)]
    commit: Commit
    parents: Annotated[tuple[Commit, ...], Meta(max_length=64)]
    language: Language
    name: Name
    version: Name = ""
    tag: Name = ""
    place: Name = ""
    released: Name = ""
    elsewhere: Name = ""
    last: Name = ""
    next: Name = ""
    level: Literal["major", "minor", "patch"] | None = None
    changes: int = 0
    why: Annotated[tuple[Why, ...], Meta(max_length=MOST_LINES)] = ()
    api_base: Name = ""
    api: Annotated[tuple[ApiLine, ...], Meta(max_length=MOST_LINES)] = ()
    api_lines: int = 0
    api_reworded: bool = False
    api_unknown: Name = ""
    disagreements: Annotated[tuple[Disagreement, ...], Meta(max_length=MOST_LINES)] = ()
    steps: Annotated[tuple[Deed, ...], Meta(max_length=MOST_LINES)] = ()
    troubles: Annotated[tuple[Name, ...], Meta(max_length=MOST_LINES)] = ()

    @property
    def heads(self) -> frozenset[str]:
        """What the pull request's newest commit may be, by what was looked at."""
        return frozenset((self.commit, *self.parents))


def encoded(outlook: Outlook) -> bytes:
    """The outlook as a JSON document."""
    return msgspec.json.format(msgspec.json.encode(outlook), indent=2) + b"\n"


def decoded(data: bytes, *, name: str) -> Outlook:
    """The outlook in a file of that name, which anybody may have written.

    Raises:
        UsageError: it is none, or longer than any of ours.
    """
    if len(data) > MOST_BYTES:
        raise UsageError(
            f"{name} is larger than {MOST_BYTES:,} bytes, which no plan for a comment is",
            hint="hand over what releasebot plan --comment --to FILE has written",
        )
    try:
        return msgspec.json.decode(data, type=Outlook)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"{name} is no plan for a comment: {str(error)[:200]}",
            hint="hand over what releasebot plan --comment --to FILE of this version has written",
        ) from error
