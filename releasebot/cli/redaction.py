"""What must not be shown: the values of secret variables, in every form that they travel in.

Nothing of ours puts a secret into a message. What other programs and servers say may hold one all
the same, so the writer is the second net.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

_SECRET = re.compile(
    r"TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|API_?KEY|PRIVATE_?KEY|WEBHOOK|AUTH(?!OR)"
    r"|^OTEL_EXPORTER_OTLP_.*HEADERS",
    re.IGNORECASE,
)
"""Names of variables whose values are secrets, as CI servers and services name them."""

_SHORTEST = 6
"""Shorter values, such as `true`, stand in too many harmless words."""
_SHORTEST_LINE = 20
"""A line of a key in several lines; shorter ones say nothing."""
_LOGIN = r"(\b[a-zA-Z][a-zA-Z0-9+.-]*://)[^\s/@'\"]+@"
_HIDDEN = "***"


def redactor(environ: Mapping[str, str]) -> Callable[[str], str]:
    """A function that hides every secret of the environment, and the logins in addresses."""
    forms = {form for value in secret_values(environ) for form in _forms(value)}
    if not forms:
        return _without_logins
    longest_first = sorted(forms, key=len, reverse=True)
    secret = re.compile("|".join(map(re.escape, longest_first)))
    return lambda text: _without_logins(secret.sub(_HIDDEN, text))


def secret_values(environ: Mapping[str, str]) -> set[str]:
    """The values of the variables that hold secrets."""
    return {
        line
        for name, value in environ.items()
        if _SECRET.search(name)
        for line in _lines(value.strip())
        if not line.startswith("/")  # a path to a secret is none
    }


def _without_logins(text: str) -> str:
    return re.sub(_LOGIN, rf"\1{_HIDDEN}@", text) if "://" in text else text


def _lines(value: str) -> Iterator[str]:
    if len(value) >= _SHORTEST:
        yield value
    for line in value.splitlines():
        if len(line) >= _SHORTEST_LINE and line != value:
            yield line


def _forms(value: str) -> Iterator[str]:
    """The value as it is, in addresses, in JSON, and in base64 wherever in a text it began."""
    from base64 import b64encode, urlsafe_b64encode
    from urllib.parse import quote, quote_plus

    import msgspec

    yield value
    yield quote(value, safe="")
    yield quote_plus(value)
    yield msgspec.json.encode(value).decode()[1:-1]
    for before in range(3):  # base64 turns three bytes into four letters
        padded = b"\0" * before + value.encode()
        for encode in (b64encode, urlsafe_b64encode):
            letters = encode(padded).decode().rstrip("=")
            whole = len(padded) // 3 * 4
            yield letters[4 if before else 0 : whole]
