"""Which repository on which GitHub server a project's releases belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

from releasebot.config.github_schema import GithubSettings
from releasebot.config.rules import is_safe_for_tokens
from releasebot.git.web_links import host_and_path

PUBLIC_SERVER = "github.com"
PUBLIC_API = "https://api.github.com"
_ALIASES = frozenset({"ssh.github.com", "www.github.com"})
"""Further names of the public server; the first is for ssh through port 443."""
_OWNER_AND_NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


class Place(Struct, frozen=True):
    """A repository on a GitHub server.

    `name` is `owner/name`. `server` is the host of its web pages, as `gh` names servers. `api` is
    the address of the server's REST API, without a slash at its end.
    """

    name: str
    server: str
    api: str


class Unavailable(Struct, frozen=True):
    """There is nothing on GitHub to work with, for `reason`.

    `only_token` tells that the repository is known and only a token is missing.
    """

    reason: str
    only_token: bool = False


def find_place(
    settings: GithubSettings, environ: Mapping[str, str], *, remote: str, address: str
) -> Place | Unavailable:
    """The repository that the settings name, else the one at the remote's address.

    A server other than the public one is known by `api_url`; in a workflow by GITHUB_SERVER_URL
    and GITHUB_API_URL; by a host that is a subdomain of ghe.com or has "github" in its name.
    Nothing else tells: what a token may be sent to is not guessed.
    """
    found = host_and_path(address)
    host, path = found or ("", "")
    server = PUBLIC_SERVER if host in _ALIASES else host
    if settings.repository is not None:
        path = settings.repository
    elif found is None:
        return Unavailable(f"{remote} is no GitHub repository; github.repository can name one")
    if settings.api_url or (settings.repository and not _api_of(server, settings, environ)):
        server = _server_of(settings, environ)
    api = _api_of(server, settings, environ)
    if not api:
        return Unavailable(f"{remote} is at {server}, which is not known as a GitHub server")
    if not _OWNER_AND_NAME.fullmatch(path):
        return Unavailable(f"{remote} leads to {path} at {server}, which is no owner/name")
    if not is_safe_for_tokens(api):
        return Unavailable("GITHUB_API_URL is no https address, and a token is sent to no other")
    return Place(path, server, api.rstrip("/"))


def _api_of(server: str, settings: GithubSettings, environ: Mapping[str, str]) -> str:
    """The address of the server's API, empty where it is not known.

    Source: GitHub Docs, "Getting started with the REST API" of each product, and "Store
    information in variables", GITHUB_API_URL.
    """
    if settings.api_url is not None:
        return settings.api_url
    if environ.get("GITHUB_API_URL") and server == _server_of(settings, environ):
        return environ["GITHUB_API_URL"]
    if server == PUBLIC_SERVER:
        return PUBLIC_API
    if server.endswith(".ghe.com"):
        return f"https://api.{server}"
    return f"https://{server}/api/v3" if "github" in server else ""


def _server_of(settings: GithubSettings, environ: Mapping[str, str]) -> str:
    """The server that the settings or the workflow are about."""
    if settings.api_url is not None:
        host = urlsplit(settings.api_url).hostname or ""
        return PUBLIC_SERVER if settings.api_url == PUBLIC_API else host.removeprefix("api.")
    return urlsplit(environ.get("GITHUB_SERVER_URL", "")).hostname or PUBLIC_SERVER
