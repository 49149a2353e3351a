"""Where everything of an API stands in the tree: keys, slugs and anchors, settled before writing.

Pages per tag show their operations one below the other, pages per operation stand below their tag.
Keys follow from operationIds, tag and schema names, so they stay when texts change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from releasebot.openapi.model import Api, Operation, Tag
from releasebot.pages import slugs
from releasebot.pages.model import Inlines, PageLink

Layout = Literal["tag", "operation"]

OVERVIEW = "overview"
SCHEMAS = "schemas"
ENUMS = "enums"
ERRORS = "errors"
WEBHOOKS = "webhooks"

MANY_OPERATIONS = 40
"""From so many operations on, `auto` gives each a page of its own."""
MANY_IN_TAG = 10
"""From so many operations in one tag on, too: the page would be too heavy to read."""
MANY_SCHEMAS = 40
"""How many schemas a page holds where pages are per tag, before they are sorted by initials."""
_LONGEST_INITIAL = 4
_NO_INITIALS = "etc"


class Address(Struct, frozen=True):
    """A place in the tree: the page's key, the slug of the thing, and its anchor on the page."""

    page: str
    slug: str
    anchor: str = ""

    def link(self, children: Inlines) -> PageLink:
        """A link to there."""
        return PageLink(self.page, children, self.anchor)


class TagPage(Struct, frozen=True, eq=False):
    """A tag with the operations that stand on or below its page, and those that stand elsewhere."""

    tag: Tag
    slug: str
    own: tuple[Operation, ...]
    others: tuple[Operation, ...]

    @property
    def key(self) -> str:
        """The key of the tag's page."""
        return f"tag:{self.tag.name}"


class Addresses:
    """The addresses of one API in one layout."""

    def __init__(self, api: Api, layout: Layout) -> None:
        self.layout = layout
        self.tags = _tag_pages(api)
        self._auth = _auth_anchors(api)
        home = {one.key: page.key for page in self.tags for one in page.own}
        self._operations = {
            one.key: Address(f"operation:{one.key}", slug)
            if layout == "operation"
            else Address(home[one.key], slug, slug)
            for one, slug in zip(api.operations, _operation_slugs(api.operations), strict=True)
        }
        self._webhooks = {
            one.key: Address(f"webhook:{one.key}", slug)
            if layout == "operation"
            else Address(WEBHOOKS, slug, slug)
            for one, slug in zip(api.webhooks, _operation_slugs(api.webhooks), strict=True)
        }
        self._schemas = _SchemaAddresses([named.name for named in api.schemas], layout)

    def operation(self, operation: Operation) -> Address:
        """Where an operation stands."""
        return self._operations[operation.key]

    def webhook(self, operation: Operation) -> Address:
        """Where a webhook stands."""
        return self._webhooks[operation.key]

    def schema(self, name: str) -> Address:
        """Where a schema stands: its own page, or its section on the page of its group."""
        return self._schemas.address(name)

    def auth(self, name: str) -> Address | None:
        """Where a security scheme is described; None for one that is not declared."""
        anchor = self._auth.get(name)
        return Address(OVERVIEW, anchor, anchor) if anchor else None


class _SchemaAddresses:
    """Addresses of schemas: components first, then whatever else references lead to."""

    def __init__(self, components: list[str], layout: Layout) -> None:
        self._layout = layout
        wanted = [(_schema_slug(name), name) for name in components]
        self._slugs = dict(zip(components, slugs.unique(wanted), strict=True))
        self._taken = set(self._slugs.values())
        self._sizes = Counter(
            initial[:length]
            for initial in map(_initials, components)
            for length in range(_LONGEST_INITIAL + 1)
        )

    def address(self, name: str) -> Address:
        slug = self._slugs.get(name)
        if slug is None:
            slug = _schema_slug(name)
            if slug in self._taken:
                slug = f"{slug}-{slugs.digest(name)}"
            self._slugs[name] = slug
            self._taken.add(slug)
        if self._layout == "operation":
            return Address(f"schema:{name}", slug)
        initial = _initials(name)
        for length in range(_LONGEST_INITIAL if initial != _NO_INITIALS else 1):
            if self._sizes[initial[:length]] <= MANY_SCHEMAS:
                initial = initial[:length]
                break
        return Address(f"{SCHEMAS}:{initial}" if initial else SCHEMAS, slug, slug)


def layout_of(api: Api, wanted: Literal["auto", "tag", "operation"]) -> Layout:
    """The layout that is wanted; for `auto` the one that keeps pages light.

    A page per operation from `MANY_OPERATIONS` operations on, or `MANY_IN_TAG` in one tag.
    """
    if wanted != "auto":
        return wanted
    largest = max((len(page.own) for page in _tag_pages(api)), default=0)
    many = len(api.operations) >= MANY_OPERATIONS or largest >= MANY_IN_TAG
    return "operation" if many else "tag"


def _initials(name: str) -> str:
    """What a schema is sorted under: the first letters of its own name, without a namespace."""
    own = slugs.slug(name.rpartition(".")[2] or name).replace("-", "")
    return own[:_LONGEST_INITIAL] or _NO_INITIALS


def _schema_slug(name: str) -> str:
    own = slugs.slug(name) if slugs.is_faithful(name) else ""
    return own or f"schema-{slugs.digest(name)}"


def _tag_pages(api: Api) -> tuple[TagPage, ...]:
    """A page for each tag that has operations, and a last one for those without a tag.

    An operation with several tags stands under the first and is linked from the others.
    """
    own: dict[str, list[Operation]] = {tag.name: [] for tag in api.tags}
    others: dict[str, list[Operation]] = {tag.name: [] for tag in api.tags}
    untagged: list[Operation] = []
    for operation in api.operations:
        first, *rest = dict.fromkeys(operation.tags) or [None]
        (untagged if first is None else own[first]).append(operation)
        for name in rest:
            if name is not None:
                others[name].append(operation)
    pages = [
        (tag, tuple(own[tag.name]), tuple(others[tag.name]))
        for tag in api.tags
        if own[tag.name] or others[tag.name] or tag.description
    ]
    if untagged:
        pages.append((Tag(""), tuple(untagged), ()))
    wanted = [(_tag_slug(tag, own or others), tag.name) for tag, own, others in pages]
    return tuple(
        TagPage(tag, slug, own, others)
        for (tag, own, others), slug in zip(pages, slugs.unique(wanted), strict=True)
    )


def _tag_slug(tag: Tag, operations: tuple[Operation, ...]) -> str:
    if not tag.name:
        return "operations"
    return slugs.of_tag(
        tag.name,
        [operation.path for operation in operations],
        [operation.operation_id for operation in operations],
    )


def _operation_slugs(operations: Iterable[Operation]) -> list[str]:
    """Slugs that differ within the whole API, so that they can be anchors of one page too."""
    wanted = []
    for one in operations:
        is_unique = one.key == one.operation_id
        own_id = one.operation_id if is_unique else ""
        wanted.append((slugs.of_operation(own_id, one.method, one.path), one.key))
    return slugs.unique(wanted)


def _auth_anchors(api: Api) -> dict[str, str]:
    wanted = [
        (f"auth-{slugs.slug(scheme.name) or slugs.digest(scheme.name)}", scheme.name)
        for scheme in api.security_schemes
    ]
    anchors = slugs.unique(wanted)
    return {
        scheme.name: anchor for scheme, anchor in zip(api.security_schemes, anchors, strict=True)
    }
