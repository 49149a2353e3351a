"""The only door to the network: a time limit, a size limit, and messages without credentials.

`fetch` gets a document in one go. `Connection` talks to one server: it keeps the connection open,
sends what the caller gives (credentials too), and asks again where asking twice is safe.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from requests import exceptions
from urllib3.exceptions import HTTPError, ReadTimeoutError

from releasebot.errors import OutsideError, UsageError

MAX_REDIRECTS = 5
_PIECE = 64 * 1024
_AGAIN = "run the command again when the server answers"
_TOO_LARGE = "the address is not that of an API document, or the document has to be split"
_WAITS = (0.5, 1.0, 2.0)
"""Seconds before each further attempt, where the server does not say how long to wait."""
_LONGEST_WAIT = 60.0
_SAFE_TWICE = frozenset({"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
"""What leaves the same however often it is done (RFC 9110, 9.2.2)."""
_FIRST_ERROR = 400
_TOO_MANY = 429
_BUSY = frozenset({_TOO_MANY, 500, 502, 503, 504})
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (exceptions.TooManyRedirects,),
        "{0} redirects more than {2} times",
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
FAILURES = (exceptions.RequestException, HTTPError, TimeoutError)
"""What the libraries raise where a request has no answer that can be used."""


class Fetched(Struct, frozen=True):
    """What a server answered: the body, decompressed, and how it was labelled.

    `url` is where the body came from after redirects, in the form that may be shown.
    """

    url: str
    body: bytes
    content_type: str = ""
    etag: str = ""


class NoTlsError(OutsideError):
    """What answers at an https address speaks no TLS at all, or not as it should."""


class Secret:
    """A credential: it prints nothing, wherever it is printed."""

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The credential itself, for the one line that sends it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret()"


class Answer(Struct, frozen=True):
    """What a server answered, whatever its status; the names of `headers` are in small letters.

    `url` is where it came from after redirects, in the form that may be shown.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether the server did what it was asked."""
        return self.status < _FIRST_ERROR


Body = bytes | Callable[[], BinaryIO]
"""What is sent: the bytes, or what opens them anew for each attempt."""


class Connection:
    """Requests to one server, from any number of threads; no answer is an error by its status.

    `timeout` is the most seconds without a byte in either direction, and for a whole answer.
    `authority` is a file of certificates to trust instead of the system's. `.netrc` is not read:
    who sends credentials gives them.
    """

    def __init__(
        self,
        *,
        timeout: float,
        authority: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._timeout = timeout
        self._authority = authority
        self._sleep = sleep
        self._idle: list[requests.Session] = []

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: Body = b"",
        max_bytes: int,
    ) -> Answer:
        """The server's answer, after up to three further attempts where that is safe.

        A method that leaves the same when it is done twice is repeated when the connection breaks
        or the server is busy (429, 5xx), any other only when the server refused to begin (429). A
        `Retry-After` of up to a minute is obeyed; a longer one ends the attempts. Redirects are
        followed for GET and HEAD, without the credentials where they lead to another host.

        Raises:
            UsageError: the address is no http or https address.
            OutsideError: there is no connection, or the answer is too slow, too large or damaged.
        """
        shown = redacted(url)
        _check(url, shown)
        safe = method in _SAFE_TWICE
        for planned in (*_WAITS, None):
            pause = planned
            try:
                answer = self._once(method, url, headers or {}, body, max_bytes)
            except FAILURES as error:
                if pause is None or not safe or not _may_pass(error):
                    raise outside_error(error, shown, self._timeout) from error
            else:
                pause = _pause(answer, planned)
                again = answer.status == _TOO_MANY or (safe and answer.status in _BUSY)
                if pause is None or not again:
                    return answer
            self._sleep(pause)
        raise AssertionError(method)

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], body: Body, max_bytes: int
    ) -> Answer:
        deadline = time.monotonic() + self._timeout
        content = body if isinstance(body, bytes) else body()
        try:
            with (
                self._session() as session,
                session.request(
                    method,
                    url,
                    headers=dict(headers),
                    data=content or None,
                    timeout=self._timeout,
                    stream=True,
                    allow_redirects=method in {"GET", "HEAD"},
                    verify=str(self._authority) if self._authority else True,
                    auth=_as_given,
                ) as response,
            ):
                if content:
                    deadline = time.monotonic() + self._timeout  # sending took its own time
                return Answer(
                    redacted(response.url),
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    b"".join(_pieces(response, deadline, max_bytes, hint=_AGAIN)),
                )
        finally:
            if not isinstance(content, bytes):
                content.close()

    @contextmanager
    def _session(self) -> Iterator[requests.Session]:
        """A session with its open connection, for one thread at a time: none is safely shared."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = requests.Session()
            session.max_redirects = MAX_REDIRECTS
        try:
            yield session
        finally:
            self._idle.append(session)


def _as_given(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave the headers as the caller gave them: the library would look into `.netrc`."""
    return request


def _may_pass(error: Exception) -> bool:
    """Whether a further attempt may succeed: not where the address or the certificate is wrong."""
    lasting = (exceptions.SSLError, exceptions.TooManyRedirects, exceptions.ProxyError, ValueError)
    return not isinstance(error, lasting) and "Connection refused" not in str(error)


def _pause(answer: Answer, planned: float | None) -> float | None:
    """Seconds to wait before asking again (RFC 9110, 10.2.3); None where that would be too long."""
    told = answer.headers.get("retry-after", "")
    if planned is None or not told:
        return planned
    try:
        wait = float(told)
    except ValueError:
        try:
            wait = parsedate_to_datetime(told).timestamp() - time.time()
        except ValueError:
            return planned
    return max(wait, planned) if wait <= _LONGEST_WAIT else None


def fetch(
    url: str,
    *,
    timeout: float,
    max_bytes: int,
    known: Fetched | None = None,
    redirects: int = MAX_REDIRECTS,
) -> Fetched:
    """The body at an http or https address, at most `max_bytes` long, within `timeout` seconds.

    `known` is what the address answered earlier: where the server says by its entity tag that it
    has not changed since, it is the answer again (RFC 9110, section 13.1.2).
    At most `redirects` redirects are followed. Proxies are those of the environment
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
            session.max_redirects = redirects
            headers = {"If-None-Match": known.etag} if known and known.etag else {}
            with session.get(url, timeout=timeout, stream=True, headers=headers) as response:
                if known and response.status_code == requests.codes.not_modified:
                    return known
                _judge(response, shown)
                body = b"".join(_pieces(response, deadline, max_bytes, hint=_TOO_LARGE))
                return Fetched(
                    redacted(response.url),
                    body,
                    response.headers.get("Content-Type", ""),
                    response.headers.get("ETag", ""),
                )
    except FAILURES as error:
        raise outside_error(error, shown, timeout, redirects) from error


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
    if status < _FIRST_ERROR:
        return
    answered = f"{shown} answered {status} {response.reason or ''}".rstrip()
    if status in {requests.codes.unauthorized, requests.codes.forbidden}:
        raise OutsideError(answered, hint="the address wants credentials, or these are not enough")
    if status in {requests.codes.not_found, requests.codes.gone}:
        raise OutsideError(answered, hint="correct the address, or start what serves it")
    raise OutsideError(answered, hint=_AGAIN)


def _pieces(
    response: requests.Response, deadline: float, max_bytes: int, *, hint: str
) -> Iterator[bytes]:
    """The decompressed body as it arrives, so that both limits hold against a slow drip."""
    size = 0
    while piece := response.raw.read1(_PIECE, decode_content=True):
        size += len(piece)
        if size > max_bytes:
            raise OutsideError(
                f"{redacted(response.url)} sends more than {max_bytes:,} bytes",
                hint=hint,
            )
        if time.monotonic() > deadline:
            raise TimeoutError
        yield piece


def outside_error(
    error: Exception, shown: str, timeout: float, redirects: int = MAX_REDIRECTS
) -> OutsideError:
    """What an error of the library means, without its text, which may hold the whole address."""
    if isinstance(error, exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" not in str(error):
        return NoTlsError(
            f"{shown} does not speak TLS as it should",
            hint="look whether the address is an http one, and which TLS versions its server has",
        )
    for kinds, sentence, hint in _MEANINGS:
        if isinstance(error, kinds):
            return OutsideError(sentence.format(shown, timeout, redirects), hint=hint)
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
