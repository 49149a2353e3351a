"""The folder's pages as HTML files that resemble Confluence, made from what is stored alone.

They need no server and ask for nothing outside the folder. The index is written last and names what
it and the others were made from: that tells whether they still show what is stored.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from releasebot import __version__
from releasebot.confluence.drawing import Surroundings, draw
from releasebot.confluence.page_tree import Shelf
from releasebot.confluence.stored import StoredPage
from releasebot.errors import ConflictError
from releasebot.output import write_derived

if TYPE_CHECKING:
    from jinja2 import Environment

PREVIEW = "preview"
INDEX = "index.html"
_STYLE = "style.css"
_TEMPLATES = ("page.html", INDEX, _STYLE)
_OURS = b'<meta name="generator" content="releasebot">'
_OURS_STYLE = b"/* releasebot */"
_HEAD = 512
_MADE_FROM = re.compile(rb'<meta name="releasebot-preview" content="([0-9a-f]{64})">')
_HANGUL = re.compile("[\uac00-\ud7a3]")


def is_current(folder: Path, pages: Sequence[StoredPage]) -> bool:
    """Whether the preview in the folder is of these pages, and unharmed."""
    index = folder / INDEX
    if not index.is_file():
        return False
    named = _MADE_FROM.search(index.read_bytes()[: 2 * _HEAD])
    names = (*sorted(f"{page.id}.html" for page in pages), _STYLE)
    paths = [folder / PREVIEW / name for name in names]
    if named is None or not all(path.is_file() for path in paths):
        return False
    shown = [path.read_bytes() for path in paths]
    return named[1].decode() == _digest(pages, shown)


def write_preview(folder: Path, pages: Sequence[StoredPage]) -> None:
    """Afterwards the preview shows these pages; files that did so already are not touched."""
    templates = _templates()
    shelf = Shelf(pages)
    ordered = sorted(pages, key=lambda page: f"{page.id}.html")
    shown = [_page(templates, shelf, page) for page in ordered]
    shown.append((files("releasebot") / "templates" / "confluence" / _STYLE).read_bytes())
    for page, content in zip(ordered, shown, strict=False):
        write_derived(folder / PREVIEW / f"{page.id}.html", content)
    write_derived(folder / PREVIEW / _STYLE, shown[-1])
    index = templates.get_template(INDEX).render(
        language=_language(pages),
        made_from=_digest(pages, shown),
        space=_space(shelf),
        pages=shelf.whole_tree(),
        count=len(pages),
        preview=PREVIEW,
    )
    write_derived(folder / INDEX, index.encode("utf-8"))


def preview_fault(folder: Path) -> None:
    """Return if nothing but ours stands where the preview goes.

    Raises:
        ConflictError: a file there is somebody else's.
    """
    for path in (folder / INDEX, *(folder / PREVIEW).glob("*.html"), folder / PREVIEW / _STYLE):
        if not path.exists():
            continue
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if _OURS not in head and _OURS_STYLE not in head:
            raise ConflictError(
                f"{path} is not ours to replace: found a file without our mark, wanted a preview "
                "of ours or none",
                hint="move it away, or configure another confluence.folder",
            )


def _page(templates: Environment, shelf: Shelf, page: StoredPage) -> bytes:
    def address_of(title: str) -> str | None:
        name = shelf.titled(title)
        return None if name is None else f"{name}.html"

    above = shelf.above(page)
    children = [(one.properties.title, f"{one.id}.html") for one in shelf.below(page.id)]
    return (
        templates.get_template("page.html")
        .render(
            language=_language((page,)),
            page=page,
            space=_space(shelf),
            above=[(one.properties.title, f"{one.id}.html") for one in above],
            tree=shelf.tree(page),
            content=draw(page.body or "", Surroundings(address_of, children)),
        )
        .encode("utf-8")
    )


def _space(shelf: Shelf) -> str:
    """What the pages together are called: the first page at the top that is ours."""
    tops = shelf.below(None)
    ours = [page for page in tops if page.mark] or tops
    return ours[0].properties.title if ours else "Confluence"


def _language(pages: Sequence[StoredPage]) -> str:
    korean = any(
        _HANGUL.search(page.properties.title) or _HANGUL.search(page.body or "") for page in pages
    )
    return "ko" if korean else "en"


def _digest(pages: Sequence[StoredPage], shown: Sequence[bytes]) -> str:
    """What stands for the preview: the pages, the templates and the files made from them."""
    digest = hashlib.sha256(__version__.encode())
    for part in (*_template_sources(), *shown):
        digest.update(hashlib.sha256(part).digest())
    for page in sorted(pages, key=lambda one: one.id):
        digest.update(msgspec.json.encode((page.id, page.properties, page.digest)))
    return digest.hexdigest()


def _template_sources() -> Iterator[bytes]:
    for name in _TEMPLATES:
        yield (files("releasebot") / "templates" / "confluence" / name).read_bytes()


def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("releasebot", "templates/confluence"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
