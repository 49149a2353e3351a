"""Which branch a commit is built for: what the CI server says where git itself does not know.

CI servers check a commit out, not a branch, and name the branch in the environment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct


class Checkout(Struct, frozen=True):
    """A branch as it is called on the remote, or the pull request that is built; empty: unknown.

    `target` is the branch that the pull request is to be merged into.
    """

    branch: str = ""
    pull_request: str = ""
    target: str = ""


class _Server(Struct, frozen=True):
    """A CI server: a variable that only it sets, and those with the pull request and the branches.

    `target` has the branch that a pull request is to be merged into.
    """

    mark: str
    pull_request: tuple[str, ...]
    branch: tuple[str, ...]
    target: str


_SERVERS = (
    # docs.github.com: Variables reference; a pull request has only refs/pull/12/merge
    _Server("GITHUB_ACTIONS", (), ("GITHUB_REF",), "GITHUB_BASE_REF"),
    # plugins.jenkins.io: branch-api sets CHANGE_ID and BRANCH_NAME, git sets GIT_BRANCH
    _Server("JENKINS_URL", ("CHANGE_ID",), ("BRANCH_NAME", "GIT_BRANCH"), "CHANGE_TARGET"),
    # docs.gitlab.com: Predefined CI/CD variables
    _Server(
        "GITLAB_CI", ("CI_MERGE_REQUEST_IID",), ("CI_COMMIT_BRANCH",),
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    ),
)  # fmt: skip
_ANY = _Server("", ("CHANGE_ID",), ("GITHUB_REF", "BRANCH_NAME", "GIT_BRANCH"), "CHANGE_TARGET")
"""For agents that hand on the branch without the rest."""

_LINE = (
    r"(?P<kind>(?:release|releases|hotfix|support|stable|maint|maintenance)[/-])?v?"
    r"(?P<line>\d+(?:\.\d+)*)(?P<open>\.[xX*])?"
)
"""Compiled where a branch has a dot at all: most have none."""


def named_by_server(environ: Mapping[str, str], *, remote: str) -> Checkout:
    """What the variables of a CI server say; nothing is known outside of one."""
    server = next((one for one in _SERVERS if environ.get(one.mark)), _ANY)
    for name in server.pull_request:
        if environ.get(name):
            return Checkout(pull_request=environ[name], target=environ.get(server.target, ""))
    for name in server.branch:
        value = environ.get(name, "")
        pull = _pull_request(value)
        if pull:
            return Checkout(pull_request=pull, target=environ.get(server.target, ""))
        branch = value.removeprefix("refs/heads/").removeprefix(f"{remote}/")
        if branch and not branch.startswith("refs/"):
            return Checkout(branch)
    return Checkout()


def _pull_request(value: str) -> str:
    """The number in `refs/pull/12/merge` or `PR-12`; empty for the name of a branch."""
    for before in ("refs/pull/", "PR-"):
        number = value.removeprefix(before).partition("/")[0]
        if number != value and number.isdecimal():
            return number
    return ""


def line_of(branch: str) -> str:
    """The line of versions that a branch is for, such as `1.x` or `1.4.x`; empty for most branches.

    `1.x`, `v1.4.x`, `release/1.4`, `hotfix/1.4.1` and `support-2.x` are for a line. `hotfix/1234`
    is not: it may be the number of anything.
    """
    if "." not in branch:
        return ""
    found = re.fullmatch(_LINE, branch, re.ASCII)
    if found is None or not (found["open"] or (found["kind"] and "." in found["line"])):
        return ""
    return f"{found['line']}.x"
