"""What is wrong in [github] and [notify] is told by its setting, and no secret with it."""

from __future__ import annotations

import tomllib

import pytest

from releasebot.config.problems import dotted, find_problems
from releasebot.config.rules import is_safe_for_tokens


@pytest.mark.parametrize(
    ("table", "line", "path", "expected"),
    [
        ("github", 'repository = "order-api"', "github.repository", "owner/name"),
        ("github", 'repository = "a/b/c"', "github.repository", "owner/name"),
        ("github", 'api_url = "http://git.acme.kr/api/v3"', "github.api_url", "https://"),
        ("github", 'api_url = "https://kim:secret@git.acme.kr"', "github.api_url", "a login"),
        ("github", 'dispatch = ["a.yml", "x/b.yml"]', "github.dispatch[1]", "deploy.yml"),
        ("github", 'assets = ["sbom"]', "github.assets[0]", "spec"),
        ("github", 'latest = "yes"', "github.latest", "auto"),
        ("github", "patience = -1", "github.patience", "0 or more"),
        ("notify", 'to = ["mail"]', "notify.to[0]", "discord"),
    ],
)
def test_a_wrong_setting_is_told_with_what_is_expected(
    table: str, line: str, path: str, expected: str
) -> None:
    (problem,) = find_problems(tomllib.loads(f"[{table}]\n{line}\n"))
    assert dotted(problem.path) == path
    assert expected in problem.expected
    assert "secret" not in problem.found + problem.expected


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://api.github.com", True),
        ("https://git.acme.kr:8443/api/v3", True),
        ("http://127.0.0.1:8080/api/v3", True),
        ("http://[::1]:8080", True),
        ("http://git.acme.kr", False),
        ("http://localhost.acme.kr", False),
        ("https://kim@git.acme.kr", False),
        ("https://git.acme.kr?x=1", False),
        ("ftp://git.acme.kr", False),
        ("https://", False),
        ("https://git.acme.kr:port", False),
    ],
)
def test_a_token_is_sent_over_https_or_not_at_all(address: str, *, safe: bool) -> None:
    assert is_safe_for_tokens(address) is safe
