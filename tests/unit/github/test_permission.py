from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.errors import OutsideError
from releasebot.github.client import Client, MissingError
from releasebot.github.patience import Patience
from releasebot.github.permission import Access, access
from releasebot.github.place import Place
from releasebot.github.token import Token
from tests.fakes.github.server import REPOSITORY, TOKEN, FakeGithub, fake_github
from tests.projects import make_project


def look(github: FakeGithub, token: str = "", name: str = REPOSITORY) -> Access:
    place = Place(name, "github.com", github.base)
    client = Client(place, Token(token or github.token, "GITHUB_TOKEN"), Patience(0))
    return access(client)


def messages(github: FakeGithub) -> list[str]:
    return [one.message for one in look(github).complaints]


def test_a_token_that_may_write_has_no_complaint_and_costs_one_request(tmp_path: Path) -> None:
    with fake_github(make_project(tmp_path).remote) as github:
        found = look(github)
        assert (found.push, found.scopes, found.complaints) == (True, ("repo",), ())
        assert len(github.requests) == 1
        assert github.writes == []


def test_every_lack_is_named_with_what_mends_it(tmp_path: Path) -> None:
    with fake_github(make_project(tmp_path).remote) as github:
        github.memory.role = "read"
        assert "may read team/order-api but not write" in messages(github)[0]
        github.memory.role, github.memory.scopes = "write", "read:org"
        assert "lacks the scope repo (it has read:org)" in messages(github)[0]
        github.memory.scopes, github.memory.private = "public_repo", False
        assert messages(github) == []
        github.memory.archived = True
        assert "archived" in messages(github)[0]
        assert all(one.hint for one in look(github).complaints)


def test_what_an_installation_may_is_not_told(tmp_path: Path) -> None:
    token = "ghs_" + "b" * 36
    with fake_github(make_project(tmp_path).remote, token=token) as github:
        github.memory.scopes = None
        found = look(github)
        assert (found.push, found.scopes, found.complaints) == (None, None, ())


def test_a_fine_grained_token_has_no_scopes_to_lack(tmp_path: Path) -> None:
    token = "github_pat_" + "d" * 36
    with fake_github(make_project(tmp_path).remote, token=token) as github:
        github.memory.scopes = ""
        assert look(github).complaints == ()


def test_a_token_that_is_refused_is_not_shown(tmp_path: Path) -> None:
    with fake_github(make_project(tmp_path).remote) as github:
        with pytest.raises(OutsideError, match="does not accept the token") as caught:
            look(github, token="ghp_wrong")
        assert "ghp_wrong" not in caught.value.message + caught.value.hint
        with pytest.raises(MissingError, match="404"):
            look(github, token=TOKEN, name="team/other")
