"""Who runs this command, as a server tells it, and from where.

A variable can say anything: it only names the run or the build that the server is asked about, and
what the server answers has to fit what is done here: it is going on, and it is of this commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from releasebot.errors import GateError, OutsideError
from releasebot.github.place import Unavailable
from releasebot.release.roles.jenkins import TOKEN, USER, Unreadable, find_build

if TYPE_CHECKING:
    from releasebot.release.on_github import OnGithub
    from releasebot.release.world import World

_OUTSIDE = "outside CI"
_SHORT = 9


class Caller(Struct, frozen=True):
    """Somebody whom a server vouches for; `where` is the page of their run, or `outside CI`."""

    name: str
    server: Literal["GitHub", "Jenkins"]
    where: str

    def __str__(self) -> str:
        return f"{self.name} ({self.server})"


class Unproven(Struct, frozen=True):
    """Nobody vouches for whoever runs this, for `reason`; `hint` says how somebody would."""

    reason: str
    hint: str

    def __str__(self) -> str:
        return f"nobody that a server knows: {self.reason}"


def find_caller(world: World) -> Caller | Unproven:
    """The Jenkins user of a build, the actor of a workflow's run, else the owner of the token.

    In a build of the configured Jenkins, the GitHub token is the server's own, so it tells nothing.

    Raises:
        OutsideError: a server that has to be asked does not answer.
    """
    jenkins, page = world.config.roles.jenkins, world.environ.get("BUILD_URL", "")
    if jenkins and page:
        return _of_build(world, jenkins, page)
    there = world.on_github
    if isinstance(there, Unavailable):
        hint = "set GITHUB_TOKEN to a token of yours, or log in with gh auth login"
        return Unproven(there.reason, hint)
    if there.token.is_installation:
        return _of_run(world, there)
    return Caller(there.people.token_owner(), "GitHub", _page(world))


def _of_build(world: World, jenkins: str, page: str) -> Caller | Unproven:
    hint = f"set {USER} and {TOKEN} in the build to a login that may read it"
    try:
        build = find_build(jenkins, page, world.environ)
    except Unreadable as error:
        return Unproven(str(error), hint)
    if not build.is_running:
        return Unproven(f"{page} is not running", "run it in a build, or outside Jenkins")
    commit = world.head.commit
    if commit not in build.commits:
        return Unproven(
            f"{page} has not checked out {commit[:_SHORT]}",
            "let the build check the commit out with `checkout scm`",
        )
    return Caller(build.user, "Jenkins", page)


def _of_run(world: World, there: OnGithub) -> Caller | Unproven:
    number = world.environ.get("GITHUB_RUN_ID", "")
    if not number.isdecimal():
        return Unproven(
            f"the token from {there.token.source} is an app's, and no workflow runs here",
            "use a token of yours: gh auth login",
        )
    try:
        run = there.people.run(number)
    except (GateError, OutsideError) as error:
        if isinstance(error, OutsideError) and not _is_unseen(error):
            raise
        return Unproven(
            f"the token from {there.token.source} may not read the run {number}",
            "in the workflow: permissions: actions: read",
        )
    if not run.is_running:
        return Unproven(f"{run.page} is not running", "run it in a workflow, or with your token")
    if not _is_about(world, run.commit):
        return Unproven(
            f"{run.page} is for {run.commit[:_SHORT]}, not for {world.head.commit[:_SHORT]}",
            "start the workflow on the commit that it releases",
        )
    return Caller(run.actor, "GitHub", run.page)


def _is_unseen(error: OutsideError) -> bool:
    from releasebot.github.client import MissingError

    return isinstance(error, MissingError)


def _is_about(world: World, commit: str) -> bool:
    """Whether HEAD is the commit, or the merge of it that a pull request's run checks out."""
    if commit == world.head.commit:
        return True
    head = world.repository.ask("cat-file", "commit", world.head.commit)
    return f"\nparent {commit}\n" in head.text.partition("\n\n")[0] + "\n"


def _page(world: World) -> str:
    """Where a run with a person's token says that it is; nobody vouches for that."""
    told = world.environ
    page = told.get("BUILD_URL", "")
    if told.get("GITHUB_RUN_ID") and told.get("GITHUB_SERVER_URL"):
        place = f"{told['GITHUB_SERVER_URL']}/{told.get('GITHUB_REPOSITORY', '')}"
        page = f"{place}/actions/runs/{told['GITHUB_RUN_ID']}"
    return f"{page} (unproven)" if page else _OUTSIDE
