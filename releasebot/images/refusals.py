"""What the answer of a registry means that is no success.

Source: the error codes of the OCI Distribution Specification 1.1, and what GHCR, Harbor, ECR and
docker-registry answer beside them.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from releasebot.errors import OutsideError, ReleasebotError
from releasebot.http import Answer
from releasebot.images.reference import Repository
from releasebot.images.registry import immutable

_NOT_FOUND, _TOO_MANY, _FORBIDDEN, _NO_ROOM = 404, 429, 403, 507
_SERVER_ERROR = 500
_SHOWN = 300


def is_confirmed_absence(answer: Answer) -> bool:
    """Whether the registry itself says that there is no such thing.

    A 404 without a registry's error document is a proxy's, or that of another kind of server.
    """
    return answer.status == _NOT_FOUND and bool(_errors(answer))


def is_expiry(answer: Answer) -> bool:
    """Whether a login was right and is too old: ECR then answers 403, not 401."""
    return answer.status == _FORBIDDEN and any(
        "token has expired" in message.lower() for _, message in _errors(answer)
    )


def refusal(answer: Answer, repository: Repository, reference: str) -> ReleasebotError:
    """The error for an answer that is none of those that were hoped for."""
    codes = {code for code, _ in _errors(answer)}
    said = " ".join(message for _, message in _errors(answer))[:_SHOWN]
    name = repository.tagged(reference) if reference else str(repository)
    host, status = repository.host, answer.status
    if "immutable" in said.lower():
        return immutable(repository, reference)
    if "quota" in said.lower() or status == _NO_ROOM:
        sentence = f"{host} has no room for {name}: {said or 'its quota is reached'}"
        hint = "remove old images or have the quota raised, then run it again"
    elif status == _TOO_MANY:
        sentence = f"{host} allows no more requests for now ({status})"
        hint = "run the same command again later; a login often raises the limit"
    elif status == _FORBIDDEN or "DENIED" in codes:
        sentence = f"{host} refuses access to {name}: {said or status}"
        hint = "have the login given the right to pull from and push to the repository"
    elif status >= _SERVER_ERROR:
        sentence = f"{host} failed with {status} at {name}"
        hint = "run the same command again when it works"
    elif status == _NOT_FOUND and not codes:
        sentence = f"{answer.url} answered 404, but not as a registry does"
        hint = "look whether the address is that of a registry, or a proxy stands before it"
    else:
        sentence = f"{host} answered {status} at {name}: {said or 'without a reason'}"
        hint = "look at the image in the registry, then run it again"
    return OutsideError(sentence, hint=hint)


def _errors(answer: Answer) -> Sequence[tuple[str, str]]:
    """The codes and messages of a registry's error document; none where it is no such document."""
    try:
        document = msgspec.json.decode(answer.body)
        return [
            (str(one.get("code", "")), str(one.get("message", ""))) for one in document["errors"]
        ]
    except (msgspec.DecodeError, AttributeError, KeyError, TypeError):
        return ()
