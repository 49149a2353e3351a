"""The comments of a pull request, and the one among them that is ours.

Source: GitHub Docs, REST API, "REST API endpoints for issue comments": every pull request is an
issue, and its comments in the conversation are those of the issue.
"""

from __future__ import annotations

from itertools import count
from typing import Any, Literal

from msgspec import Struct

from releasebot.errors import GateError
from releasebot.github.client import PAGE, Client, UnsureError

MOST_CHARACTERS = 65_536
"""The most that GitHub takes as the body of a comment (its API answers 422 above that)."""

Deed = Literal["made", "changed", "unchanged"]


class Comment(Struct, frozen=True):
    """A comment with its author; `by_app` tells whether that is an app, as in a workflow."""

    number: int
    body: str
    author: str
    by_app: bool
    page: str


class Kept(Struct, frozen=True):
    """What became of our comment, and the address at which it can be read."""

    deed: Deed
    page: str


class Comments:
    """The comments of one pull request."""

    def __init__(self, client: Client, number: int) -> None:
        self._client = client
        self._number = number

    def keep(self, mark: str, text: str) -> Kept:
        """Afterwards one comment of ours begins with the line `mark`, and `text` stands below it.

        It is edited where it stands, and only where it says something else. Of several, which runs
        at the same moment may have made, the oldest stays.

        Raises:
            GateError: the token may not comment.
            MissingError, RefusedError, OutsideError: what GitHub's answer amounts to.
        """
        body = f"{mark}\n{text}"
        ours, made = self._ours(mark), False
        if not ours:
            ours, made = self._create(mark, body), True
        first, *others = ours
        deed: Deed = "made" if made else "unchanged"
        if _lines(first.body) != _lines(body):
            deed = "changed"
            self._client.replace(
                f"/issues/comments/{first.number}", {"body": body}, doing="edit the comment"
            )
        for one in others:
            self._client.delete(f"/issues/comments/{one.number}", doing="delete a second comment")
        return Kept(deed, first.page)

    def _create(self, mark: str, body: str) -> list[Comment]:
        """Ours after one was made: a run at the same moment may have made another."""
        doing = f"comment on pull request {self._number}"
        try:
            told = self._client.create(self._path, {"body": body}, doing=doing)
        except UnsureError:
            ours = self._ours(mark)
            if not ours:
                raise
            return ours
        made = self._client.understand(_comment, told, doing=doing)
        found = {one.number: one for one in (*self._ours(mark), made)}
        return [found[number] for number in sorted(found)]

    def _ours(self, mark: str) -> list[Comment]:
        """The comments that bear the mark and are of the token's own author, the oldest first."""
        marked = [one for one in self._all() if _lines(one.body).startswith(f"{mark}\n")]
        if not marked:
            return []
        author = self._author()
        return [one for one in marked if (one.author == author if author else one.by_app)]

    def _author(self) -> str:
        """Whose the token is; empty for that of an app's installation, which cannot ask."""
        if self._client.token.is_installation:
            return ""
        doing = "find out whose the token is"
        try:
            told = self._client.ask("/user", doing=doing)
        except GateError:
            return ""
        return self._client.understand(lambda one: str(one["login"]), told, doing=doing)

    def _all(self) -> list[Comment]:
        doing = f"read the comments of pull request {self._number}"
        found: list[Comment] = []
        for page in count(1):
            told = self._client.get(self._path, doing=doing, page=page)
            found += self._client.understand(
                lambda many: list(map(_comment, many)), told, doing=doing
            )
            if len(told) < PAGE:
                break
        return sorted(found, key=lambda one: one.number)

    @property
    def _path(self) -> str:
        return f"/issues/{self._number}/comments"


def _comments(told: Any) -> list[Comment]:  # noqa: ANN401  GitHub's JSON
    return [_comment(one) for one in told]


def _comment(told: Any) -> Comment:  # noqa: ANN401  GitHub's JSON
    author = told["user"] or {}  # the account may be gone
    return Comment(
        number=int(told["id"]),
        body=told["body"] or "",
        author=str(author.get("login", "")),
        by_app=author.get("type") == "Bot",
        page=str(told["html_url"]),
    )


def _lines(body: str) -> str:
    """The text as we write it: GitHub's editor writes CRLF, and a form may cut the end."""
    return body.replace("\r\n", "\n").strip() + "\n"
