"""The only door to a Confluence server: atlassian-python-api's session, with our own patience.

The library keeps the session, the authentication and the making of a request. Its retries are off:
they repeat a POST that the server may have done, and sleep up to half an hour. Here a call that is
safe to repeat is repeated, and of any other the caller is told that nobody knows how it ended.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
from msgspec import Struct

from releasebot.confluence.answers import (
    Answer,
    RefusedError,
    Right,
    UncertainError,
    leads_elsewhere,
    page_of_a_proxy,
    refused,
)
from releasebot.errors import OutsideError
from releasebot.http import FAILURES, Secret, outside_error, redacted

if TYPE_CHECKING:
    from atlassian.rest_client import AtlassianRestAPI
    from requests import Response

T = TypeVar("T")

SIDE_BY_SIDE = 8
"""How many requests are under way at once."""

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try."""

_FRESH_PAUSES = (0.2, 0.4, 0.8, 1.6, 3.2)
_LONGEST_WAIT = 120.0
_AGAIN = "run the same command again; what was written is found written"
_TOO_MANY, _SERVER_FAULT, _REFUSAL, _REDIRECT, _NOTHING = 429, 500, 400, 300, 204
_NOT_FOUND = 404
_CERTAIN = frozenset({401, 403, 413})
"""Refusals that mean the same when a web server in between gives them."""

Json = dict[str, Any] | list[Any]
Query = Mapping[str, object]
Files = Mapping[str, object]


class Access(Struct, frozen=True):
    """Where the server is and who calls; `user` is empty where the token alone says it."""

    url: str
    user: str
    token: Secret
    timeout: int = 30


class Connection:
    """Calls to one server, from any number of threads; each thread has a session of its own."""

    def __init__(
        self,
        access: Access,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._access = access
        self._sleep = sleep
        self._clock = clock
        self._local = threading.local()
        self._gate = threading.Lock()
        self._closed_until = 0.0

    @property
    def url(self) -> str:
        """The server's address as it may be shown."""
        return redacted(self._access.url)

    def get(
        self, path: str, right: Right, query: Query | None = None, *, fresh: bool = False
    ) -> Any:  # noqa: ANN401  a JSON document
        """The document at a path, repeated until there is one.

        `fresh` is for what was made a moment ago: the server may not know it yet.

        Raises:
            RefusedError: the server says no.
            OutsideError: there is no usable answer.
        """
        for pause in (*PAUSES, None):
            try:
                return self.send("GET", path, right, query=query, fresh=fresh).data
            except UncertainError as error:
                if pause is None:
                    raise OutsideError(error.message, hint=error.hint) from error
                self._sleep(pause)
        raise AssertionError(path)

    def send(
        self,
        method: str,
        path: str,
        right: Right,
        *,
        query: Query | None = None,
        json: Json | None = None,
        files: Files | None = None,
        fresh: bool = False,
    ) -> Answer:
        """Make one call, again only where the server has certainly not done it.

        Raises:
            RefusedError: the server says no; nothing was done.
            UncertainError: it may have been done.
            OutsideError: the server asks to wait for too long.
        """
        where = f"{method} {self.url}/{path}"
        early = iter(_FRESH_PAUSES if fresh else ())
        busy = iter((*PAUSES, *PAUSES))
        while True:
            response = self._request(method, path, query=query, json=json, files=files)
            if response.status_code == _TOO_MANY:
                self._hold(response, next(busy, None), where)
                continue
            try:
                return _judged(response, where, right)
            except RefusedError as error:
                pause = next(early, None) if error.status == _NOT_FOUND else None
                if pause is None:
                    raise
                self._sleep(pause)

    def settle(self, act: Callable[[], T], look: Callable[[], T | None]) -> T:
        """What `act` gives; after an uncertain end what `look` finds done, else `act` once more.

        Raises:
            OutsideError: it never came to an end that is known.
        """
        for pause in (*PAUSES, None):
            try:
                return act()
            except UncertainError as error:
                if pause is not None:
                    self._sleep(pause)
                done = look()
                if done is not None:
                    return done
                if pause is None:
                    raise OutsideError(error.message, hint=error.hint) from error
        raise AssertionError(act)

    def repeat(self, act: Callable[[], T]) -> T:
        """What `act` gives, which may be done any number of times.

        Raises:
            OutsideError: it never came to an end that is known.
        """
        return self.settle(act, lambda: None)

    def pause(self, seconds: float) -> None:
        """Let time pass before something is looked at again."""
        self._sleep(seconds)

    def _request(
        self,
        method: str,
        path: str,
        *,
        query: Query | None,
        json: Json | None,
        files: Files | None,
    ) -> Response:
        wait = self._closed_until - self._clock()
        if wait > 0:
            self._sleep(wait)
        headers = {"X-Atlassian-Token": "no-check", "Accept": "application/json"}
        if files is None:
            headers["Content-Type"] = "application/json"
        try:
            return self._client().request(
                method,
                path=path,
                params=dict(query) if query else None,
                json=cast("dict[str, Any] | None", json),  # a list does as well
                files=dict(files) if files else None,
                headers=headers,
                allow_redirects=False,
                advanced_mode=True,
            )
        except FAILURES as error:
            said = outside_error(error, f"{self.url}/{path}", self._access.timeout)
            raise UncertainError(said.message, hint=said.hint) from error
        except UnicodeError as error:
            raise OutsideError(
                f"the credentials for {self.url} cannot be sent: they are not plain text",
                hint="correct CONFLUENCE_USER and CONFLUENCE_TOKEN",
            ) from error

    def _hold(self, response: Response, pause: float | None, where: str) -> None:
        """Keep every thread waiting for as long as the server asks, or a little longer each time.

        Raises:
            OutsideError: it asks for too long, or has asked too often.
        """
        asked = _asked_wait(response.headers)
        if pause is None or (asked or 0.0) > _LONGEST_WAIT:
            for_how_long = f" for {asked:.0f} s" if asked else ""
            raise OutsideError(
                f"the server asks to wait{for_how_long}: {where} answered {_TOO_MANY}",
                hint=f"wait, then {_AGAIN}",
            )
        wait = pause if asked is None else asked
        with self._gate:
            self._closed_until = max(self._closed_until, self._clock() + wait)
        self._sleep(wait)

    def _client(self) -> AtlassianRestAPI:
        if not hasattr(self._local, "client"):
            self._local.client = _new_client(self._access)
        client: AtlassianRestAPI = self._local.client
        return client


def _new_client(access: Access) -> AtlassianRestAPI:
    from atlassian.rest_client import AtlassianRestAPI

    class Client(AtlassianRestAPI):
        def log_curl_debug(self, *args: object, **kwargs: object) -> None:
            """Log nothing: the library would write every body into the log."""

    return Client(
        access.url,
        username=access.user or None,
        password=access.token.reveal() if access.user else None,
        token=None if access.user else access.token.reveal(),
        timeout=access.timeout,
        backoff_and_retry=False,
        retry_with_header=False,
        advanced_mode=True,
    )


def _judged(response: Response, where: str, right: Right) -> Answer:
    status, content = response.status_code, response.content
    kind = response.headers.get("Content-Type", "").lower()
    if "html" in kind and status not in _CERTAIN:
        hint = "look for a proxy or a login page in between, and whether confluence.url is right"
        raise UncertainError(page_of_a_proxy(status, content, where), hint=hint)
    if status >= _SERVER_FAULT:
        raise UncertainError(f"{where} was answered with {status}", hint=_AGAIN)
    if status >= _REFUSAL:
        raise refused(status, content, where, right)
    if status >= _REDIRECT:
        location = response.headers.get("Location", "")
        raise OutsideError(
            leads_elsewhere(location, where),
            hint="look whether confluence.url is right and the token is one for the API",
        )
    if status == _NOTHING or not content:
        return Answer(status, None)
    try:
        return Answer(status, msgspec.json.decode(content))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UncertainError(f"{where} was answered with damaged JSON", hint=_AGAIN) from error


def _asked_wait(headers: Mapping[str, str]) -> float | None:
    """How many seconds a 429 asks to wait, None where it does not say (RFC 9110, 10.2.3)."""
    after = headers.get("Retry-After", "").strip()
    if after.isdigit():
        return float(after)
    reset = headers.get("X-RateLimit-Reset", "").strip()
    try:
        then = parsedate_to_datetime(after) if after else datetime.fromisoformat(reset)
    except ValueError:
        return None
    served = headers.get("Date", "")
    try:
        now = parsedate_to_datetime(served)
    except ValueError:
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())
