"""Logins come from where docker, podman and their helpers keep them."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest

from releasebot.errors import OutsideError, UsageError
from releasebot.http import Secret
from releasebot.images.client_login import client_environment
from releasebot.images.credentials import Login, find_login
from releasebot.images.reference import Repository, parse_repository
from releasebot.process import run

API = parse_repository("ghcr.io/team/api")


def auth(name: str, password: str) -> dict[str, str]:
    return {"auth": base64.b64encode(f"{name}:{password}".encode()).decode()}


def environment(home: Path, document: dict[str, Any] | None = None) -> dict[str, str]:
    """A user whose docker has this configuration."""
    (home / ".docker").mkdir(parents=True, exist_ok=True)
    if document is not None:
        (home / ".docker" / "config.json").write_text(json.dumps(document))
    return {"HOME": str(home), "PATH": f"{home}/bin:{os.environ['PATH']}"}


def helper(home: Path, name: str, script: str) -> None:
    path = home / "bin" / f"docker-credential-{name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def shown(login: Login | None) -> tuple[str, str] | None:
    return (login.username, login.password.reveal()) if login else None


@pytest.mark.parametrize(
    "key", ["ghcr.io", "https://ghcr.io", "https://ghcr.io/v1/", "https://ghcr.io/v2/"]
)
def test_a_login_in_dockers_file(tmp_path: Path, key: str) -> None:
    environ = environment(tmp_path, {"auths": {key: auth("kim", "a:b")}})
    assert shown(find_login(API, environ)) == ("kim", "a:b")
    assert find_login(parse_repository("quay.io/team/api"), environ) is None


def test_docker_hub_has_an_old_name(tmp_path: Path) -> None:
    document = {"auths": {"https://index.docker.io/v1/": auth("kim", "hub")}}
    environ = environment(tmp_path, document)
    for name in ("nginx", "docker.io/library/nginx", "index.docker.io/library/nginx"):
        assert parse_repository(name) == Repository("docker.io", "library/nginx")
        assert shown(find_login(parse_repository(name), environ)) == ("kim", "hub")


def test_a_login_for_a_part_of_a_registry_counts_there(tmp_path: Path) -> None:
    folder = tmp_path / ".config" / "containers"
    folder.mkdir(parents=True)
    document = {"auths": {"ghcr.io": auth("all", "1"), "ghcr.io/team": auth("team", "2")}}
    (folder / "auth.json").write_text(json.dumps(document))
    environ = environment(tmp_path)
    assert shown(find_login(API, environ)) == ("team", "2")
    assert shown(find_login(parse_repository("ghcr.io/other/api"), environ)) == ("all", "1")


def test_a_helper_is_asked_over_its_pipes(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    answer = '{"ServerURL":"ghcr.io","Username":"kim","Secret":"from-helper"}'
    helper(tmp_path, "safe", f"echo \"$1\" > {asked}; cat >> {asked}; echo '{answer}'")
    environ = environment(tmp_path, {"credHelpers": {"ghcr.io": "safe"}})
    assert shown(find_login(API, environ)) == ("kim", "from-helper")
    assert asked.read_text() == "get\nghcr.io\n"


def test_a_helper_that_keeps_nothing_is_no_error(tmp_path: Path) -> None:
    helper(tmp_path, "safe", "echo credentials not found in native keychain; exit 1")
    document = {"credsStore": "safe", "auths": {"ghcr.io": auth("kim", "file")}}
    assert shown(find_login(API, environment(tmp_path, document))) == ("kim", "file")


@pytest.mark.parametrize("script", ["exit 3", "echo nonsense"])
def test_a_helper_that_fails_is_told(tmp_path: Path, script: str) -> None:
    helper(tmp_path, "safe", script)
    with pytest.raises(OutsideError, match="docker-credential-safe"):
        find_login(API, environment(tmp_path, {"credHelpers": {"ghcr.io": "safe"}}))


def test_a_helper_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="docker-credential-gone"):
        find_login(API, environment(tmp_path, {"credsStore": "gone"}))


def test_a_damaged_file_is_told_without_its_content(tmp_path: Path) -> None:
    environ = environment(tmp_path, {})
    (tmp_path / ".docker" / "config.json").write_text('{"auths": {"ghcr.io": "s3cret')
    with pytest.raises(UsageError) as caught:
        find_login(API, environ)
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"


def test_a_client_gets_the_login_over_a_pipe_and_no_file_has_it(tmp_path: Path) -> None:
    environ = environment(tmp_path, {"auths": {"other.io": auth("o", "p")}, "proxies": {"x": {}}})
    (tmp_path / ".docker" / "contexts").mkdir()
    login = Login("AWS", Secret("canary-token"))
    with client_environment("ghcr.io", login, environ) as env:
        folder = Path(env["DOCKER_CONFIG"])
        kept = [path.read_text() for path in folder.iterdir() if path.is_file()]
        assert not [text for text in kept if "canary" in text or auth("o", "p")["auth"] in text]
        assert (folder / "contexts").is_dir()
        assert json.loads((folder / "config.json").read_text())["proxies"] == {"x": {}}
        name = json.loads((folder / "config.json").read_text())["credHelpers"]["ghcr.io"]
        program = (f"docker-credential-{name}", "get")
        given = run(program, cwd=tmp_path, timeout=10, env=env, stdin=b"ghcr.io")
        answer = json.loads(given.stdout)
        assert (answer["Username"], answer["Secret"]) == ("AWS", "canary-token")
    assert not folder.exists()
    assert (tmp_path / ".docker" / "contexts").is_dir()
