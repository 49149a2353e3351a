"""Files that stand on pages of ours: the API's document on the topmost one, plots on theirs."""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from releasebot.confluence.api import Api
from releasebot.errors import ConflictError

_COMMENT = re.compile(r"releasebot ([0-9a-f]{64})")


class Attached(Struct, frozen=True):
    """A file by the name that it is to have on the page."""

    name: str
    content: bytes

    @property
    def comment(self) -> str:
        """What we note of its content where readers see it as a comment."""
        return f"releasebot {hashlib.sha256(self.content).hexdigest()}"


def differing(api: Api, page: str, files: tuple[Attached, ...]) -> tuple[Attached, ...]:
    """Those of the files that the page lacks, or has another content of."""
    return tuple(one for one in files if not _stands(api, page, one))


def attach(api: Api, page: str, file: Attached) -> None:
    """Afterwards the page has the file with this content.

    Raises:
        ConflictError: somebody else put a file of that name there.
    """
    known = api.attachment(page, file.name)
    if known and known.comment == file.comment:
        return
    if known and not _COMMENT.search(known.comment):
        raise ConflictError(
            f"the page {page} of ours has an attachment {file.name} that is not ours",
            hint="delete or rename it; confluence.attach_spec and docs.releases decide on ours",
        )
    api.attach(page, file.name, file.content, file.comment, known)


def _stands(api: Api, page: str, file: Attached) -> bool:
    known = api.attachment(page, file.name)
    return known is not None and known.comment == file.comment
