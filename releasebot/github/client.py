"""The one place that talks to GitHub: PyGithub, with our time limits, retries and errors.

PyGithub's own retries are off: they repeat a POST whose answer was lost, which makes two releases.
Its requests are used, not its objects: those fetch again by themselves what an older server leaves
out, and write fields back that nobody meant to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from releasebot import __version__
from releasebot.errors import ConflictError, GateError, OutsideError, ReleasebotError
from releasebot.github.patience import Answer, Patience
from releasebot.github.place import Place
from releasebot.github.token import Token

if TYPE_CHECKING:
    from github import Github

T = TypeVar("T")
SECONDS = 60
"""How long GitHub may take to answer one request."""
PAGE = 100
"""The most that a list gives at once."""
_PIECE = 1 << 16


class UnsureError(OutsideError):
    """A request that may have been carried out: look before it is sent again."""


class MissingError(OutsideError):
    """What was asked for is not there, or is not shown to this token."""


class RefusedError(ConflictError):
    """GitHub understood the request and says no; `codes` are its reasons, field and code."""

    codes: tuple[tuple[str, str], ...] = ()


class Client:
    """One repository's REST API."""

    def __init__(self, place: Place, token: Token, patience: Patience) -> None:
        self.place = place
        self.token = token
        self.patience = patience

    @cached_property
    def _github(self) -> Github:
        from github import Auth, Github

        return Github(
            auth=Auth.Token(self.token.reveal()),
            base_url=self.place.api,
            timeout=SECONDS,
            user_agent=f"releasebot/{__version__}",
            per_page=PAGE,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )

    def get(self, path: str, *, doing: str, page: int = 0) -> Any:  # noqa: ANN401  GitHub's JSON
        """What the address below the repository gives; with `page` that page of a list, from 1.

        Raises:
            MissingError, RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        asked = {"per_page": PAGE, "page": page} if page else None
        return self._request("GET", path, doing=doing, twice=True, query=asked)

    def ask(self, address: str, *, doing: str) -> Any:  # noqa: ANN401  GitHub's JSON
        """What an address of the server's API gives that is not below the repository.

        Raises:
            MissingError, RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        send = self._github.requester.requestJsonAndCheck
        return self._call(lambda: send("GET", address)[1], doing, twice=True)

    def replace(self, path: str, change: Mapping[str, object], *, doing: str) -> Any:  # noqa: ANN401
        """Change these fields of what is at the address, and no others; what it is then.

        Raises:
            MissingError, RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        return self._request("PATCH", path, doing=doing, twice=True, body=change)

    def delete(self, path: str, *, doing: str) -> None:
        """Afterwards nothing is at the address.

        Raises:
            RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        with suppress(MissingError):
            self._request("DELETE", path, doing=doing, twice=True)

    def create(self, path: str, body: Mapping[str, object], *, doing: str) -> Any:  # noqa: ANN401
        """Make something new, once: what it is.

        Raises:
            UnsureError: it may have been made all the same; look before making another.
            MissingError, RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        return self._request("POST", path, doing=doing, twice=False, body=body)

    def upload(self, address: str, name: str, content: bytes, kind: str) -> None:
        """Send a file, once, to the address that a release gives for it; `kind` is a media type.

        Raises:
            UnsureError: it may have arrived, whole or in part.
            MissingError, RefusedError, GateError, OutsideError: what GitHub's answer amounts to.
        """
        requester = self._github.requester
        headers = {"Content-Type": kind, "Content-Length": str(len(content))}

        def send() -> None:
            requester.requestMemoryBlobAndCheck(
                "POST", address, {"name": name}, headers, BytesIO(content), self._door(address)
            )

        self._call(send, f"upload {name}", twice=False)

    def understand(self, read: Callable[[Any], T], found: object, *, doing: str) -> T:
        """What `read` makes of an answer.

        Raises:
            UnsureError: the answer has another shape than GitHub's.
        """
        try:
            return read(found)
        except (LookupError, TypeError, AttributeError) as error:
            raise self._strange(doing) from error

    def pieces(self, path: str, *, doing: str) -> tuple[bytes, ...]:
        """The bytes of a file at the address, wherever that sends us on to."""
        requester = self._github.requester

        def send() -> tuple[bytes, ...]:
            return tuple(requester.getStream(self._at(path), chunk_size=_PIECE)[2])

        return self._call(send, doing, twice=True)

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """The scopes of the token as the last answer told them; None where it has no such thing."""
        told = self._github.oauth_scopes
        if self.token.is_installation or self.token.is_fine_grained:
            return None
        return None if told is None else tuple(scope for scope in told if scope)

    def _request(
        self,
        verb: str,
        path: str,
        *,
        doing: str,
        twice: bool,
        query: Mapping[str, object] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Any:  # noqa: ANN401  GitHub's JSON
        send = self._github.requester.requestJsonAndCheck
        given = dict(body) if body is not None else None
        asked = dict(query) if query else None
        return self._call(
            lambda: send(verb, self._at(path), asked, input=given)[1], doing, twice=twice
        )

    def _at(self, path: str) -> str:
        return f"/repos/{self.place.name}{path}"

    def _door(self, address: str) -> Any:  # noqa: ANN401  PyGithub is loaded where it is used
        """A connection to a server's second host for uploads: PyGithub's own has no time limit."""
        from github.Requester import HTTPSRequestsConnectionClass

        host = urlsplit(address).hostname or ""
        if host == urlsplit(self.place.api).hostname or not host.endswith(f".{self.place.server}"):
            return None
        return HTTPSRequestsConnectionClass(host, timeout=SECONDS)

    def _call(self, send: Callable[[], T], doing: str, *, twice: bool) -> T:
        from github import GithubException

        for attempt in count():
            try:
                return send()
            except GithubException as error:
                answer = _answer(error)
                if answer.is_limit:
                    self.patience.wait_for_limit(answer, attempt)
                    continue
                failed = self._meaning(answer, error.data, doing)
            except (OSError, ValueError, RuntimeError, AssertionError) as error:
                # requests' errors are OSErrors; the others PyGithub raises for an answer that is
                # no API's: no JSON, or a redirect to another host
                answer = Answer(0, {}, "")
                failed = self._no_answer(error, doing)
            if not answer.is_failure:
                raise failed
            if not (twice and self.patience.wait_for_recovery(answer, attempt)):
                raise failed
        raise AssertionError  # count() has no end

    def _meaning(self, answer: Answer, data: object, doing: str) -> ReleasebotError:
        said = f"{self.place.server} could not {doing}: {answer.status} {answer.message}".rstrip()
        details = _reasons(data)
        source = self.token.source
        match answer.status:
            case 401:
                return OutsideError(
                    f"{self.place.server} does not accept the token from {source}",
                    hint=f"renew it, and hand it over in {source}",
                )
            case 403:
                return GateError(
                    f"the token from {source} may not {doing}: {answer.message}",
                    hint="it needs the right to write contents: in a workflow `permissions: "
                    "contents: write`, else a token with the scope repo",
                    details=details,
                )
            case 404 | 410:
                return MissingError(
                    said,
                    hint=f"look whether {self.place.name} is right and the token from {source} "
                    "may see it",
                )
            case 409 | 422:
                refused = RefusedError(said, hint="GitHub's own words stand above", details=details)
                refused.codes = _codes(data)
                return refused
            case _:
                return UnsureError(said, hint="run the same command again", details=details)

    def _strange(self, doing: str) -> UnsureError:
        return UnsureError(
            f"could not {doing}: {self.place.api} does not answer as GitHub's API does",
            hint="look at github.api_url, and at what stands between here and there",
        )

    def _no_answer(self, error: Exception, doing: str) -> ReleasebotError:
        from releasebot.http import outside_error

        if not isinstance(error, OSError):
            return self._strange(doing)
        told = outside_error(error, self.place.api, SECONDS)
        return UnsureError(f"could not {doing}: {told.message}", hint=told.hint)


def _answer(error: Any) -> Answer:  # noqa: ANN401  PyGithub is loaded only where it is used
    headers: Mapping[str, str] = error.headers or {}
    data = error.data if isinstance(error.data, dict) else {}
    message = str(data.get("message", "")).splitlines()
    lowered = {name.lower(): str(value) for name, value in headers.items()}
    return Answer(error.status, lowered, message[0][:200] if message else "")


def _errors(data: object) -> list[dict[str, Any]]:
    listed = data.get("errors") if isinstance(data, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _reasons(data: object) -> tuple[str, ...]:
    """What GitHub says of each fault, a line each."""
    return tuple(
        f"{one.get('field', one.get('resource', ''))}: {one.get('message') or one.get('code', '')}"
        for one in _errors(data)
    )


def _codes(data: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.get("field", "")), str(one.get("code", ""))) for one in _errors(data))
