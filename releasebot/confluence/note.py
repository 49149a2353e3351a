"""What tells that a page, and the version of it that stands there, is of our making.

On a server a page bears our content property; each version that we write bears a message of ours;
and a page that was created but not filled yet has a body that says so. The three are written one
after another, so that a run killed between them leaves one that explains the others.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from releasebot.confluence.actions import Written
from releasebot.confluence.api import Content
from releasebot.confluence.macros import anchor, macro
from releasebot.pages.model import Edition

KEY = "releasebot"
"""The key of the content property; servers take letters and digits alone."""

_SHORT = 9
_SHELL = "releasebot-shell-"
_MESSAGE = re.compile(rf"\S.* at [0-9a-f]{{{_SHORT}}} \(releasebot ([0-9a-f]{{32}})\)")
_SHELL_TEXTS = {
    "ko": "이 페이지는 곧 채워집니다.",
    "en": "This page is about to be filled.",
}


class Note(Struct, frozen=True):
    """Our content property.

    `page` is the id of the page it was put on: a copy of a page has its property too, and is not
    ours. `project` is whose pages they are, `version` the version number that the text goes into,
    `home` the id of the page that the topmost one is put below.
    """

    page: str
    project: str
    key: str
    version: int
    written: Written
    home: str = ""
    archived: bool = False


def message_of(edition: Edition, digest: str) -> str:
    """The message of a version that we write: the release, the commit and the text."""
    return f"{edition.tag} at {edition.commit[:_SHORT]} (releasebot {digest})"


def digest_in(message: str) -> str:
    """The digest in a message of ours, empty where it is none of ours."""
    found = _MESSAGE.fullmatch(message.strip())
    return found[1] if found else ""


def shell(project: str, key: str, language: str) -> str:
    """The body of a page that is created before its text is written."""
    text = _SHELL_TEXTS.get(language, _SHELL_TEXTS["en"])
    return macro("info", rich=f"<p>{anchor(_SHELL + _shell_digest(project, key))}{text}</p>")


def shell_key(body: str | None, keys: Mapping[str, str]) -> str | None:
    """Which page the shell is of; None where the body is no shell of one of them.

    `keys` has the wanted pages' keys by `shell_name`.
    """
    found = re.search(_SHELL + "([0-9a-f]{32})", body or "")
    return keys.get(found[1]) if found else None


def shell_name(project: str, key: str) -> str:
    """What stands for the page in a shell."""
    return _shell_digest(project, key)


def digest_there(note: Note, stands: Content, *, keeps_messages: bool) -> str:
    """The digest of the text that stands on a page with our note.

    A text that is not ours has one that no text of ours has. `keeps_messages` tells whether the
    server gives back the messages of versions; where it does not, the numbers alone decide.
    """
    written = note.written
    ours = digest_in(stands.message)
    if ours:
        return ours
    if stands.version < note.version:
        return written.earlier
    if stands.version == note.version and not keeps_messages:
        return written.digest
    return f"version {stands.version}"


def is_foreign(digest: str) -> bool:
    """Whether a digest of `digest_there` stands for a text of somebody else."""
    return digest.startswith("version ")


def with_racer(written: Written, digest: str) -> Written:
    """The note as it stands for a version that another run of ours wrote meanwhile."""
    if is_foreign(digest) or digest in {"", written.digest, written.earlier}:
        return written
    return msgspec.structs.replace(written, digest=digest)


def _shell_digest(project: str, key: str) -> str:
    named = f"{project}\n{key}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:32]
