"""What a Confluence server can be asked, whatever its product; `cloud` and `server` do it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from releasebot.confluence.actions import Status
from releasebot.confluence.answers import RefusedError
from releasebot.confluence.session import Connection

_NOT_FOUND = 404


class Place(Struct, frozen=True):
    """A space: its id, its key and the id of its home page, empty where it has none."""

    id: str
    key: str
    home: str


class Property(Struct, frozen=True):
    """A content property as it is stored; `version` is 0 where the answer did not say."""

    id: str
    version: int
    value: Any


class Content(Struct, frozen=True):
    """A page as an answer describes it; what the answer left out is None.

    `properties` are by key, `parent` is the id of what stands above, `address` is for readers.
    """

    id: str
    title: str
    status: Status
    parent: str
    version: int
    message: str = ""
    body: str | None = None
    properties: Mapping[str, Property] | None = None
    address: str = ""


class Attachment(Struct, frozen=True):
    """A file on a page; `comment` is what we noted of its content."""

    id: str
    name: str
    comment: str


class Revision(Struct, frozen=True):
    """A version to be written of a page."""

    title: str
    parent: str
    body: str
    version: int
    message: str
    minor: bool


class Api(Protocol):
    """The calls, each one request unless it is said to be a list.

    All raise `RefusedError` where the server says no, those that write `UncertainError` where
    nobody knows whether it was done, and `OutsideError` where there is no answer.
    """

    @property
    def product(self) -> str:
        """What the server is called in messages."""
        ...

    @property
    def can_archive(self) -> bool:
        """Whether there is a call that archives pages."""
        ...

    @property
    def lists_properties(self) -> bool:
        """Whether lists of pages come with our property."""
        ...

    @property
    def moves_make_versions(self) -> bool:
        """Whether a page that is put elsewhere gets a new version."""
        ...

    @property
    def connection(self) -> Connection:
        """What the calls go through."""
        ...

    @property
    def space(self) -> str:
        """The key of the space."""
        ...

    def address(self, page: Content) -> str:
        """Where a reader finds the page."""
        ...

    def place(self) -> Place:
        """The space that pages go to."""
        ...

    def titled(self, title: str) -> Sequence[Content]:
        """The pages of that title in the space, with bodies; archived and trashed ones too."""
        ...

    def everything(self) -> Iterator[Content]:
        """A list: every page of the space, archived and trashed ones too."""
        ...

    def page(self, name: str, *, fresh: bool = False) -> Content | None:
        """The page of that id with its body and properties; None where there is none."""
        ...

    def pages(self, names: Collection[str]) -> Iterator[Content]:
        """A list: the pages of these ids that there are, without bodies."""
        ...

    def below(self, name: str) -> Iterator[Content]:
        """A list: all pages below a page."""
        ...

    def children(self, name: str) -> Iterator[Content]:
        """A list: the pages right below a page; below nothing those at the top of the space."""
        ...

    def properties(self, name: str) -> Mapping[str, Property]:
        """The properties of a page by key."""
        ...

    def create(self, title: str, parent: str, body: str) -> Content:
        """Make a page below another one, or at the top of the space."""
        ...

    def write(self, name: str, revision: Revision, *, fresh: bool = False) -> Content:
        """Write a page's next version; 409 where it has another version than the one before."""
        ...

    def move(self, page: Content, parent: str, revision: Revision) -> Content:
        """Put a page below another one."""
        ...

    def restore(self, page: Content, message: str) -> Content:
        """Take a page out of the trash."""
        ...

    def archive(self, names: Sequence[str]) -> None:
        """Put pages into the archive."""
        ...

    def put_property(
        self, name: str, key: str, value: object, known: Property | None, *, fresh: bool = False
    ) -> Property:
        """Set a property; 409 where it is another one than `known`, the one last seen."""
        ...

    def add_labels(self, name: str, labels: Iterable[str]) -> None:
        """Add labels to a page's."""
        ...

    def remove_label(self, name: str, label: str) -> None:
        """Take a label from a page, if it has it."""
        ...

    def attachment(self, name: str, file: str) -> Attachment | None:
        """The attachment of that name on a page."""
        ...

    def attach(
        self, name: str, file: str, content: bytes, comment: str, known: Attachment | None
    ) -> None:
        """Put a file on a page, as a new version where it is there."""
        ...

    def whoami(self) -> str:
        """The name of the account that calls."""
        ...

    def allowed(self) -> frozenset[tuple[str, str]]:
        """What the account may do in the space, such as create and page; empty if not told."""
        ...


def operations_of(found: Iterable[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """What an answer says the account may do."""
    return frozenset(
        (str(one.get("operation", "")), str(one.get("targetType", ""))) for one in found
    )


def media_type(file: str) -> str:
    """What a file is by its name: only what is called a picture is shown as one."""
    return "image/svg+xml" if file.endswith(".svg") else "application/octet-stream"


def status_of(text: object) -> Status:
    """The status that an answer states."""
    if text in {"trashed", "deleted"}:
        return "trashed"
    return "archived" if text == "archived" else "current"


def missing(error: RefusedError) -> None:
    """Return if the server does not know the thing.

    Raises:
        RefusedError: it refused for another reason.
    """
    if error.status != _NOT_FOUND:
        raise error
