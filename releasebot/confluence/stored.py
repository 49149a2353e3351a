"""How the folder keeps a page: its text in `<id>.xml`, all else about it in `<id>.json`.

The JSON file is what a server keeps beside a body: title, place, version number and the message of
that version, and the content property that bears our mark.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from releasebot.confluence.actions import Written
from releasebot.confluence.block import block_in
from releasebot.confluence.document import body_of, document
from releasebot.confluence.plan import digest_of
from releasebot.errors import ConflictError
from releasebot.output import write_whole

TEXT = ".xml"
PROPERTIES = ".json"


class Mark(Struct, frozen=True):
    """Our content property.

    `page` is the id of the page it was put on: the property of a page that somebody copied names
    the original, and so does not make the copy ours. `project` is whose pages they are.
    """

    page: str
    project: str
    key: str
    written: Written


class Properties(Struct, frozen=True):
    """What the folder keeps of a page beside its text; `parent` is an id."""

    title: str
    parent: str | None = None
    version: int = 1
    message: str = ""
    releasebot: Mark | None = None


class StoredPage(Struct, frozen=True):
    """A page in the folder; `body` is None where there is no text."""

    id: str
    properties: Properties
    body: str | None

    @property
    def mark(self) -> Mark | None:
        """Our mark, None on a page that is not ours."""
        mark = self.properties.releasebot
        return mark if mark and mark.page == self.id else None

    @property
    def digest(self) -> str:
        """The digest of the text, empty where there is none; of a text with our block, its own."""
        return "" if self.body is None else digest_of(block_in(self.body))


def read_pages(folder: Path) -> tuple[StoredPage, ...]:
    """Every page in the folder, ours or not, in the order of their ids.

    A text without properties is a page too: it is called what its file is called.

    Raises:
        ConflictError: properties that cannot be read.
    """
    if not folder.is_dir():
        return ()
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    ids = {name[: -len(end)] for name in names for end in (TEXT, PROPERTIES) if name.endswith(end)}
    return tuple(_read(folder, name, names) for name in sorted(ids))


def write_properties(folder: Path, name: str, properties: Properties) -> None:
    """Keep what is known of a page beside its text, from one instant to the next."""
    encoded = msgspec.json.format(msgspec.json.encode(properties), indent=2)
    write_whole(folder / f"{name}{PROPERTIES}", encoded + b"\n")


def write_text(folder: Path, name: str, body: str) -> None:
    """Keep the text of a page, from one instant to the next."""
    write_whole(folder / f"{name}{TEXT}", document(body).encode("utf-8"))


def _read(folder: Path, name: str, names: set[str]) -> StoredPage:
    text, properties = f"{name}{TEXT}", f"{name}{PROPERTIES}"
    body = None
    if text in names:
        body = body_of((folder / text).read_bytes().decode("utf-8", "replace"))
    if properties not in names:
        return StoredPage(name, Properties(title=name), body)
    path = folder / properties
    try:
        return StoredPage(name, msgspec.json.decode(path.read_bytes(), type=Properties), body)
    except msgspec.MsgspecError as error:
        raise ConflictError(
            f"{path} no longer says what page {name} is: {error}",
            hint=f"put the file back as it was, or delete it with {text} to have the page made "
            "anew",
        ) from error
