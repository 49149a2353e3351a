"""The comment that `releasebot plan --comment` keeps on a pull request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import Struct

from releasebot.cli.output import say
from releasebot.cli.report import planned
from releasebot.cli.session import Session
from releasebot.errors import ConflictError, GateError, ReleasebotError, UsageError
from releasebot.output import unwritable, write_whole
from releasebot.release.plan import Plan

_SHORT = 9


class Wish(Struct, frozen=True):
    """What the options ask for: a comment, a file for another run to comment from, or from one.

    What is not given is None or empty.
    """

    comment: bool
    to: Path | None
    source: Path | None
    pull_request: int | None
    head: str
    preview_url: str


def check(wish: Wish) -> None:
    """Raise a UsageError where the options do not belong together."""
    if wish.to and wish.source:
        raise UsageError("--to and --from exclude each other", hint="leave one of them out")
    given = {
        "--to": wish.to, "--from": wish.source, "--pull-request": wish.pull_request,
        "--head": wish.head, "--preview-url": wish.preview_url,
    }  # fmt: skip
    alone = [name for name, value in given.items() if value]
    if alone and not wish.comment:
        raise UsageError(f"{alone[0]} needs --comment", hint="add --comment")
    if wish.preview_url and not wish.preview_url.startswith(("https://", "http://")):
        raise UsageError(
            "--preview-url is no http or https address", hint="write it as https://host/path"
        )
    if wish.head and not wish.source:
        raise UsageError("--head needs --from", hint="without it, the commit that is here counts")


def tell(session: Session, wish: Wish, plan: Plan | None, failure: ReleasebotError | None) -> None:
    """Bring the comment up to date with what the plan says, or write the file for it.

    Raises:
        UsageError: no pull request is built here, or there is no GitHub to comment on.
        GateError: the token may not comment.
        OutsideError: GitHub does not do as asked, or the file cannot be written.
    """
    from releasebot.release.look_ahead import look_ahead
    from releasebot.release.outlook import Deed, encoded

    number = wish.pull_request or _number_here(session)
    lines = [planned(one.step.name, one.finding) for one in plan.looks] if plan else []
    steps = tuple(Deed(line.step, line.state, line.text) for line in lines)
    outlook = look_ahead(session.world, number, steps, failure)
    if wish.to:
        try:
            write_whole(wish.to, encoded(outlook))
        except OSError as error:
            raise unwritable(wish.to, error) from error
        _say(session, f"comment: written to {wish.to}")
        return
    from releasebot.github.pull_requests import pull_request

    found = pull_request(_client(session), number)
    if found.head not in outlook.heads:
        _say(session, f"comment: pull request {number} is at {found.head[:_SHORT]} by now, whose "
             "own run tells of it")  # fmt: skip
        return
    _keep(session, wish, outlook, found)


def tell_from(session: Session, wish: Wish, source: Path) -> None:
    """Bring the comment up to date with what a file says, which a stranger may have written.

    Nothing of the pull request's own code is run and no address of the file's is linked; that the
    file is about the pull request, GitHub says and not the file.

    Raises:
        UsageError: the file is none of ours, or nothing tells which commit it was made of.
        ConflictError: the pull request is at another commit than the one it was made of.
        GateError, OutsideError: GitHub does not do as asked.
    """
    from releasebot.github.pull_requests import pull_request
    from releasebot.release.outlook import MOST_BYTES, decoded

    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror}") from error
    outlook = decoded(data, name=str(source))
    head = wish.head or _head_of_run(session.surroundings.environ)
    number = wish.pull_request or outlook.pull_request
    found = pull_request(_client(session), number)
    if found.head != head or head not in outlook.heads:
        said = found.head if found.head != head else outlook.commit
        raise ConflictError(
            f"{source} is not of pull request {number} as it is: found {said[:_SHORT]}, wanted "
            f"{head[:_SHORT]}",
            hint="nothing was written; if the pull request went on, its newer run tells of it",
        )
    _keep(session, wish, outlook, found)


def _keep(session: Session, wish: Wish, outlook: Any, found: Any) -> None:  # noqa: ANN401  loaded where it is used
    from releasebot.github.comments import MOST_CHARACTERS, Comments
    from releasebot.release.outlook_text import comment, mark

    if not found.is_open:
        _say(session, f"comment: pull request {found.number} is closed, so nothing is said")
        return
    root = session.root
    line = mark(root.project.relative_to(root.worktree).as_posix())
    preview = _preview(wish.preview_url or session.config.site.preview_url or "", found)
    text = comment(outlook, preview=preview, most=MOST_CHARACTERS - len(line) - 1)
    try:
        kept = Comments(_client(session), found.number).keep(line, text)
    except GateError as error:
        hint = (
            "it needs pull-requests: write; a pull request from a fork has a token that can only "
            "read, so let another workflow comment: plan --comment --to FILE, then --from FILE"
        )
        raise GateError(error.message, hint=hint, details=error.details) from error
    _say(session, f"comment: {kept.deed}: {kept.page}")


def _preview(template: str, found: Any) -> str:  # noqa: ANN401  loaded where it is used
    """The address with its places filled in, written so that it ends where the link does."""
    filled = template.replace("{pull_request}", str(found.number)).replace("{commit}", found.head)
    return quote(filled, safe=":/?#[]@!$&'*+,;=%~")


def _number_here(session: Session) -> int:
    told = session.world.checkout.pull_request
    if told.isdecimal():
        return int(told)
    raise UsageError(
        "no pull request is built here, so there is nothing to comment on",
        hint="--pull-request NUMBER names it",
    )


def _client(session: Session) -> Any:  # noqa: ANN401  loaded where it is used
    from releasebot.github.place import Unavailable

    there = session.world.on_github
    if isinstance(there, Unavailable):
        raise UsageError(
            f"the plan cannot be told in a comment: {there.reason}",
            hint="in a workflow: env: GITHUB_TOKEN: ${{ github.token }}",
        )
    return there.client


class _Run(Struct, frozen=True):
    head_sha: str


class _Event(Struct, frozen=True):
    """The part of a `workflow_run` event that GitHub itself vouches for.

    Source: GitHub Docs, "Webhook events and payloads", workflow_run.
    """

    workflow_run: _Run


def _head_of_run(environ: Mapping[str, str]) -> str:
    """The commit of the pull request whose workflow made the file, as GitHub's event tells it."""
    try:
        data = Path(environ.get("GITHUB_EVENT_PATH", "")).read_bytes()
        return msgspec.json.decode(data, type=_Event).workflow_run.head_sha
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            "nothing tells which commit the file was made of",
            hint="run it in a workflow that waits for workflow_run, or name the commit with --head",
        ) from error


def _say(session: Session, text: str) -> None:
    if session.options.verbosity >= 0:
        say(text)
