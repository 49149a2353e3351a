"""What docker, podman and skopeo complain of, and what it means."""

from __future__ import annotations

from releasebot.errors import OutsideError
from releasebot.process import Completed

_COMPLAINTS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("cannot connect to the docker daemon", "is the docker daemon running"),
        "the engine does not answer",
        "start it, or set DOCKER_HOST",
    ),
    (
        ("authorization token has expired", "token has expired"),
        "the registry's token has expired",
        "log in again and run the same command again",
    ),
    (
        ("no basic auth credentials", "unauthorized", "authentication required"),
        "the registry wants a login, and this one is none or is refused",
        "log in: docker login HOST; then run the same command again",
    ),
    (
        ("is immutable", "immutable tag"),
        "the tag is immutable and names another image",
        "raise the version",
    ),
    (
        ("quota", "no space left", "insufficient_scope: quota"),
        "there is no room for the image",
        "remove old images or have the quota raised",
    ),
    (
        ("name_unknown", "repository does not exist", "does not exist in the registry"),
        "the repository is not there",
        "releasebot images push --create-repository makes it",
    ),
    (
        ("denied", "forbidden"),
        "the registry refuses access",
        "have the login given the right to push there",
    ),
    (
        ("x509", "certificate", "tls:"),
        "the registry's certificate is not trusted by the client",
        "install the issuer's certificate in /etc/docker/certs.d/HOST/ca.crt",
    ),
    (
        ("toomanyrequests", "too many requests", "429"),
        "the registry allows no more requests for now",
        "run the same command again later",
    ),
    (
        ("connection refused", "no such host", "i/o timeout", "connection reset", "eof"),
        "the registry cannot be reached",
        "look at the address and the network; then run the same command again",
    ),
)
"""What clients complain of, the most telling first: words in it, what they mean, what to do."""


def push_failure(done: Completed, what: str) -> OutsideError:
    """What a client's complaint means."""
    said = done.stderr.decode("utf-8", "replace") + done.text
    low = said.lower()
    for words, sentence, hint in _COMPLAINTS:
        if any(word in low for word in words):
            return OutsideError(f"{what}: {sentence}", hint=hint, details=done.complaint)
    return OutsideError(
        f"{what} failed with exit code {done.code}",
        hint="the last lines that it wrote stand above; then run the same command again",
        details=done.complaint,
    )
