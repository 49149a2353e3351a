"""What a document's references may read: files of the project, and what the settings allow."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError, UsageError
from releasebot.openapi.load import REMOTE, Reader, Refused, is_address

_OUTSIDE = "reference leaves the folder of the document"


def read_at_most(path: Path, most: int) -> bytes:
    """The file, or one byte more than may be read, so that the reader of it complains."""
    with path.open("rb") as file:
        return file.read(most + 1)


def reader(settings: SpecSettings, base: Path, document: Path | None) -> Reader:
    """Reads for the references of one document.

    Files are read inside the project, in the folder of `document` and in `spec.ref_folders`, links
    resolved. Addresses are read below `spec.ref_urls`, without redirects, all together within
    `spec.timeout` seconds. Everything else is refused.
    """
    folders = [base, *(base / folder for folder in settings.ref_folders)]
    if document is not None:
        folders.append(document.parent)
    allowed = tuple(folder.resolve() for folder in folders)
    fetch = _fetcher(settings)

    def read(name: str) -> bytes | Refused:
        if is_address(name):
            return fetch(name)
        try:
            actual = (base / name).resolve()
            if not any(actual.is_relative_to(folder) for folder in allowed):
                return Refused(_OUTSIDE)
            if not actual.is_file():
                return Refused("there is no such file")
            return read_at_most(actual, settings.max_bytes)
        except (OSError, ValueError):
            return Refused("the file cannot be read")

    return read


def _fetcher(settings: SpecSettings) -> Callable[[str], bytes | Refused]:
    deadline: list[float] = []

    def fetch(url: str) -> bytes | Refused:
        if not any(is_below(url, allowed) for allowed in settings.ref_urls):
            return Refused(REMOTE)
        from releasebot import http

        deadline[:] = deadline or [time.monotonic() + settings.timeout]
        left = deadline[0] - time.monotonic()
        if left <= 0:
            return Refused(f"references took more than {settings.timeout:g} s (`spec.timeout`)")
        try:
            answer = http.fetch(url, timeout=left, max_bytes=settings.max_bytes, redirects=0)
        except (OutsideError, UsageError) as error:
            return Refused(error.message)
        return answer.body

    return fetch


def is_below(url: str, allowed: str) -> bool:
    """Whether an address is `allowed` or below it: the same scheme, host and port, and its path.

    Credentials are never taken over from a reference, and dots that lead upward are resolved.
    """
    try:
        one, other = urlsplit(url), urlsplit(allowed)
        same = (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False
    if not same or "@" in one.netloc or "\\" in url:
        return False
    path = posixpath.normpath(unquote(one.path) or "/")
    above = posixpath.normpath(other.path or "/").rstrip("/")
    return path == above or path.startswith(f"{above}/")
