"""A pull request as GitHub knows it."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from releasebot.github.client import Client


class PullRequest(Struct, frozen=True):
    """A pull request: its newest commit, the branch that it is to be merged into, and its page."""

    number: int
    head: str
    base: str
    is_open: bool
    page: str


def pull_request(client: Client, number: int) -> PullRequest:
    """The pull request with that number, in one request.

    Source: GitHub Docs, REST API, "Get a pull request".

    Raises:
        MissingError: there is none, or the token may not see it.
        GateError, OutsideError: what GitHub's answer amounts to.
    """
    doing = f"find pull request {number}"
    return client.understand(_read, client.get(f"/pulls/{number}", doing=doing), doing=doing)


def _read(told: Any) -> PullRequest:  # noqa: ANN401  GitHub's JSON
    return PullRequest(
        number=int(told["number"]),
        head=str(told["head"]["sha"]),
        base=str(told["base"]["ref"]),
        is_open=told["state"] == "open",
        page=str(told["html_url"]),
    )
