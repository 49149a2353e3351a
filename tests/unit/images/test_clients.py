"""What docker's command line says is understood, and its login is renewed once."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from releasebot.config.images_schema import ImagesSettings
from releasebot.errors import ConflictError, OutsideError, UsageError
from releasebot.http import Secret
from releasebot.images.clients import NoEngineError, find_image
from releasebot.images.credentials import Login
from releasebot.images.local import find_local
from releasebot.images.oci import OciRegistry
from releasebot.images.reference import Repository
from releasebot.images.registry import Registry
from releasebot.images.service import Service, Wanted

API = Service("api", "prod", Repository("registry.example.com", "team/api"), "target")
WANTED = Wanted(API, "1.4.0", "1.4.0", "api:1.4.0", None, "")
INSPECTED = json.dumps([{"Id": "sha256:" + "a" * 64, "Config": {"Labels": {"k": "v"}}}])
DIGEST = "sha256:" + "b" * 64


def environment(place: Path, scripts: Mapping[str, str]) -> dict[str, str]:
    """A machine whose only clients are these scripts."""
    folder = place / "bin"
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    for needed in ("sh", "cat", "echo", "env"):
        (folder / needed).symlink_to(f"/bin/{needed}")
    return {"PATH": str(folder), "HOME": str(place), "TMPDIR": os.environ.get("TMPDIR", "/tmp")}


class Renewing:
    """A registry that gives another token each time a fresh one is asked for."""

    def __init__(self) -> None:
        self.given = 0
        self.oci = OciRegistry(API.repository.host, environ={})

    def login(self, repository: Repository, *, fresh: bool = False) -> Login:
        assert repository == API.repository
        self.given += fresh
        return Login("AWS", Secret(f"canary-{self.given}"))


def push(place: Path, script: str) -> tuple[str, str]:
    """Push with a docker that does this; the digest, and every argument and login it was given."""
    log = place / "log"
    docker = f"""
    echo "arguments $*" >> {log}
    case "$2" in
      inspect) echo '{INSPECTED}'; exit ;;
      tag) exit ;;
    esac
    login=$(docker-credential-releasebot-push get)
    echo "login $login" >> {log}
    {script}
    """
    environ = environment(place, {"docker": docker})
    local = find_local(WANTED, ImagesSettings(), environ)
    assert local.labels == {"k": "v"}
    try:
        told = local.push(cast("Registry", Renewing()), lambda _: None)
    except OutsideError as error:
        told = error.message
    return told, log.read_text()


def test_the_digest_comes_from_what_docker_says(tmp_path: Path) -> None:
    told, log = push(tmp_path, f"echo '1.4.0: digest: {DIGEST} size: 528'")
    assert told == DIGEST
    assert "canary-0" in log
    arguments = [line for line in log.splitlines() if line.startswith("arguments")]
    assert not [line for line in arguments if "canary" in line]
    assert arguments[-1] == "arguments image push registry.example.com/team/api:1.4.0"


def test_a_token_that_has_expired_is_renewed_once(tmp_path: Path) -> None:
    expired = "echo 'denied: Your authorization token has expired. Reauthenticate.' >&2; exit 1"
    script = f'case "$login" in *canary-1*) echo "digest: {DIGEST}" ;; *) {expired} ;; esac'
    told, log = push(tmp_path, script)
    assert told == DIGEST
    assert log.count("image push") == 2


def test_a_token_that_is_refused_again_is_told(tmp_path: Path) -> None:
    told, log = push(tmp_path, "echo 'denied: Your authorization token has expired.' >&2; exit 1")
    assert told == "docker image push: the registry's token has expired"
    assert log.count("image push") == 2


@pytest.mark.parametrize(
    ("complaint", "said"),
    [
        ("no basic auth credentials", "the registry wants a login"),
        ("unauthorized: authentication required", "the registry wants a login"),
        ("name unknown: The repository does not exist in the registry", "is not there"),
        ("denied: requested access to the resource is denied", "refuses access"),
        ("x509: certificate signed by unknown authority", "certificate is not trusted"),
        ("toomanyrequests: Rate exceeded", "no more requests"),
        ("dial tcp 127.0.0.1:1: connect: connection refused", "cannot be reached"),
        ("tag invalid: The image tag '1' already exists and is immutable", "immutable"),
        ("denied: quota exceeded for project", "no room"),
        ("something that nobody has seen", "failed with exit code 1"),
    ],
)
def test_each_complaint_has_its_sentence(tmp_path: Path, complaint: str, said: str) -> None:
    told, log = push(tmp_path, f"cat >&2 <<'E'\n{complaint}\nE\nexit 1")
    assert said in told
    assert log.count("image push") == 1


def look(place: Path, scripts: Mapping[str, str], client: str = "auto") -> Any:  # noqa: ANN401  any
    return find_image("api:1.4.0", client=client, environ=environment(place, scripts))


_DOWN = "echo 'Cannot connect to the Docker daemon at unix:///x. Is it running?' >&2; exit 1"
_ABSENT = "echo 'Error: No such image: api:1.4.0' >&2; exit 1"


def test_the_first_client_that_has_the_image_is_taken(tmp_path: Path) -> None:
    client, held = look(tmp_path, {"docker": _ABSENT, "podman": f"echo '{INSPECTED}'"})
    assert client.name == "podman"
    assert held.ids == {"sha256:" + "a" * 64}


def test_an_engine_that_is_down_is_passed_over_where_another_client_has_the_image(
    tmp_path: Path,
) -> None:
    client, _ = look(tmp_path, {"docker": _DOWN, "podman": f"echo '{INSPECTED}'"})
    assert client.name == "podman"


def test_an_engine_that_is_down_is_told_where_none_has_it(tmp_path: Path) -> None:
    with pytest.raises(NoEngineError, match="the engine of docker does not answer"):
        look(tmp_path, {"docker": _DOWN, "podman": _ABSENT})


def test_an_image_that_no_client_has_is_told_with_where_was_looked(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="is not here: looked in docker, podman"):
        look(tmp_path, {"docker": _ABSENT, "podman": _ABSENT})


def test_no_client_at_all_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="looked for docker and podman and skopeo"):
        look(tmp_path, {})


def test_only_the_client_that_is_set_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="looked for skopeo"):
        look(tmp_path, {"docker": f"echo '{INSPECTED}'"}, client="skopeo")
