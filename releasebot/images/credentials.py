"""The logins that a person or a CI server has for registries: docker's and podman's own files.

The format is that of docker's `config.json` (docker/cli, "docker login") and of
containers-auth.json(5); helpers speak the protocol of docker-credential-helpers.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.errors import OutsideError, ReleasebotError, UsageError
from releasebot.http import Secret
from releasebot.images.reference import DOCKER_HUB, Repository
from releasebot.process import run

_HELPER_SECONDS = 60.0
_HUB_KEY = "https://index.docker.io/v1/"
_IDENTITY = "<token>"
"""The user's name that stands for an identity token instead of a password."""


class Login(Struct, frozen=True):
    """A name and a password; with `is_identity`, an identity token to be exchanged (OAuth 2)."""

    username: str
    password: Secret
    is_identity: bool = False


class _Store(Struct, frozen=True):
    """A file that holds logins, or names the programs that do."""

    path: Path
    auths: Mapping[str, Any] = {}
    helpers: Mapping[str, Any] = {}
    default_helper: str = ""


def find_login(repository: Repository, environ: Mapping[str, str]) -> Login | None:
    """The login for a repository's registry; None where nobody is logged in.

    Looked at are docker's configuration, then podman's and skopeo's. In each, a helper for the
    registry comes first, then the default helper, then a login in the file itself.

    Raises:
        UsageError: a file is damaged.
        OutsideError: a helper failed.
    """
    for store in _stores(environ):
        for server in _servers(repository):
            helper = store.helpers.get(server) or store.default_helper
            login = _from_helper(str(helper), server, environ) if helper else None
            login = login or _from_file(store, server)
            if login:
                return login
    return None


def _stores(environ: Mapping[str, str]) -> Iterator[_Store]:
    home = Path(environ.get("HOME") or Path.home())
    paths = [Path(environ.get("DOCKER_CONFIG") or home / ".docker") / "config.json"]
    if environ.get("REGISTRY_AUTH_FILE"):
        paths.insert(0, Path(environ["REGISTRY_AUTH_FILE"]))
    if environ.get("XDG_RUNTIME_DIR"):
        paths.append(Path(environ["XDG_RUNTIME_DIR"]) / "containers" / "auth.json")
    paths.append(Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "containers/auth.json")
    for path in dict.fromkeys(paths):
        document = read_store(path)
        if document is not None:
            yield _Store(
                path,
                _mapping(document.get("auths")),
                _mapping(document.get("credHelpers")),
                str(document.get("credsStore") or ""),
            )


def read_store(path: Path) -> dict[str, Any] | None:
    """The document of one file; None where there is none.

    Raises:
        UsageError: it cannot be read, or is no JSON object.
    """
    try:
        document = msgspec.json.decode(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise _unreadable(path) from error
    if not isinstance(document, dict):
        raise _unreadable(path)
    return document


def _unreadable(path: Path) -> UsageError:
    return UsageError(
        f"{path}, which holds the logins of registries, cannot be read",
        hint="correct the file, or remove it and log in again",
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _servers(repository: Repository) -> tuple[str, ...]:
    """The names under which the files may keep the login, the narrowest first."""
    if repository.host == DOCKER_HUB:
        return (_HUB_KEY, "index.docker.io", DOCKER_HUB)
    parts = repository.path.split("/")
    below = ["/".join((repository.host, *parts[:end])) for end in range(len(parts), 0, -1)]
    host = repository.host
    return (*below, host, f"https://{host}", f"https://{host}/v1/", f"https://{host}/v2/")


def _from_file(store: _Store, server: str) -> Login | None:
    entry = _mapping(store.auths.get(server))
    token = entry.get("identitytoken")
    if token:
        return Login(_IDENTITY, Secret(str(token)), is_identity=True)
    if entry.get("username") and entry.get("password"):
        return Login(str(entry["username"]), Secret(str(entry["password"])))
    if not entry.get("auth"):
        return None
    try:
        name, _, password = base64.b64decode(str(entry["auth"])).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _unreadable(store.path) from error
    return Login(name, Secret(password.rstrip("\0")))


def _from_helper(name: str, server: str, environ: Mapping[str, str]) -> Login | None:
    """What the program `docker-credential-NAME` keeps for a server; None where it keeps nothing."""
    program = f"docker-credential-{name}"
    if "/" in server.removeprefix("https://").removesuffix("/") and server != _HUB_KEY:
        return None  # helpers know hosts only
    try:
        done = run(
            (program, "get"),
            cwd=Path("/"),
            timeout=_HELPER_SECONDS,
            env=environ,
            stdin=f"{server}\n".encode(),
        )
    except ReleasebotError as error:
        raise OutsideError(
            f"{program}, which keeps the login for {server}, cannot be asked: {error.message}",
            hint="install it, or correct credHelpers and credsStore in docker's config.json",
        ) from error
    if not done.ok:
        said = done.text.strip()  # the protocol's way of saying so, on standard output
        if "not found" in said or "missing" in said:
            return None
        raise OutsideError(
            f"{program} gives no login for {server}",
            hint="log in again, or see what the program says when it is run by hand",
        )
    try:
        answer = _mapping(msgspec.json.decode(done.stdout))
    except msgspec.DecodeError as error:
        raise OutsideError(
            f"{program} answers with something that is no login",
            hint="correct credHelpers and credsStore in docker's config.json",
        ) from error
    username, secret = str(answer.get("Username") or ""), str(answer.get("Secret") or "")
    if not secret:
        return None
    return Login(username, Secret(secret), is_identity=username == _IDENTITY)
