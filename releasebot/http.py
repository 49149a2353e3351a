"""The only door to the network: a time limit, a size limit, and messages without credentials."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from requests import exceptions
from urllib3.exceptions import HTTPError, ReadTimeoutError

from releasebot.errors import OutsideError, UsageError

MAX_REDIRECTS = 5
_PIECE = 64 * 1024
_AGAIN = "run the command again when the server answers"
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (exceptions.TooManyRedirects,),
        f"{{0}} redirects more than {MAX_REDIRECTS} times",
        "use the address that the redirects should end at",
    ),
    (
        (exceptions.Timeout, ReadTimeoutError, TimeoutError),
        "{0} did not answer within {1:g} s",
        _AGAIN,
    ),
    (
        (exceptions.SSLError,),
        "the certificate of {0} is not trusted",
        "install the issuer's certificate and name it in REQUESTS_CA_BUNDLE",
    ),
    (
        (exceptions.ProxyError,),
        "the proxy does not lead to {0}",
        "correct HTTPS_PROXY, HTTP_PROXY or NO_PROXY",
    ),
    (
        (exceptions.InvalidSchema, exceptions.InvalidURL, exceptions.MissingSchema),
        "{0} redirects to an address that is no http or https address",
        "use the address that the redirect should lead to",
    ),
    (
        (exceptions.ChunkedEncodingError, exceptions.ContentDecodingError, HTTPError),
        "the answer of {0} ended early or is damaged",
        _AGAIN,
    ),
)


class Fetched(Struct, frozen=True):
    """What a server answered: the body, decompressed, and how it was labelled.

    `url` is where the body came from after redirects, in the form that may be shown.
    """

    url: str
    body: bytes
    content_type: str = ""
    etag: str = ""


def fetch(url: str, *, timeout: float, max_bytes: int) -> Fetched:
    """The body at an http or https address, at most `max_bytes` long, within `timeout` seconds.

    At most `MAX_REDIRECTS` redirects are followed. Proxies are those of the environment
    (`HTTPS_PROXY`, `NO_PROXY`). Credentials in the address are sent and never shown.

    Raises:
        UsageError: the address is no http or https address, or the server knows nothing there.
        OutsideError: there is no connection, the server refuses, fails or is too slow, or the body
            is too large.
    """
    shown = redacted(url)
    _check(url, shown)
    deadline = time.monotonic() + timeout
    try:
        with requests.Session() as session:
            session.max_redirects = MAX_REDIRECTS
            with session.get(url, timeout=timeout, stream=True) as response:
                _judge(response, shown)
                body = b"".join(_pieces(response, deadline, max_bytes))
                return Fetched(
                    redacted(response.url),
                    body,
                    response.headers.get("Content-Type", ""),
                    response.headers.get("ETag", ""),
                )
    except (exceptions.RequestException, HTTPError, TimeoutError) as error:
        raise _outside(error, shown, timeout) from error


def redacted(url: str) -> str:
    """The address without user, password, query and fragment: what may be shown and logged."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "(an address that cannot be read)"
    query = "?…" if parts.query else ""
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{parts.path}{query}"


def _check(url: str, shown: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(
            f"{shown} is no http or https address", hint="write it as https://host/path"
        )


def _judge(response: requests.Response, shown: str) -> None:
    status = response.status_code
    if status < requests.codes.bad_request:
        return
    answered = f"{shown} answered {status} {response.reason or ''}".rstrip()
    if status in {requests.codes.unauthorized, requests.codes.forbidden}:
        raise OutsideError(answered, hint="the address wants credentials, or these are not enough")
    if status in {requests.codes.not_found, requests.codes.gone}:
        raise OutsideError(answered, hint="correct the address, or start what serves it")
    raise OutsideError(answered, hint=_AGAIN)


def _pieces(response: requests.Response, deadline: float, max_bytes: int) -> Iterator[bytes]:
    """The decompressed body as it arrives, so that both limits hold against a slow drip."""
    size = 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        size += len(piece)
        if size > max_bytes:
            raise OutsideError(
                f"{redacted(response.url)} sends more than {max_bytes:,} bytes",
                hint="the address is not that of an API document, or the document has to be split",
            )
        if time.monotonic() > deadline:
            raise TimeoutError
        yield piece


def _outside(error: Exception, shown: str, timeout: float) -> OutsideError:
    """What the library's error means, without its text, which may hold the whole address."""
    if isinstance(error, exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return OutsideError(
            f"{shown} does not speak TLS as it should",
            hint="look whether the address is an http one, and which TLS versions its server has",
        )
    for kinds, sentence, hint in _MEANINGS:
        if isinstance(error, kinds):
            return OutsideError(sentence.format(shown, timeout), hint=hint)
    return OutsideError(
        f"{shown} cannot be reached: {_cause(error)}",
        hint="look at the address, the network, and HTTPS_PROXY or NO_PROXY",
    )


def _cause(error: BaseException) -> str:
    """The innermost reason in few words."""
    text = str(error)
    if (
        "Name or service not known" in text
        or "NameResolutionError" in text
        or "getaddrinfo" in text
    ):
        return "its host name is not known"
    if "Connection refused" in text:
        return "the connection is refused"
    if "Network is unreachable" in text or "No route to host" in text:
        return "there is no network to it"
    return "the connection failed"
