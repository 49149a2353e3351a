"""Publishing to a folder, killed at every effect it has, is finished by publishing again."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from releasebot.confluence.folder import Folder
from releasebot.confluence.publish import publish
from releasebot.pages.model import Edition, Page, PageTree, Paragraph, Text
from tests.fakes.trees import EDITION, shop

pytestmark = pytest.mark.slow

LATER = Edition("1.5.0", "v1.5.0", "f" * 40, EDITION.committed_at + 100)
FIXED = Edition("1.5.1", "v1.5.1", "e" * 40, EDITION.committed_at + 200)
EFFECTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


def put(place: Path, tree: PageTree, edition: Edition) -> None:
    folder = Folder(place / "build" / "confluence", worktree=place, project="shop")
    publish(tree, folder, edition, lambda one, other: one > other)


def next_tree() -> PageTree:
    """The shop a release later: a text, a title and a place changed, one page more, one less."""
    old = shop().root
    orders, members, schemas = old.children
    create, get = orders.children
    get = msgspec.structs.replace(get, title="주문 보기")
    create = msgspec.structs.replace(create, blocks=(Paragraph((Text("새 글"),)),))
    orders = msgspec.structs.replace(orders, children=(create,))
    more = Page("operation:listMembers", "list-members", "회원 목록", ())
    members = msgspec.structs.replace(members, children=(members.children[0], get, more))
    root = msgspec.structs.replace(old, children=(orders, members, schemas))
    return PageTree(root, "쇼핑몰 API", "1.5.0", "ko")


def killed_at(number: int, act: Callable[[], None]) -> bool:
    """Whether `act`, run in a process of its own, was killed just before its n-th effect."""
    child = os.fork()
    if child == 0:
        seen = 0

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            flags = arguments[2] if event == "open" else None
            opened = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if event in EFFECTS or opened:
                seen += 1
                if seen == number:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.dont_write_bytecode = True
        sys.addaudithook(hook)
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def state(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes() if path.is_file() else b"a folder"
        for path in sorted(place.rglob("*"))
    }


def texts(place: Path) -> dict[str, bytes]:
    return {name: content for name, content in state(place).items() if name.endswith(".xml")}


def versions(place: Path) -> dict[str, int]:
    pages = (place / "build" / "confluence" / "pages").glob("*.json")
    return {path.stem: json.loads(path.read_bytes())["version"] for path in pages}


def test_a_first_publication_killed_at_any_effect_is_finished(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    put(whole, shop(), EDITION)
    number = 0
    while True:
        number += 1
        place = tmp_path / str(number)
        place.mkdir()
        killed = killed_at(number, lambda place=place: put(place, shop(), EDITION))  # type: ignore[misc]
        put(place, shop(), EDITION)
        assert state(place) == state(whole), number
        assert set(versions(place).values()) == {1}
        if not killed:
            break
    assert number > 60


@pytest.mark.parametrize("finish", ["with the same release", "with the next one"])
def test_a_later_publication_killed_at_any_effect_is_finished(tmp_path: Path, finish: str) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    put(whole, shop(), EDITION)
    before = versions(whole)
    put(whole, next_tree(), LATER)
    after = versions(whole)
    assert {name for name in before if after[name] != before[name]} == {
        *("overview", "create-order", "get-order"),
    }
    number = 0
    while True:
        number += 1
        place = tmp_path / str(number)
        place.mkdir()
        put(place, shop(), EDITION)
        killed = killed_at(number, lambda place=place: put(place, next_tree(), LATER))  # type: ignore[misc]
        if finish == "with the same release":
            put(place, next_tree(), LATER)
            assert state(place) == state(whole), number
            assert versions(place) == after
        else:
            put(place, next_tree(), FIXED)
            assert texts(place) == texts(whole)
            assert all(versions(place)[name] <= after[name] + 1 for name in after)
        if not killed:
            break
    assert number > 15
