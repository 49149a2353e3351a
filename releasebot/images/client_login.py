"""A login handed to docker, podman or skopeo so that it is in no argument and in no file.

The client is given a configuration of its own that names a credential helper (the protocol of
docker-credential-helpers), and the helper hands on what stands in the client's environment. A
run that is killed leaves a folder without a secret.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from releasebot.images.credentials import Login, read_store
from releasebot.images.reference import DOCKER_HUB

_VARIABLE = "RELEASEBOT_REGISTRY_LOGIN"
_NAME = "releasebot-push"
_HELPER = f"""#!/bin/sh
# Hands a client the login of one push over a pipe; nothing is kept here.
[ "$1" = get ] || exit 1
printf '%s' "${_VARIABLE}"
"""
_HUB_KEY = "https://index.docker.io/v1/"


@contextmanager
def client_environment(
    host: str, login: Login | None, environ: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """The environment for a client that pushes to `host`, logged in where there is a login.

    Whatever else the user has configured for docker holds: contexts, proxies, plugins.
    """
    english = {**environ, "LC_ALL": "C"}
    if login is None:
        yield english
        return
    with tempfile.TemporaryDirectory(prefix="releasebot-") as place:
        folder = Path(place)
        helper = folder / f"docker-credential-{_NAME}"
        helper.write_text(_HELPER)
        helper.chmod(0o700)
        _configure(folder, host, environ)
        username = "<token>" if login.is_identity else login.username
        answer = {"ServerURL": host, "Username": username, "Secret": login.password.reveal()}
        yield {
            **english,
            "PATH": f"{folder}:{environ.get('PATH', '')}",
            "DOCKER_CONFIG": str(folder),
            "REGISTRY_AUTH_FILE": str(folder / "config.json"),
            _VARIABLE: json.dumps(answer),
        }


def _configure(folder: Path, host: str, environ: Mapping[str, str]) -> None:
    """The user's own configuration of docker without its logins, and with the helper for `host`."""
    home = Path(environ.get("HOME") or Path.home())
    theirs = Path(environ.get("DOCKER_CONFIG") or home / ".docker")
    document = read_store(theirs / "config.json") or {}
    for key in ("auths", "credsStore", "credHelpers"):
        document.pop(key, None)
    names = (_HUB_KEY, DOCKER_HUB) if host == DOCKER_HUB else (host,)
    document["credHelpers"] = dict.fromkeys(names, _NAME)
    (folder / "config.json").write_text(json.dumps(document))
    with suppress(OSError):
        for entry in theirs.iterdir():
            if entry.name != "config.json":
                (folder / entry.name).symlink_to(entry)
