"""The token for a GitHub server: from the environment, else from the `gh` program."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from releasebot import process
from releasebot.errors import ReleasebotError
from releasebot.github.place import PUBLIC_SERVER, Place, Unavailable

_PUBLIC = ("GITHUB_TOKEN", "GH_TOKEN")
_ENTERPRISE = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", *_PUBLIC)
"""The variables that gh(1) reads too, "gh help environment"."""
_GH_SECONDS = 20.0


class Token:
    """A token that no text of ours shows; `source` says where it came from."""

    __slots__ = ("_value", "source")

    def __init__(self, value: str, source: str) -> None:
        self._value = value
        self.source = source

    def __repr__(self) -> str:
        return f"Token(from {self.source})"

    def reveal(self) -> str:
        """The token itself, for the one place that sends it."""
        return self._value

    @property
    def is_installation(self) -> bool:
        """Whether it belongs to an app's installation, as the GITHUB_TOKEN of a workflow does.

        Source: GitHub Docs, "About authentication to GitHub", section "GitHub's token formats".
        """
        return self._value.startswith("ghs_")

    @property
    def is_fine_grained(self) -> bool:
        """Whether it is a fine-grained personal access token, which has no scopes."""
        return self._value.startswith("github_pat_")


def find_token(place: Place, environ: Mapping[str, str], *, cwd: Path) -> Token | Unavailable:
    """The first of GITHUB_TOKEN and GH_TOKEN that is set, else what `gh auth token` prints.

    For an enterprise server GH_ENTERPRISE_TOKEN comes before them. The GITHUB_TOKEN of a workflow
    is for the server that runs it and is sent to no other one, whatever the configuration of the
    commit at hand names.
    """
    is_public = place.server == PUBLIC_SERVER or place.server.endswith(".ghe.com")
    names = _PUBLIC if is_public else _ENTERPRISE
    for name in names:
        value = environ.get(name, "").strip()
        if value and not (name == "GITHUB_TOKEN" and _is_for_another(place, environ)):
            return Token(value, name)
    value = _from_gh(place, environ, cwd)
    if value:
        return Token(value, "gh auth token")
    wanted = names[0] if not is_public else "GITHUB_TOKEN or GH_TOKEN"
    reason = f"no token for {place.server}: set {wanted}, or log in with gh auth login"
    return Unavailable(reason, only_token=True)


def _is_for_another(place: Place, environ: Mapping[str, str]) -> bool:
    own = environ.get("GITHUB_API_URL")
    return bool(own) and urlsplit(own).netloc != urlsplit(place.api).netloc


def _from_gh(place: Place, environ: Mapping[str, str], cwd: Path) -> str:
    """What `gh` has stored for the server; empty where there is no `gh` or no login."""
    if shutil.which("gh", path=environ.get("PATH")) is None:
        return ""
    asked = ("gh", "auth", "token", "--hostname", place.server)
    try:
        told = process.run(asked, cwd=cwd, timeout=_GH_SECONDS, env=environ)
    except ReleasebotError:
        return ""  # one that hangs or cannot be started has no token for us
    return told.text.strip() if told.ok else ""
