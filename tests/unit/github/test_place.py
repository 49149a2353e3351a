from __future__ import annotations

import pytest

from releasebot.config.github_schema import GithubSettings
from releasebot.github.place import Place, Unavailable, find_place

PUBLIC = "https://api.github.com"
ENTERPRISE = {
    "GITHUB_SERVER_URL": "https://git.acme.kr",
    "GITHUB_API_URL": "https://git.acme.kr/api/v3",
}


def find(
    address: str, environ: dict[str, str] | None = None, settings: GithubSettings | None = None
) -> Place | Unavailable:
    return find_place(settings or GithubSettings(), environ or {}, remote="origin", address=address)


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/team/order-api.git",
        "https://github.com/team/order-api",
        "https://x-access-token:ghs_secret@github.com/team/order-api.git",
        "git@github.com:team/order-api.git",
        "ssh://git@github.com/team/order-api.git",
        "ssh://git@ssh.github.com:443/team/order-api.git",
        "https://GitHub.com/team/order-api/",
    ],
)
def test_every_way_to_write_a_remote_leads_to_its_repository(address: str) -> None:
    assert find(address) == Place("team/order-api", "github.com", PUBLIC)


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("git@octo.ghe.com:team/api.git", "https://api.octo.ghe.com"),
        ("https://github.acme.kr/team/api.git", "https://github.acme.kr/api/v3"),
    ],
)
def test_an_enterprise_server_is_known_by_its_name(address: str, api: str) -> None:
    found = find(address)
    assert isinstance(found, Place)
    assert found.api == api


def test_a_workflow_tells_of_its_own_server() -> None:
    found = find("https://git.acme.kr/team/api.git", ENTERPRISE)
    assert found == Place("team/api", "git.acme.kr", "https://git.acme.kr/api/v3")


def test_a_workflow_says_nothing_of_another_server() -> None:
    assert isinstance(find("https://gitlab.com/team/api.git", ENTERPRISE), Unavailable)
    found = find("https://github.com/team/api.git", ENTERPRISE)
    assert found == Place("team/api", "github.com", PUBLIC)


@pytest.mark.parametrize(
    "address",
    ["/srv/git/app.git", "../app.git", "file:///srv/app.git", "https://gitlab.com/team/api.git"],
)
def test_any_other_remote_has_no_release_there_and_says_why(address: str) -> None:
    found = find(address)
    assert isinstance(found, Unavailable)
    assert "origin" in found.reason


def test_a_path_of_three_parts_is_no_repository() -> None:
    assert isinstance(find("https://github.com/team/group/api.git"), Unavailable)


def test_a_mirror_is_released_where_the_configuration_says() -> None:
    settings = GithubSettings(repository="team/order-api")
    assert find("/srv/git/app.git", settings=settings) == Place(
        "team/order-api", "github.com", PUBLIC
    )


def test_a_configured_address_decides_for_any_host() -> None:
    settings = GithubSettings(api_url="https://code.acme.kr/api/v3/")
    found = find("git@code-ssh.acme.kr:team/api.git", settings=settings)
    assert found == Place("team/api", "code.acme.kr", "https://code.acme.kr/api/v3")


def test_the_environment_cannot_lead_a_token_to_an_open_address() -> None:
    environ = {"GITHUB_API_URL": "http://elsewhere.example/api"}
    found = find("https://github.com/team/api.git", environ)
    assert isinstance(found, Unavailable)
    assert "https" in found.reason
