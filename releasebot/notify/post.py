"""Sends a message to an address that is a secret."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec

from releasebot.errors import OutsideError, ReleasebotError
from releasebot.http import Answer, Connection

_SECONDS = 20.0
_MOST_BYTES = 1 << 20
_GONE = 404
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def send(name: str, address: str, payload: Mapping[str, Any]) -> None:
    """Post the message, once.

    Raises:
        OutsideError: it was not taken, or nothing is known of it; the address is not shown.
    """
    _judge(name, _ask(name, "POST", address, payload))


def create(name: str, address: str, payload: Mapping[str, Any]) -> str:
    """Post the message, once; the number it has in Discord.

    Raises:
        OutsideError: it was not taken, or nothing is known of it; the address is not shown.
    """
    waiting = _with_query(address, "wait=true")
    answer = _judge(name, _ask(name, "POST", waiting, payload))
    try:
        number = str(msgspec.json.decode(answer.body)["id"])
    except (msgspec.DecodeError, LookupError, TypeError):
        number = ""
    if not re.fullmatch(r"\d{1,20}", number):
        raise OutsideError(f"{name} did not say which message it made of the notice")
    return number


def edit(name: str, address: str, number: str, payload: Mapping[str, Any]) -> bool:
    """Put this into the place of a message; False where it is there no more.

    Raises:
        OutsideError: it was not taken; the address is not shown.
    """
    answer = _ask(name, "PATCH", _message(address, number), payload)
    if answer.status == _GONE:
        return False
    _judge(name, answer)
    return True


def delete(name: str, address: str, number: str) -> None:
    """Take a message back; one that is there no more is fine.

    Raises:
        OutsideError: it was not taken back; the address is not shown.
    """
    answer = _ask(name, "DELETE", _message(address, number), None)
    if answer.status != _GONE:
        _judge(name, answer)


def _ask(name: str, method: str, address: str, payload: Mapping[str, Any] | None) -> Answer:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise OutsideError(f"the address for {name} is no https address")
    body = msgspec.json.encode(payload) if payload is not None else b""
    headers = {"Content-Type": "application/json"} if body else {}
    try:
        return Connection(timeout=_SECONDS).ask(
            method, address, headers=headers, body=body, max_bytes=_MOST_BYTES
        )
    except ReleasebotError as error:
        # the library's words name the address, of which the path is the secret
        raise OutsideError(f"{name} cannot be reached at {parts.hostname}") from error


def _judge(name: str, answer: Answer) -> Answer:
    if not answer.ok:
        raise OutsideError(f"{name} answered {answer.status} to the notice")
    return answer


def _message(address: str, number: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/messages/{number}"))


def _with_query(address: str, more: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=f"{parts.query}&{more}" if parts.query else more))
