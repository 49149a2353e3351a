"""A folder that remembers its pages as Confluence does: the target where no server is set.

`pages/` holds them, `index.html` and `preview/` show them as Confluence would. Of each page the
properties are written first and its text after: a run that is killed in between leaves a page whose
properties tell what its text is to become, and the next run writes that text alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import assert_never

from releasebot.confluence.actions import (
    Archive,
    Create,
    Edited,
    FoundPage,
    Kept,
    Move,
    Orphan,
    Space,
    SpacePlan,
    Unchanged,
    Update,
    WantedPage,
    Written,
)
from releasebot.confluence.attached_folder import AttachedFolder
from releasebot.confluence.block import has_block, merged
from releasebot.confluence.drawing import ATTACHMENTS
from releasebot.confluence.former import carry_over, renames
from releasebot.confluence.plot_files import plot_files
from releasebot.confluence.preview import INDEX, PREVIEW, is_current, preview_fault, write_preview
from releasebot.confluence.stored import (
    Mark,
    Properties,
    StoredPage,
    read_pages,
    write_properties,
    write_text,
)
from releasebot.confluence.target import MadePage, Watch
from releasebot.errors import ConflictError, OutsideError
from releasebot.output import make_folder, sole_writer, sweep_unfinished, unwritable
from releasebot.pages.model import Edition, PageTree

_PAGES = "pages"
_WAIT_SECONDS = 60.0
_LONGEST_ID = 120
_SHORT = 9
_NOT_IN_ID = re.compile(r"[^a-z0-9._-]+")


class Folder:
    """Pages in files; `project` is whose they are, `worktree` what is not to be made dirty."""

    can_archive = False

    def __init__(self, folder: Path, *, worktree: Path, project: str) -> None:
        self._folder = folder
        self._pages = folder / _PAGES
        self._worktree = worktree
        self._project = project
        self._stored: dict[str, StoredPage] = {}
        self._attached = AttachedFolder(folder / ATTACHMENTS, {})
        self._keys: dict[str, str] = {}
        """The keys of our pages by their ids."""

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self._folder)

    @property
    def where(self) -> str:
        """The page of contents, to be opened in a browser."""
        return str(self._folder / INDEX)

    def read(self, tree: PageTree) -> Space:
        """What is in the folder now.

        Raises:
            ConflictError: pages of another project, files that are not ours where ours would be, or
                properties that cannot be read.
            OutsideError: the system refuses to let the folder be read.
        """
        self._attached = AttachedFolder(self._folder / ATTACHMENTS, plot_files(tree))
        try:
            stored = read_pages(self._pages)
            preview_fault(self._folder)
            self._attached.check()
        except OSError as error:
            raise OutsideError(
                f"{error.filename or self._folder} cannot be read: {error.strerror}",
                hint="give the right to read it, then run the same command again",
            ) from error
        self._stored = {page.id: page for page in stored}
        ours: dict[str, StoredPage] = {}
        others: list[str] = []
        for page in stored:
            mark = page.mark
            if mark is None or mark.key in ours:
                others.append(page.properties.title)
            else:
                self._check_project(page.id, mark)
                ours[mark.key] = page
        carry_over(ours, renames(tree))
        self._keys = {page.id: key for key, page in ours.items()}
        return Space(tuple(map(self._found, ours.values())), tuple(others))

    def body(self, page: FoundPage) -> str:
        """The text that stood on the page when the folder was read."""
        return self._stored[page.id].body or ""

    def unfinished(self) -> str:
        """Whether the preview shows the pages as they were when the folder was read."""
        if not self._attached.is_current():
            return "the attached files are out of date"
        current = is_current(self._folder, tuple(self._stored.values()))
        return "" if current else "the preview is out of date"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """While it is held, the folder is there and no other run of ours writes to it."""
        make_folder(self._folder, worktree=self._worktree)
        for folder in (self._pages, self._folder / PREVIEW):
            try:
                folder.mkdir(exist_ok=True)
            except OSError as error:
                raise unwritable(folder, error) from error
        with sole_writer(self._folder, timeout=_WAIT_SECONDS):
            for name in (".", _PAGES, PREVIEW, ATTACHMENTS):
                sweep_unfinished(self._folder / name)
            yield

    def write(
        self, tree: PageTree, plan: SpacePlan, edition: Edition, watch: Watch
    ) -> tuple[MadePage, ...]:
        """Carry out the plan, one page after another."""
        del tree
        there: dict[str, FoundPage] = {}
        made: list[MadePage] = []
        for number, action in enumerate(plan.actions, 1):
            match action:
                case Create(page):
                    there[page.key] = self._create(page, there.get(page.parent), edition)
                    made.append(self._made(there[page.key], "created"))
                case Update(page, found, _) | Move(page, found, _):
                    there[page.key] = self._update(found, page, there.get(page.parent), edition)
                    deed = "moved" if isinstance(action, Move) else "updated"
                    made.append(self._made(there[page.key], deed))
                case Unchanged(page, found) | Kept(page, found, _):
                    there[page.key] = found
                case Edited() | Orphan() | Archive():
                    continue
                case _:
                    assert_never(action)
            watch(number, len(plan.actions), page.title)
        return tuple(made)

    def _made(self, page: FoundPage, deed: str) -> MadePage:
        return MadePage(page.title, deed, str(self._folder / PREVIEW / f"{page.id}.html"))

    def _create(self, page: WantedPage, parent: FoundPage | None, edition: Edition) -> FoundPage:
        """Make the page under an id of its own, which it keeps for good."""
        name = self._free_id(page, parent)
        return self._write(name, page, parent, edition, version=1, earlier="")

    def _update(
        self, found: FoundPage, page: WantedPage, parent: FoundPage | None, edition: Edition
    ) -> FoundPage:
        """Bring the page to what is wanted.

        Where its properties say so already, a run was killed before it wrote the text: that is all
        that is left to do, and the version number has been raised.
        """
        written = found.written
        noted = (written.digest, written.title, written.parent, found.title, found.parent)
        if (
            noted == (page.digest, page.title, page.parent, page.title, page.parent)
            and (page.parent or written.edition.version == edition.version)
            and not found.former
        ):
            write_text(self._pages, found.id, self._text(found.id, page))
            return found
        version = found.version + 1
        return self._write(found.id, page, parent, edition, version=version, earlier=found.digest)

    def finish(self) -> None:
        """Make the preview of what is in the folder now."""
        self._attached.write()
        pages = read_pages(self._pages)
        if not is_current(self._folder, pages):
            write_preview(self._folder, pages)

    def _write(
        self,
        name: str,
        page: WantedPage,
        parent: FoundPage | None,
        edition: Edition,
        *,
        version: int,
        earlier: str,
    ) -> FoundPage:
        written = Written(
            page.digest, earlier, page.title, page.parent, edition, labels=page.labels
        )
        properties = Properties(
            title=page.title,
            parent=parent.id if parent else None,
            version=version,
            message=f"{edition.tag} at {edition.commit[:_SHORT]}",
            releasebot=Mark(name, self._project, page.key, written),
        )
        body = self._text(name, page)
        write_properties(self._pages, name, properties)
        write_text(self._pages, name, body)
        self._stored[name] = StoredPage(name, properties, body)
        return FoundPage(name, page.key, page.title, page.parent, version, page.digest, written)

    def _text(self, name: str, page: WantedPage) -> str:
        """What to write: within what people wrote around our block, where there is one."""
        stored = self._stored.get(name)
        return merged(stored.body if stored else None, page.body)

    def _found(self, page: StoredPage) -> FoundPage:
        properties, mark = page.properties, page.mark
        if mark is None:
            raise AssertionError(page.id)
        key = self._keys[page.id]
        return FoundPage(
            page.id,
            key,
            properties.title,
            self._key_of(properties.parent),
            properties.version,
            page.digest,
            mark.written,
            has_block=has_block(page.body or ""),
            former=mark.key if mark.key != key else "",
        )

    def _key_of(self, name: str | None) -> str:
        if name is None:
            return ""
        return self._keys.get(name, f"page {name}")

    def _check_project(self, name: str, mark: Mark) -> None:
        if mark.project != self._project:
            raise ConflictError(
                f"{self._folder} holds pages of {mark.project}, wanted those of {self._project} "
                f"(first {name})",
                hint="give each project a confluence.folder of its own; if the project was "
                f"renamed, delete the folder or set name = {mark.project!r}",
            )

    def _free_id(self, page: WantedPage, parent: FoundPage | None) -> str:
        """An id that no page has, the same however the run before this one ended."""
        taken = {name.casefold() for name in self._stored}
        slug = _NOT_IN_ID.sub("-", page.slug.lower()).strip("-.")[:_LONGEST_ID] or "page"
        digest = hashlib.sha256(page.key.encode("utf-8", "surrogatepass")).hexdigest()
        above = f"{parent.id}-{slug}"[-_LONGEST_ID:].lstrip("-.") if parent else slug
        names = (slug, above, f"{slug}-{digest[:8]}", f"{slug}-{digest}")
        return next(name for name in names if name.casefold() not in taken)
