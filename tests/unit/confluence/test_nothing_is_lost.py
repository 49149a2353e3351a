"""Whatever a page of the tree says, its storage format says too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.confluence.actions import Create, Space
from releasebot.confluence.document import document
from releasebot.confluence.markup import legal
from releasebot.confluence.plan import make_plan
from releasebot.confluence.storage import render
from releasebot.openapi.source import obtain
from releasebot.pages.build import build
from releasebot.pages.model import Page
from tests.fakes.random_trees import pages
from tests.fakes.trees import EDITION, every_block, hostile, shop

SAID_IN = {"text", "title", "method", "path"}
CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "openapi" / "specs"
SPECS = (
    "petstore-2.0.json",
    "train-travel-3.1/openapi.yaml",
    "nest-moodlight-ko.json",
    "k4cut-ko-3.1.json",
    "portone-v2-ko.json",
    "circular-3.0.yaml",
)


def bare(text: str) -> str:
    return re.sub(r"\s+", " ", legal(text)).strip()


def sayings(node: object) -> Iterator[str]:
    """Every text for readers in a block and what is in it."""
    if isinstance(node, tuple):
        for one in node:
            yield from sayings(one)
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            value = getattr(node, name)
            if isinstance(value, str):
                if name in SAID_IN:
                    yield bare(value)
            else:
                yield from sayings(value)


def unsaid(page: Page, body: str) -> list[str]:
    root = ET.fromstring(document(body))
    pictured = [text for one in root.iter() for key, text in one.items() if key.endswith("alt")]
    said = bare("\n".join(("".join(root.itertext()), *pictured)))
    return [text for text in sayings(page.blocks) if text not in said]


@given(pages)
def test_nothing_that_a_page_says_is_lost(page: Page) -> None:
    assert unsaid(page, render(page, {"overview": "하나", "other": "둘"})) == []


def test_nothing_of_the_hand_made_trees_is_lost() -> None:
    for tree in (shop(), every_block(), hostile()):
        titles = {page.key: page.title for page, _ in tree.walk()}
        for page, _ in tree.walk():
            assert unsaid(page, render(page, titles)) == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside the project")
@pytest.mark.parametrize("name", SPECS)
def test_nothing_of_a_real_api_is_lost(name: str) -> None:
    path = CORPUS / name
    document_ = obtain(SpecSettings(file=path.name), base=path.parent)
    tree = build(document_, DocsSettings(), version="1.4.0")
    plan = make_plan(tree, Space(), EDITION, lambda one, other: one > other)
    bodies = {a.page.key: a.page.body for a in plan.actions if isinstance(a, Create)}
    titles = {a.page.title for a in plan.actions if isinstance(a, Create)}
    linked: set[str] = set()
    for page, _ in tree.walk():
        assert unsaid(page, bodies[page.key]) == []
        linked.update(re.findall(r'<ri:page ri:content-title="([^"<&]*)" />', bodies[page.key]))
    assert linked <= titles
