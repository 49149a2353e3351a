"""Who somebody is on GitHub, and what they belong to: told by its API, never by a variable."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from releasebot.errors import GateError
from releasebot.github.client import Client, MissingError

_RUNS = "in_progress"
_UNSEEN = (MissingError, GateError)
"""How GitHub answers a token that may not see what is asked for: 404, or 403."""


class WorkflowRun(Struct, frozen=True):
    """A run of a workflow: who started this attempt of it, for which commit, and its page."""

    actor: str
    commit: str
    page: str
    is_running: bool


class People:
    """The people around one repository."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def token_owner(self) -> str:
        """The login that the token belongs to.

        Source: GitHub Docs, REST API, "Get the authenticated user".

        Raises:
            OutsideError: GitHub does not accept the token or does not answer.
            GateError: the token is nobody's, as that of an app's installation.
        """
        doing = "find whose token it is"
        return self._text("/user", "login", doing=doing)

    def run(self, number: str) -> WorkflowRun:
        """A run of the repository's workflows; `number` is its id.

        Whoever ran it again counts, not whoever ran it first.
        Source: GitHub Docs, REST API, "Get a workflow run", and "Re-running workflows and jobs".

        Raises:
            MissingError, GateError: there is no such run, or the token may not read it.
            OutsideError: GitHub does not answer.
        """
        doing = f"read the run {number}"
        found = self._client.get(f"/actions/runs/{quote(number, safe='')}", doing=doing)
        return self._client.understand(_run, found, doing=doing)

    def permission(self, login: str) -> tuple[str, str]:
        """What a user may do in the repository: the role's name, and the right it amounts to.

        The right is one of admin, write, read and none, as GitHub named them before it had more.
        Source: GitHub Docs, REST API, "Get repository permissions for a user".

        Raises:
            GateError, OutsideError: the token may not ask, or GitHub does not answer.
        """
        doing = f"find what {login} may do in {self._client.place.name}"
        path = f"/collaborators/{quote(login, safe='')}/permission"
        try:
            found = self._client.get(path, doing=doing)
        except MissingError:  # no user of that name, as it is with an app's
            return "none", "none"
        return self._client.understand(_permission, found, doing=doing)

    def is_member(self, team: str, login: str) -> bool | None:
        """Whether a user is in a team, written `org/slug`; None where the token may not tell.

        Somebody who was invited and has not answered is not in it yet. Members of the teams below
        it are. Source: GitHub Docs, REST API, "Get team membership for a user".

        Raises:
            OutsideError: GitHub does not answer.
        """
        organization, _, slug = team.partition("/")
        address = f"/orgs/{quote(organization, safe='')}/teams/{quote(slug, safe='')}"
        doing = f"find whether {login} is in {team}"
        with suppress(*_UNSEEN):
            path = f"{address}/memberships/{quote(login, safe='')}"
            return self._text(path, "state", doing=doing) == "active"
        with suppress(*_UNSEEN):  # no member and no right to see the team are both a 404
            self._text(address, "slug", doing=f"find the team {team}")
            return False
        return None

    def _text(self, address: str, key: str, *, doing: str) -> str:
        found = self._client.ask(address, doing=doing)
        return self._client.understand(lambda one: str(one[key]), found, doing=doing)


def _run(found: dict[str, Any]) -> WorkflowRun:
    started = found.get("triggering_actor") or found["actor"]
    page, attempt = str(found["html_url"]), found.get("run_attempt") or 1
    return WorkflowRun(
        actor=str(started["login"]),
        commit=str(found["head_sha"]),
        page=f"{page}/attempts/{attempt}" if attempt > 1 else page,
        is_running=found["status"] == _RUNS,
    )


def _permission(found: dict[str, Any]) -> tuple[str, str]:
    return str(found.get("role_name") or found["permission"]), str(found["permission"])
