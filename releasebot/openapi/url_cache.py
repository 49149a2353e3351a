"""What addresses answered earlier, so that an unchanged document is not sent again.

Nothing is decided by it: the server is asked every time, and says whether its answer is the same.
"""

from __future__ import annotations

import contextlib
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from releasebot.errors import OutsideError
from releasebot.http import Fetched
from releasebot.output import write_derived


class _Head(Struct, frozen=True):
    """The first line of a file; the body follows it."""

    url: str
    content_type: str
    etag: str
    digest: str


class UrlCache:
    """A folder with one file for each address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, url: str) -> Fetched | None:
        """What the address answered last; None where nothing whole and undamaged is kept."""
        try:
            data = self._file(url).read_bytes()
            first, _, body = data.partition(b"\n")
            head = msgspec.json.decode(first, type=_Head)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None
        if sha256(body).hexdigest() != head.digest:
            return None
        return Fetched(head.url, body, head.content_type, head.etag)

    def put(self, url: str, fetched: Fetched) -> None:
        """Keep an answer that has an entity tag; one without could never be asked about again.

        The file is there whole or not at all. A folder that cannot be written keeps nothing.
        """
        if not fetched.etag:
            return
        digest = sha256(fetched.body).hexdigest()
        head = _Head(fetched.url, fetched.content_type, fetched.etag, digest)
        content = msgspec.json.encode(head) + b"\n" + fetched.body
        with contextlib.suppress(OSError, OutsideError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_derived(self._file(url), content)

    def _file(self, url: str) -> Path:
        """Named by a digest, since an address may hold a password."""
        return self.folder / sha256(url.encode()).hexdigest()
