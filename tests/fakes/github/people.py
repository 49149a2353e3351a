"""Who is who around the fake GitHub's repository, and what it answers about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.github import shapes
from tests.fakes.github.memory import MOMENT, Memory, Run

if TYPE_CHECKING:
    from tests.fakes.github.rules import Reply, Request

_BASE = {"maintain": "write", "triage": "read"}


@dataclass
class Started:
    """A run of a workflow as it goes on."""

    actor: str
    commit: str
    again_by: str = ""
    status: str = "in_progress"
    attempt: int = 1
    event: str = "push"


@dataclass
class People:
    """`login` is whose the token is, `roles` what people may do in the repository.

    `teams` has the members of `org/slug` with their state. What the token may not see is not there.
    """

    login: str = "kim-dev"
    roles: dict[str, str] = field(default_factory=dict)
    teams: dict[str, dict[str, str]] = field(default_factory=dict)
    sees_teams: bool = True
    reads_runs: bool = True
    runs: dict[int, Started] = field(default_factory=dict)

    def answer(self, request: Request, base: str, memory: Memory) -> Reply | None:
        """The reply to a request about people, None for one that is about none."""
        repository = f"/repos/{memory.name}"
        handlers: dict[str, Callable[..., Reply]] = {
            "/user": self._user,
            rf"{repository}/actions/runs/(\d+)": self._run,
            rf"{repository}/collaborators/([^/]+)/permission": self._permission,
            "/orgs/([^/]+)/teams/([^/]+)/memberships/([^/]+)": self._membership,
            "/orgs/([^/]+)/teams/([^/]+)": self._team,
        }
        for pattern, handler in handlers.items():
            found = re.fullmatch(pattern, request.path)
            if found and request.verb == "GET":
                return handler(request, base, memory, *found.groups())
        return None

    def _user(self, request: Request, base: str, memory: Memory) -> Reply:
        del memory
        if request.token.startswith("ghs_"):
            return _said(403, shapes.problem("Resource not accessible by integration"))
        told = shapes.user(base, self.login)
        told |= dict.fromkeys(("bio", "blog", "company", "email", "hireable", "location", "name"))
        counts = (
            "followers", "following", "public_gists", "public_repos", "collaborators", "disk_usage",
            "owned_private_repos", "private_gists", "total_private_repos",
        )  # fmt: skip
        told |= dict.fromkeys(counts, 0) | {"created_at": MOMENT, "updated_at": MOMENT}
        return _said(200, told | {"two_factor_authentication": True, "user_view_type": "private"})

    def _run(self, request: Request, base: str, memory: Memory, number: str) -> Reply:
        run = self.runs.get(int(number))
        if not self.reads_runs and request.token.startswith("ghs_"):
            return _said(403, shapes.problem("Resource not accessible by integration"))
        if run is None:
            return _said(404, shapes.problem("Not Found"))
        made = Run(int(number), "release.yml", "main", run.commit, run.event)
        told = shapes.run(base, memory, made) | {"status": run.status, "run_attempt": run.attempt}
        told |= {"actor": shapes.user(base, run.actor)}
        return _said(200, told | {"triggering_actor": shapes.user(base, run.again_by or run.actor)})

    def _permission(self, request: Request, base: str, memory: Memory, login: str) -> Reply:
        del request, memory
        role = self.roles.get(login, "none")
        told = {"permission": _BASE.get(role, role), "role_name": role}
        return _said(200, told | {"user": shapes.user(base, login) | {"role_name": role}})

    def _membership(
        self, request: Request, base: str, memory: Memory, organization: str, slug: str, login: str
    ) -> Reply:
        del request, memory
        state = self.teams.get(f"{organization}/{slug}", {}).get(login)
        if state is None or not self.sees_teams:
            return _said(404, shapes.problem("Not Found"))
        address = f"{base}/orgs/{organization}/teams/{slug}/memberships/{login}"
        return _said(200, {"url": address, "role": "member", "state": state})

    def _team(
        self, request: Request, base: str, memory: Memory, organization: str, slug: str
    ) -> Reply:
        del request, memory
        if f"{organization}/{slug}" not in self.teams or not self.sees_teams:
            return _said(404, shapes.problem("Not Found"))
        return _said(200, shapes.team(base, organization, slug))


def _said(status: int, body: dict[str, Any]) -> Reply:
    from tests.fakes.github.rules import Reply

    return Reply(status, body)
