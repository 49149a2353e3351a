"""What is in a space on a server: our pages, whatever they are called now, and taken titles.

A page of ours is one whose property says so. The topmost is looked for by its title, then among the
pages below the place it goes to; the others are below it, in its index, or come to light because
they have a title that is wanted. A decision never rests on the server's search, which lags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from releasebot.confluence.actions import FoundPage, Space, Written
from releasebot.confluence.api import Api, Content, Property
from releasebot.confluence.block import has_block
from releasebot.confluence.former import carry_over, renames
from releasebot.confluence.index import Index, read_index
from releasebot.confluence.known import Home, Known, may_be_ours, number, rank
from releasebot.confluence.note import (
    KEY,
    Note,
    digest_in,
    digest_there,
    is_foreign,
    shell_key,
    shell_name,
    with_racer,
)
from releasebot.confluence.parallel import side_by_side
from releasebot.confluence.session import SIDE_BY_SIDE
from releasebot.confluence.titles import folded, titles
from releasebot.errors import ConflictError, UsageError
from releasebot.pages.model import Edition, PageTree

_FEW_TITLES = 8
"""Up to how many titles are asked for one by one, before the whole space is listed."""


class Survey:
    """One look at a space; what was seen is kept for those who write afterwards."""

    def __init__(self, api: Api, *, project: str, home: Home, keeps_block: bool) -> None:
        self.api = api
        self.project = project
        self.home = ""
        """The id of the page that the topmost one goes below."""
        self.known: dict[str, Known] = {}
        """Our pages by their keys."""
        self.index = Index(None, {}, {})
        self.foreign: dict[str, Content] = {}
        """Pages with a title that is wanted, which are not ours."""
        self._wanted_home = home
        self._keeps_block = keeps_block
        self._keys: Mapping[str, str] = {}
        self._renamed: tuple[tuple[str, str], ...] = ()

    def read(self, tree: PageTree) -> Space:
        """What there is of the tree, and which of the titles it wants are taken.

        Raises:
            UsageError: there is no such space or page to put the tree below.
            OutsideError: the server cannot be read.
        """
        self._renamed = renames(tree)
        keys = (*((page.key, page.key) for page, _ in tree.walk()), *self._renamed)
        self._keys = {shell_name(self.project, key): now for key, now in keys}
        place = self.api.place()
        root = tree.root.key
        title = titles(tree, ())[root]
        self.home = find_home(self.api, self._wanted_home, place.home)
        self.take(self.api.titled(title), only=root)
        if root not in self.known:
            below = self.api.children(self.home)
            self.take((one for one in below if may_be_ours(one)), only=root)
        if root in self.known:
            self._read_below(self.known[root], tree)
        carry_over(self.known, self._renamed)
        others = self._titles(tree)
        return Space(tuple(self._found_pages()), tuple(others))

    def _read_below(self, root: Known, tree: PageTree) -> None:
        """Every page below the topmost one, with the help of its index where it has one."""
        wanted = {folded(title) for title in titles(tree, ()).values()}
        if root.content.properties is None:
            root = self._with_truth(root.content) or root
        properties = root.content.properties or {}
        self.index = read_index(properties)
        self.known[tree.root.key] = root
        names = set(self.index.entries) - {root.content.id}
        listed: list[Content] = []
        if not self.index.is_complete:
            listed = list(self.api.below(root.content.id))
            names.update(one.id for one in listed)
        if any(one.properties is None for one in listed) or (names and not listed):
            listed = list(self.api.pages(sorted(names, key=number)))
        unclear = [one for one in listed if not self._from_index(one)]
        with_notes = [one for one in unclear if one.properties is not None]
        without = [one for one in unclear if one.properties is None]
        shells = [one for one in with_notes if KEY not in (one.properties or {})]
        self.take(one for one in with_notes if KEY in (one.properties or {}))
        maybe = (one for one in shells if one.version == 1 and folded(one.title) in wanted)
        self.take((*without, *maybe))

    def identify(self, content: Content) -> tuple[str, Known] | None:
        """Which page of ours it is, as the page itself says; None where it is none of ours."""
        known = self._with_truth(content)
        if known is None:
            return None
        note = known.note
        key = note.key if note else shell_key(known.content.body, self._keys)
        return None if key is None else (key, known)

    def _from_index(self, content: Content) -> bool:
        """Whether the index says what the page is, as it stands."""
        entry = self.index.entries.get(content.id)
        if entry is None or entry.version != content.version:
            return False
        written = Written(
            entry.digest, "", entry.title, entry.parent, _NO_EDITION, labels=entry.labels
        )
        note = Note(
            content.id,
            self.project,
            entry.key,
            entry.version,
            written,
            self.home,
            archived=entry.archived,
        )
        stored = Property(entry.property_id, entry.property_version, None)
        self._keep(entry.key, Known(content, note, stored, is_confirmed=True))
        return True

    def take(self, contents: Iterable[Content], only: str = "") -> None:
        """Note those of the pages that are ours, all but `only` left out where it is given."""
        known = {one.content.id for one in self.known.values()}
        new = [one for one in contents if one.id not in known]
        for ours in side_by_side(self.identify, new, SIDE_BY_SIDE):
            if ours and only in {"", ours[0]}:
                self._keep(*ours)

    def _with_truth(self, content: Content) -> Known | None:
        """The page with its note, as the page itself says; None where it is not there any more."""
        full: Content | None = content
        if content.properties is None or (KEY not in content.properties and content.body is None):
            full = self.api.page(content.id)
        if full is None:
            return None
        stored = (full.properties or {}).get(KEY)
        note = self._note(full, stored)
        return Known(full, note, stored)

    def _note(self, content: Content, stored: Property | None) -> Note | None:
        if stored is None:
            return None
        try:
            note = msgspec.convert(stored.value, Note)
        except msgspec.ValidationError:
            return None
        return note if note.page == content.id and note.project == self.project else None

    def _keep(self, key: str, page: Known) -> None:
        """Take the page for the one of this key, unless a better one is known.

        A page that we archived ourselves is none of those that the tree can stand on any more.
        """
        if page.note and page.note.archived and page.content.status == "archived":
            self.foreign[page.content.id] = page.content
            return
        other = self.known.get(key, page)
        better, worse = (page, other) if rank(page) <= rank(other) else (other, page)
        self.known[key] = better
        if worse.content.id != better.content.id:
            self.foreign[worse.content.id] = worse.content

    def _titles(self, tree: PageTree) -> list[str]:
        """The titles that the tree would like to have and others bear.

        Raises:
            ConflictError: there is no end to it.
        """
        asked: set[str] = set()
        listed: dict[str, list[Content]] | None = None
        for _ in range(len(_ADDITIONS)):
            taken = [one.title for one in self.foreign.values()]
            unknown = {
                folded(title): title
                for key, title in titles(tree, (*taken, *self._orphan_titles(tree))).items()
                if folded(title) not in asked and not self._bears(key, title)
            }
            if not unknown:
                return taken
            asked.update(unknown)
            if listed is None and len(unknown) > _FEW_TITLES:
                listed = _by_title(self.api.everything())
            if listed is None:
                found = [
                    one
                    for some in side_by_side(self.api.titled, unknown.values(), SIDE_BY_SIDE)
                    for one in some
                ]
            else:
                found = [one for title in unknown for one in listed.get(title, ())]
            self._sort_out(found)
        raise ConflictError(
            "the space has pages with every title that the tree could use",
            hint="rename those pages, or publish to another space",
        )

    def _sort_out(self, found: Iterable[Content]) -> None:
        """Tell our own pages from others' among those that bear a title that is wanted."""
        new = list(found)
        self.take(new)
        carry_over(self.known, self._renamed)
        ours = {one.content.id for one in self.known.values()}
        self.foreign.update((one.id, one) for one in new if one.id not in ours)

    def _bears(self, key: str, title: str) -> bool:
        known = self.known.get(key)
        return known is not None and folded(known.content.title) == folded(title)

    def _orphan_titles(self, tree: PageTree) -> list[str]:
        keys = {page.key for page, _ in tree.walk()}
        return [one.content.title for key, one in self.known.items() if key not in keys]

    def _found_pages(self) -> Iterable[FoundPage]:
        keys = {one.content.id: key for key, one in self.known.items()}
        edition = next(
            (
                one.note.written.edition
                for one in self.known.values()
                if one.note and _is_dated(one.note)
            ),
            _NO_EDITION,
        )
        keeps = any(digest_in(one.content.message) for one in self.known.values())
        for key, one in self.known.items():
            yield self._found(key, one, keys, edition, keeps_messages=keeps)

    def _found(
        self,
        key: str,
        known: Known,
        keys: Mapping[str, str],
        edition: Edition,
        *,
        keeps_messages: bool,
    ) -> FoundPage:
        content, note = known.content, known.note
        parent = self._key_of(content.parent, keys)
        if note is None:
            written = Written("", "", content.title, parent, edition)
            return FoundPage(content.id, key, content.title, parent, content.version, "", written)
        digest = note.written.digest
        if not known.is_confirmed:
            digest = digest_there(note, content, keeps_messages=keeps_messages)
        written = with_racer(note.written, digest)
        if written.edition is _NO_EDITION:
            written = msgspec.structs.replace(written, edition=edition)
        if not written.parent and note.home and note.home != self.home:
            written = msgspec.structs.replace(written, parent=f"page {note.home}")
        if content.status != "current":  # where it would stand is not told
            parent = written.parent
        return FoundPage(
            content.id,
            key,
            content.title,
            parent,
            content.version,
            digest,
            written,
            content.status,
            has_block=self._has_block(content, digest),
            former=note.key if note.key != key else "",
        )

    def _key_of(self, name: str, keys: Mapping[str, str]) -> str:
        if name == self.home:
            return ""
        return keys.get(name, f"page {name}" if name else "the top of the space")

    def _has_block(self, content: Content, digest: str) -> bool:
        """Whether a text of somebody else has our block; asked only where it matters."""
        if not self._keeps_block or not is_foreign(digest):
            return True
        full = content if content.body is not None else self.api.page(content.id)
        return bool(full and has_block(full.body or ""))


def find_home(api: Api, wanted: Home, usual: str) -> str:
    """The id of the page that the topmost one goes below; `usual` is the space's home page.

    Raises:
        UsageError: there is no such page.
    """
    if wanted.id:
        return wanted.id
    if not wanted.title:
        return usual
    found = [one for one in api.titled(wanted.title) if one.status == "current"]
    if not found:
        raise UsageError(
            f"the space has no page titled {wanted.title!r}, below which the pages go",
            hint="correct confluence.parent, or make that page",
        )
    return found[0].id


_NO_EDITION = Edition("", "", "", 0)
_ADDITIONS = range(12)
"""How many times titles are made longer at most; a page has six additions, the last its own."""


def _is_dated(note: Note) -> bool:
    return note.written.edition.version != ""


def _by_title(contents: Iterable[Content]) -> dict[str, list[Content]]:
    listed: dict[str, list[Content]] = {}
    for content in contents:
        listed.setdefault(folded(content.title), []).append(content)
    return listed
