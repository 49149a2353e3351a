"""Logging in to a registry the way it asks for: with a password, or with a token for one.

Source: the distribution project's "Token Authentication Specification" and RFC 7235.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

import msgspec

from releasebot.errors import OutsideError
from releasebot.http import Answer, Connection
from releasebot.images.credentials import Login
from releasebot.images.reference import is_loopback

_MOST_BYTES = 1 << 20
_PARAMETER = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Challenge:
    """What a registry wants, from the `WWW-Authenticate` header of its 401."""

    def __init__(self, header: str) -> None:
        kind, _, rest = header.strip().partition(" ")
        self.kind = kind.lower()
        self.parameters: Mapping[str, str] = {
            name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)
        }


def authorize(
    challenge: Challenge, login: Login | None, *, scope: str, connection: Connection, host: str
) -> str | None:
    """The `Authorization` header that answers the challenge; None where there is no login for it.

    Raises:
        OutsideError: the server that gives the tokens refuses or fails.
    """
    if challenge.kind == "basic":
        return _basic(login) if login else None
    if challenge.kind != "bearer":
        raise OutsideError(
            f"{host} asks for a login of the kind {challenge.kind or 'nothing'!r}, which no "
            "registry uses",
            hint="look whether the address is that of a registry",
        )
    realm = challenge.parameters.get("realm", "")
    parts = urlsplit(realm)
    if parts.scheme != "https" and not is_loopback(parts.netloc):
        raise OutsideError(
            f"{host} wants the login to be sent to {parts.netloc or 'nowhere'} without TLS",
            hint="have the registry's realm corrected to an https address",
        )
    asked = {"service": challenge.parameters.get("service", ""), "scope": scope}
    if login and login.is_identity:
        form = {
            **asked,
            "grant_type": "refresh_token",
            "client_id": "releasebot",
            "refresh_token": login.password.reveal(),
        }
        body = urlencode(form).encode()
        answer = connection.ask("POST", realm, headers=_FORM, body=body, max_bytes=_MOST_BYTES)
    else:
        headers = {"Authorization": _basic(login)} if login else {}
        address = f"{realm}?{urlencode(asked)}"
        answer = connection.ask("GET", address, headers=headers, max_bytes=_MOST_BYTES)
    return _bearer(answer, host)


def _basic(login: Login) -> str:
    pair = f"{login.username}:{login.password.reveal()}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _bearer(answer: Answer, host: str) -> str | None:
    if answer.status in {401, 403}:
        return None
    try:
        document = msgspec.json.decode(answer.body)
        token = document.get("token") or document.get("access_token")
    except (msgspec.DecodeError, AttributeError):
        token = None
    if not answer.ok or not token:
        raise OutsideError(
            f"the server that gives tokens for {host} answered {answer.status} without one",
            hint="run the command again when it answers",
        )
    return f"Bearer {token}"
