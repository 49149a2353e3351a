"""From the configuration to the server: which product it is, and who calls."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from releasebot.config.confluence_schema import ConfluenceSettings
from releasebot.confluence.actions import Policy
from releasebot.confluence.api import Api
from releasebot.confluence.known import Home
from releasebot.errors import UsageError

TOKEN, USER = "CONFLUENCE_TOKEN", "CONFLUENCE_USER"
_CLOUD_HOSTS = (".atlassian.net", ".jira.com", "api.atlassian.com")
_GATEWAY = "api.atlassian.com"


def connect(settings: ConfluenceSettings, environ: Mapping[str, str]) -> Api:
    """The calls of the configured space, none made yet.

    Raises:
        UsageError: the credentials are not there.
    """
    from releasebot.confluence.cloud import Cloud
    from releasebot.confluence.server import Server
    from releasebot.confluence.session import Access, Connection
    from releasebot.http import Secret

    url = (settings.url or "").rstrip("/")
    cloud = is_cloud(settings)
    if cloud and not url.endswith("/wiki"):
        url = f"{url}/wiki"
    user, token = environ.get(USER, "").strip(), environ.get(TOKEN, "").strip()
    _check(settings, user, token)
    connection = Connection(Access(url, user, Secret(token), settings.timeout))
    space = settings.space or ""
    return Cloud(connection, space) if cloud else Server(connection, space)


def is_cloud(settings: ConfluenceSettings) -> bool:
    """Whether the server is Confluence Cloud, as it is configured or by its address."""
    if settings.product != "auto":
        return settings.product == "cloud"
    host = (urlsplit(settings.url or "").hostname or "").lower()
    return host.endswith(_CLOUD_HOSTS)


def home_of(settings: ConfluenceSettings) -> Home:
    """Where the topmost page goes; a parent of digits alone is an id."""
    parent = settings.parent
    if parent is None:
        return Home()
    is_id = parent.isascii() and parent.isdigit()
    return Home(id=parent) if is_id else Home(title=parent)


def policy_of(settings: ConfluenceSettings) -> Policy:
    """What may be done with pages."""
    labels = {f"{settings.label_prefix}{label}".lower() for label in settings.labels}
    return Policy(settings.on_edit, settings.archive_orphans, tuple(sorted(labels)))


def _check(settings: ConfluenceSettings, user: str, token: str) -> None:
    host = urlsplit(settings.url or "").hostname or ""
    if not token:
        names = f"{USER} and {TOKEN}" if is_cloud(settings) else TOKEN
        raise UsageError(
            f"there are no credentials for Confluence at {host}: {TOKEN} is not set",
            hint=f"set {names}, in CI from its secrets; or set confluence.enabled = false",
        )
    if not user and is_cloud(settings) and host != _GATEWAY and host.endswith(".atlassian.net"):
        raise UsageError(
            f"{USER} is not set: an API token of Confluence Cloud belongs to an account",
            hint=f"set {USER} to the account's mail address",
        )
