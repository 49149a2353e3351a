"""What a Confluence keeps, and the rules by which it lets itself be written."""

from __future__ import annotations

import itertools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from xml.parsers import expat

from releasebot.confluence.document import document
from releasebot.confluence.validate import violations

LARGEST_REQUEST = 5 * 1024 * 1024
LARGEST_PROPERTY = 32 * 1024
BAD_LABEL = re.compile(r"[\s!#&()*,./:;<>?@\[\]^]")
LINKED = re.compile(r'ri:content-title="([^"]*)"')


class Refusal(Exception):  # noqa: N818  an answer of the fake, no failure of it
    """The server says no."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class Version:
    """One version of a page."""

    number: int
    title: str
    body: str
    message: str = ""
    minor: bool = False
    author: str = "bot"


@dataclass
class Property:
    """A content property."""

    id: str
    key: str
    value: Any
    version: int = 1


@dataclass
class File:
    """An attachment."""

    id: str
    name: str
    content: bytes
    comment: str
    version: int = 1


@dataclass
class Page:
    """A page with all that hangs on it."""

    id: str
    parent: str
    versions: list[Version]
    status: str = "current"
    properties: dict[str, Property] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    files: dict[str, File] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    unseen: int = 0
    """How many more requests by its id are answered with 404, as right after it was made."""

    @property
    def now(self) -> Version:
        """The version that is shown."""
        return self.versions[-1]

    @property
    def title(self) -> str:
        """Its title now."""
        return self.now.title

    @property
    def number(self) -> int:
        """Its version number."""
        return self.now.number


class Store:
    """One space, DOCS, with its home page."""

    def __init__(self, *, lag: int = 0) -> None:
        self.lock = threading.RLock()
        self.ids = itertools.count(1000)
        self.pages: dict[str, Page] = {}
        self.lag = lag
        """How many requests a new page is not known for."""
        self.dangling: list[str] = []
        """Links, in texts that releasebot wrote, to titles that were not there at that moment."""
        self.invalid: list[str] = []
        """What releasebot wrote that is not of its own kind of storage format."""
        self.allowed = {
            ("read", "space"), ("create", "page"), ("create", "attachment"), ("archive", "page")
        }  # fmt: skip
        self.tasks: dict[str, bool] = {}
        self._ids: dict[str, str] = {}
        self.home = self.new("", "Home", "<p>Home</p>", author="kim").id

    def new(self, parent: str, title: str, body: str, *, author: str = "bot") -> Page:
        """Make a page."""
        if parent and (parent not in self.pages or self.pages[parent].status != "current"):
            raise Refusal(404, f"No parent with id {parent}")
        self.check_title(title)
        self.check_body(body, author)
        name = str(next(self.ids))
        made = Page(name, parent, [Version(1, title, stored(body), author=author)])
        made.unseen = self.lag if author == "bot" else 0
        self.pages[name] = made
        self._ids[_folded(title)] = name
        return made

    def write(  # noqa: PLR0913  what a version consists of
        self,
        page: Page,
        *,
        title: str,
        body: str,
        number: int,
        message: str = "",
        minor: bool = False,
        author: str = "bot",
        parent: str = "",
    ) -> None:
        """Write the next version."""
        if number != page.number + 1:
            raise Refusal(
                409,
                "Version must be incremented on update. "
                f"Current version is: {page.number}. Provided version is: {number}",
            )
        self.check_title(title, but=page.id)
        self.check_body(body, author)
        if parent and parent != page.parent:
            self.move(page, parent)
        if self._ids.get(_folded(page.title)) == page.id:
            del self._ids[_folded(page.title)]
        self._ids[_folded(title)] = page.id
        page.versions.append(Version(number, title, stored(body), message, minor, author))

    def edit(self, page: Page, body: str, *, title: str = "") -> None:
        """What a person does in the editor."""
        number = page.number + 1
        self.write(page, title=title or page.title, body=body, number=number, author="kim")

    def move(self, page: Page, parent: str) -> None:
        """Put a page below another one."""
        if parent not in self.pages:
            raise Refusal(404, f"No content with id {parent}")
        if page.id in {parent, *(one.id for one in self.above(parent))}:
            raise Refusal(400, "A page cannot be moved below itself")
        page.parent = parent

    def put_property(self, page: Page, key: str, value: Any, number: int | None) -> Property:  # noqa: ANN401  JSON
        """Make or change a property."""
        import json

        if len(json.dumps(value)) > LARGEST_PROPERTY:
            raise Refusal(413, "The value of a content property has at most 32 KB")
        there = page.properties.get(key)
        if number is None:
            if there:
                raise Refusal(409, f"A property with key {key} already exists")
            there = page.properties[key] = Property(str(next(self.ids)), key, value)
            return there
        if there is None:
            raise Refusal(404, f"No property {key}")
        if number != there.version + 1:
            raise Refusal(409, f"Version must be {there.version + 1}")
        there.value, there.version = value, number
        return there

    def label(self, page: Page, names: list[str]) -> None:
        """Add labels."""
        for name in names:
            if not name or BAD_LABEL.search(name):
                raise Refusal(400, f"{name!r} is no label")
        page.labels.update(names)

    def attach(self, page: Page, name: str, content: bytes, comment: str) -> File:
        """Put a file on a page."""
        there = page.files.get(name)
        if there:
            there.content, there.comment, there.version = content, comment, there.version + 1
        else:
            there = page.files[name] = File(f"att{next(self.ids)}", name, content, comment)
        return there

    def get(self, name: str, *statuses: str) -> Page:
        """The page of that id."""
        page = self.pages.get(name)
        if page is None or (statuses and page.status not in statuses):
            raise Refusal(404, f"No page with id {name}")
        if page.unseen:
            page.unseen -= 1
            raise Refusal(404, f"No page with id {name} yet")
        return page

    def titled(self, title: str) -> list[Page]:
        """The pages of exactly that title, whatever their status."""
        return [page for page in self.pages.values() if page.title == title]

    def one(self, title: str) -> Page:
        """The one page of that title."""
        (page,) = self.titled(title)
        return page

    def below(self, name: str) -> Iterator[Page]:
        """Every page below a page that is not in the trash."""
        for page in list(self.pages.values()):
            if page.parent == name and page.status != "trashed":
                yield page
                yield from self.below(page.id)

    def above(self, name: str) -> list[Page]:
        """The pages above a page, the topmost first."""
        found: list[Page] = []
        while (parent := self.pages[name].parent) in self.pages:
            found.insert(0, self.pages[parent])
            name = parent
        return found

    def by_bot(self) -> list[Page]:
        """The pages that releasebot made."""
        return [page for page in self.pages.values() if page.versions[0].author == "bot"]

    def check_title(self, title: str, but: str = "") -> None:
        """A title is there once in a space, the archive and the trash included."""
        if not title or len(title) > 255:
            raise Refusal(400, "A title has 1 to 255 characters")
        page = self.pages.get(self._ids.get(_folded(title), ""))
        if page and page.id != but and _folded(page.title) == _folded(title):
            raise Refusal(
                400,
                "A page with this title already exists: A page already exists with the same "
                f"TITLE {title} in this space",
            )

    def check_body(self, body: str, author: str) -> None:
        """A body is well-formed; of what releasebot writes much more is asked."""
        try:
            expat.ParserCreate("utf-8").Parse(document(body).encode(), True)  # noqa: FBT003
        except (expat.ExpatError, UnicodeEncodeError) as error:
            raise Refusal(400, f"Error parsing xhtml: {error}") from error
        if author != "bot":
            return
        if "<p>kim" not in body:  # what people wrote around a block is theirs
            self.invalid.extend(f"{one.line}: {one.text}" for one in violations(body))
        for found in LINKED.findall(body):
            title = unescape(found)
            if _folded(title) not in self._ids:
                self.dangling.append(title)


def stored(body: str) -> str:
    """The body as Confluence keeps it, which is not the way it was sent."""
    numbers = itertools.count(1)
    named = re.sub(
        "<ac:structured-macro ",
        lambda _: f'<ac:structured-macro ac:macro-id="m{next(numbers)}" ',
        re.sub(r' ac:macro-id="[^"]*"', "", body),
    )
    return named.replace(">\n<", "><")


def _folded(title: str) -> str:
    return unicodedata.normalize("NFC", title).casefold()
