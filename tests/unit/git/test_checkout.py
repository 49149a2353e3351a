"""Which branch a commit is built for."""

from __future__ import annotations

import pytest

from releasebot.git.checkout import Checkout, line_of, named_by_server

GITHUB = {"GITHUB_ACTIONS": "true"}
JENKINS = {"JENKINS_URL": "https://ci.example.invalid/"}


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, Checkout()),
        (GITHUB | {"GITHUB_REF": "refs/heads/main"}, Checkout("main")),
        (GITHUB | {"GITHUB_REF": "refs/heads/feature/pay"}, Checkout("feature/pay")),
        (GITHUB | {"GITHUB_REF": "refs/tags/v1.2.3"}, Checkout()),
        (GITHUB | {"GITHUB_REF": "refs/pull/12/merge"}, Checkout(pull_request="12")),
        (JENKINS | {"BRANCH_NAME": "main", "GIT_BRANCH": "origin/main"}, Checkout("main")),
        (JENKINS | {"GIT_BRANCH": "origin/release/1.4"}, Checkout("release/1.4")),
        (
            JENKINS | {"BRANCH_NAME": "PR-7", "CHANGE_ID": "7", "CHANGE_BRANCH": "feat"},
            Checkout(pull_request="7"),
        ),
        (JENKINS | {"BRANCH_NAME": "PR-7"}, Checkout(pull_request="7")),
        ({"GIT_BRANCH": "origin/main"}, Checkout("main")),
        ({"CHANGE_ID": "3"}, Checkout(pull_request="3")),
        ({"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"}, Checkout("main")),
        (
            {"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "9", "CI_COMMIT_BRANCH": "x"},
            Checkout(pull_request="9"),
        ),
        (GITHUB | {"GITHUB_REF": "refs/heads/main", "BRANCH_NAME": "stale"}, Checkout("main")),
    ],
)
def test_a_server_names_the_branch_or_the_pull_request(
    environ: dict[str, str], wanted: Checkout
) -> None:
    assert named_by_server(environ, remote="origin") == wanted


@pytest.mark.parametrize(
    ("branch", "line"),
    [
        ("1.x", "1.x"),
        ("v1.4.x", "1.4.x"),
        ("release/1.4", "1.4.x"),
        ("hotfix/1.4.1", "1.4.1.x"),
        ("support-2.x", "2.x"),
        ("maintenance/3.X", "3.x"),
        ("main", ""),
        ("1.4", ""),
        ("hotfix/1234", ""),
        ("release/next", ""),
        ("feature/1.x-cleanup", ""),
        ("", ""),
    ],
)
def test_some_branches_are_for_a_line_of_versions(branch: str, line: str) -> None:
    assert line_of(branch) == line
