from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.github.place import Place, Unavailable
from releasebot.github.token import Token, find_token

PUBLIC = Place("team/api", "github.com", "https://api.github.com")
ENTERPRISE = Place("team/api", "git.acme.kr", "https://git.acme.kr/api/v3")


def source(place: Place, environ: dict[str, str], cwd: Path) -> str:
    found = find_token(place, environ, cwd=cwd)
    return found.source if isinstance(found, Token) else f"none: {found.reason}"


def test_the_first_variable_that_is_set_counts(tmp_path: Path) -> None:
    environ = {"GITHUB_TOKEN": "one", "GH_TOKEN": "two"}
    assert source(PUBLIC, environ, tmp_path) == "GITHUB_TOKEN"
    assert source(PUBLIC, {"GITHUB_TOKEN": " ", "GH_TOKEN": "two\n"}, tmp_path) == "GH_TOKEN"


def test_an_enterprise_server_has_variables_of_its_own(tmp_path: Path) -> None:
    environ = {"GH_ENTERPRISE_TOKEN": "one", "GITHUB_TOKEN": "two"}
    assert source(ENTERPRISE, environ, tmp_path) == "GH_ENTERPRISE_TOKEN"
    assert source(PUBLIC, environ, tmp_path) == "GITHUB_TOKEN"


def test_the_token_of_a_workflow_is_sent_to_no_other_server(tmp_path: Path) -> None:
    environ = {"GITHUB_API_URL": "https://api.github.com", "GITHUB_TOKEN": "secret"}
    assert source(PUBLIC, environ, tmp_path) == "GITHUB_TOKEN"
    assert source(ENTERPRISE, environ, tmp_path).startswith("none: ")


def test_without_a_token_the_reason_names_what_to_set(tmp_path: Path) -> None:
    found = find_token(PUBLIC, {"PATH": ""}, cwd=tmp_path)
    assert isinstance(found, Unavailable)
    assert "GITHUB_TOKEN" in found.reason
    assert "gh auth login" in found.reason


@pytest.fixture
def gh(tmp_path: Path) -> Path:
    """A program of the name gh that is logged in to one server."""
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        '[ "$1 $2 $3" = "auth token --hostname" ] || exit 9\n'
        '[ "$4" = github.com ] && echo gho_stored || { echo "no oauth token" >&2; exit 1; }\n'
    )
    program.chmod(0o755)
    return program.parent


def test_gh_is_asked_for_the_server_at_hand(gh: Path, tmp_path: Path) -> None:
    environ = {"PATH": f"{gh}{os.pathsep}{os.environ['PATH']}"}
    found = find_token(PUBLIC, environ, cwd=tmp_path)
    assert isinstance(found, Token)
    assert found.reveal() == "gho_stored"
    assert isinstance(find_token(ENTERPRISE, environ, cwd=tmp_path), Unavailable)


def test_a_gh_that_cannot_run_is_no_token(gh: Path, tmp_path: Path) -> None:
    (gh / "gh").write_text("#!/no/such/interpreter\n")
    assert isinstance(find_token(PUBLIC, {"PATH": str(gh)}, cwd=tmp_path), Unavailable)


def test_a_token_is_never_shown() -> None:
    token = Token("ghp_secret", "GITHUB_TOKEN")
    assert "secret" not in f"{token} {token!r} {[token]}"
