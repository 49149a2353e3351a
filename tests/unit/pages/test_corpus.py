from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.openapi.load import Document
from releasebot.openapi.source import obtain
from releasebot.pages.build import build
from releasebot.pages.model import Endpoint, Heading, Link, Page, PageLink, PageTree, Row, Table
from tests.unit.openapi.corpus import SPECS, records
from tests.unit.pages.reading import by_key, everything, of_kind, texts
from tests.unit.pages.wanted import Raw, Wanted, of_operation, of_parameter, of_schema

NO_WORDS = re.compile(r"<[^<>]*>|\]\([^)]*\)|&#?\w+;|https?://\S+")


@cache
def document(file: str) -> Document:
    path = SPECS / file
    return obtain(SpecSettings(file=path.name), base=path.parent)


def tree_of(record: dict[str, Any], pages: Literal["tag", "operation"]) -> PageTree:
    return build(document(record["file"]), DocsSettings(pages=pages), version="1.2.3")


def words(text: str) -> list[str]:
    return re.sub(r"[^\w]+", " ", text).lower().split()


class Sight:
    """What a reader sees on one page."""

    def __init__(self, page: Page) -> None:
        seen = [page.title, *texts(page)]
        self._exact = set(seen)
        self._words = " ".join(words(" ".join(seen)))
        self._whole = "\n".join(seen)
        self._compact = "".join(self._whole.split())

    def lacks(self, wanted: Wanted) -> bool:
        kind, value = wanted
        if kind == "text":
            parts = words(NO_WORDS.sub(" ", value))
            missing = [part for part in parts if part not in self._words]
            return len(missing) > max(1, len(parts) // 20)
        if kind == "json":
            return "".join(value.split()) not in self._compact
        if value in self._exact:
            return False
        alone = r"(?<!\w)" + r"\s+".join(map(re.escape, value.split())) + r"(?!\w)"
        return re.search(alone, self._whole) is None


def test_the_sight_of_a_page_tells_what_is_not_there() -> None:
    sight = Sight(Page("k", "s", "제목", (Endpoint("GET", "/orders/{id}"),)))
    assert not sight.lacks(("word", "GET"))
    assert sight.lacks(("word", "order"))
    assert sight.lacks(("word", "제"))
    assert sight.lacks(("text", "nothing of this is there"))


def missing(sight: Sight, wanted: Iterable[Wanted]) -> list[str]:
    return [value[:80] for kind, value in dict.fromkeys(wanted) if sight.lacks((kind, value))]


@pytest.mark.parametrize("record", records(valid=True))
def test_nothing_that_a_document_says_is_missing(record: dict[str, Any]) -> None:
    raw = Raw(document(record["file"]))
    pages = by_key(tree_of(record, "operation"))
    homes = {
        (one.method, one.path): page
        for key, page in pages.items()
        if key.startswith("operation:")
        for one in of_kind(Endpoint, page)[:1]
    }
    lost = {}
    for method, path, operation, file, parameters in raw.operations():
        sight = Sight(homes[method, path])
        found = missing(sight, of_operation(raw, operation, file))
        for parameter, _ in parameters:
            if isinstance(parameter, dict):
                found += missing(sight, of_parameter(raw, parameter))
        if found:
            lost[f"{method} {path}"] = found
    for name, schema in raw.schemas().items():
        found = missing(Sight(pages[f"schema:{name}"]), of_schema(schema))
        if found:
            lost[name] = found
    assert lost == {}


@pytest.mark.parametrize("layout", ["tag", "operation"])
@pytest.mark.parametrize("record", records(valid=True))
def test_every_page_can_be_drawn_and_every_link_lands(record: dict[str, Any], layout: Any) -> None:  # noqa: ANN401  one of two words
    tree = tree_of(record, layout)
    pages = by_key(tree)
    anchors = {key: [*anchors_of(page)] for key, page in pages.items()}
    for page, _ in tree.walk():
        assert page.title.strip()
        slugs = [child.slug for child in page.children]
        assert len(slugs) == len(set(slugs))
        assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in slugs)
        assert len(anchors[page.key]) == len(set(anchors[page.key]))
        assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]*", one) for one in anchors[page.key])
        for table in of_kind(Table, page):
            assert all(len(row.cells) == len(table.header) for row in table.rows)
        for link in of_kind(PageLink, page):
            assert not link.anchor or link.anchor in anchors[link.page]
        for out in of_kind(Link, page):
            assert re.match(r"(?:https?://|mailto:)", out.href, re.IGNORECASE)


def anchors_of(page: Page) -> Iterable[str]:
    return (one.anchor for one in everything(page) if isinstance(one, Heading | Row) and one.anchor)


@pytest.mark.corpus
def test_what_a_hostile_author_writes_is_text() -> None:
    if not SPECS.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    tree = tree_of({"file": "invalid/xss-description.yaml"}, "operation")
    assert [link for page, _ in tree.walk() for link in of_kind(Link, page)] == []
    said = "\n".join(text for page, _ in tree.walk() for text in texts(page))
    for written in ("alert('xss')", "{{ config.secret }}", "</td><script>alert(4)</script>"):
        assert written in said


@pytest.mark.corpus
def test_a_document_with_faults_is_shown_with_them() -> None:
    if not SPECS.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    told = {
        "bad-ref": "unresolvable reference #/components/schemas/Nope",
        "ref-http-ssrf": "remote references are not followed: https://127.0.0.1:9/spec.yaml",
        "ref-file-traversal": "reference leaves the folder of the document",
        "wrong-type": "/b must be an object",
    }
    for name, words_of in told.items():
        tree = tree_of({"file": f"invalid/{name}.yaml"}, "tag")
        assert words_of in "\n".join(text for page, _ in tree.walk() for text in texts(page))
