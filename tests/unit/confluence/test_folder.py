from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from releasebot.confluence.folder import Folder
from releasebot.confluence.plan import make_plan
from releasebot.confluence.publish import publish
from releasebot.confluence.validate import violations
from releasebot.errors import ConflictError, OutsideError, UsageError
from releasebot.pages.model import Edition, Page, PageTree, Paragraph, Text
from tests.fakes.trees import EDITION, hostile, plot, shop

LATER = Edition("1.5.0", "v1.5.0", "f" * 40, EDITION.committed_at + 100)
ROOT = "쇼핑몰 API"


def is_later(version: str, other: str) -> bool | None:
    return version > other


def folder_in(place: Path, project: str = "shop") -> Folder:
    return Folder(place / "confluence", worktree=place, project=project)


def put(place: Path, tree: PageTree, edition: Edition = EDITION) -> str:
    return publish(tree, folder_in(place), edition, is_later).summary


def properties(place: Path, name: str) -> dict[str, Any]:
    text = (place / "confluence" / "pages" / f"{name}.json").read_text("utf-8")
    decoded: dict[str, Any] = json.loads(text)
    return decoded


def text_of(place: Path, name: str) -> Path:
    return place / "confluence" / "pages" / f"{name}.xml"


def files(place: Path) -> dict[str, bytes]:
    top = place / "confluence"
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


def edit(tree: PageTree, key: str, **fields: Any) -> PageTree:  # noqa: ANN401  any field of a page
    def within(page: Page) -> Page:
        changed = msgspec.structs.replace(page, children=tuple(map(within, page.children)))
        return msgspec.structs.replace(changed, **fields) if page.key == key else changed

    return msgspec.structs.replace(tree, root=within(tree.root))


def said(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph((Text(text),)),)


def test_every_page_is_a_text_and_its_properties(tmp_path: Path) -> None:
    assert put(tmp_path, shop()) == "created 10"
    stored = properties(tmp_path, "get-order")
    assert stored["title"] == "주문 조회"
    assert stored["parent"] == "orders"
    assert stored["version"] == 1
    assert stored["releasebot"]["key"] == "operation:getOrder"
    assert stored["releasebot"]["written"]["edition"]["version"] == "1.4.0"
    assert "<p>주문 조회합니다." in text_of(tmp_path, "get-order").read_text("utf-8")


def test_publishing_again_touches_nothing(tmp_path: Path) -> None:
    put(tmp_path, shop())
    before = files(tmp_path)
    for path in (tmp_path / "confluence").rglob("*"):
        os.utime(path, (1, 1))
    assert put(tmp_path, shop()) == "unchanged 10"
    assert files(tmp_path) == before
    touched = {
        path.name
        for path in (tmp_path / "confluence").rglob("*")
        if path.is_file() and path.stat().st_mtime != 1
    }
    assert touched <= {".releasebot.lock"}


def test_only_the_page_that_changed_is_written(tmp_path: Path) -> None:
    put(tmp_path, shop())
    before = files(tmp_path)
    assert put(tmp_path, edit(shop(), "operation:getOrder", blocks=said("새 글"))) == (
        "updated 1, unchanged 9"
    )
    differing = {name for name, content in files(tmp_path).items() if before[name] != content}
    assert differing == {
        "index.html",
        "pages/get-order.json",
        "pages/get-order.xml",
        "preview/get-order.html",
    }
    assert properties(tmp_path, "get-order")["version"] == 2


def test_a_renamed_page_keeps_its_file(tmp_path: Path) -> None:
    put(tmp_path, shop())
    put(tmp_path, edit(shop(), "operation:getOrder", title="주문 보기", slug="see-order"))
    assert properties(tmp_path, "get-order")["title"] == "주문 보기"
    assert not text_of(tmp_path, "see-order").exists()


def test_a_page_that_is_wanted_no_more_stays(tmp_path: Path) -> None:
    put(tmp_path, shop())
    assert put(tmp_path, edit(shop(), "tag:members", children=())) == "unchanged 8, orphaned 2"
    assert text_of(tmp_path, "get-member").exists()


def test_a_page_that_was_edited_by_hand_stops_everything_and_shows_the_edit(
    tmp_path: Path,
) -> None:
    put(tmp_path, shop())
    path = text_of(tmp_path, "get-order")
    path.write_text(
        path.read_text("utf-8").replace("주문 조회합니다", "손으로 고쳤습니다"), "utf-8"
    )
    before = files(tmp_path)
    with pytest.raises(
        ConflictError, match=r"주문 조회 \(get-order\) .* was edited by hand"
    ) as caught:
        put(tmp_path, edit(shop(), "overview", blocks=said("새 글")))
    shown = "\n".join(caught.value.details)
    assert "-<p>주문 조회합니다" in shown
    assert "+<p>손으로 고쳤습니다" in shown
    assert files(tmp_path) == before


def test_an_edit_that_was_taken_over_into_the_api_is_no_conflict(tmp_path: Path) -> None:
    put(tmp_path, shop())
    path = text_of(tmp_path, "overview")
    path.write_text(
        path.read_text("utf-8").replace("주문과 회원을 다루는", "주문과 회원의"), "utf-8"
    )
    blocks = shop().root.blocks
    taken_over = edit(shop(), "overview", blocks=(*said("주문과 회원의 API입니다."), blocks[1]))
    assert put(tmp_path, taken_over) == "updated 1, unchanged 9"
    assert properties(tmp_path, "overview")["version"] == 2


def test_line_ends_that_an_editor_changed_are_no_edit(tmp_path: Path) -> None:
    put(tmp_path, shop())
    path = text_of(tmp_path, "orders")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert put(tmp_path, shop()) == "unchanged 10"


def test_a_page_somebody_deleted_is_made_anew(tmp_path: Path) -> None:
    put(tmp_path, shop())
    text_of(tmp_path, "get-order").unlink()
    text_of(tmp_path, "get-order").with_suffix(".json").unlink()
    assert put(tmp_path, shop()) == "created 1, unchanged 9"


def test_pages_without_our_mark_are_never_touched(tmp_path: Path) -> None:
    pages = tmp_path / "confluence" / "pages"
    pages.mkdir(parents=True)
    (pages / "orders.xml").write_text("<p>우리 팀 메모</p>", "utf-8")
    (pages / "notes.json").write_text('{"title": "주문 조회"}', "utf-8")
    put(tmp_path, shop())
    assert (pages / "orders.xml").read_text("utf-8") == "<p>우리 팀 메모</p>"
    assert not (pages / "orders.json").exists()
    assert (pages / "notes.json").read_text("utf-8") == '{"title": "주문 조회"}'
    assert properties(tmp_path, "overview-orders")["title"] == "주문"
    assert properties(tmp_path, "get-order")["title"] == "주문 조회 (GET /orders/{orderId})"


def test_a_copy_of_a_page_of_ours_is_not_ours(tmp_path: Path) -> None:
    put(tmp_path, shop())
    for suffix in (".xml", ".json"):
        original = text_of(tmp_path, "get-order").with_suffix(suffix)
        shutil.copy(original, original.with_name(f"a-copy{suffix}"))
    assert put(tmp_path, edit(shop(), "operation:getOrder", blocks=said("새 글"))) == (
        "updated 1, unchanged 9"
    )
    assert properties(tmp_path, "a-copy")["version"] == 1


def test_a_file_that_is_not_ours_is_not_replaced_by_a_preview(tmp_path: Path) -> None:
    (tmp_path / "confluence").mkdir()
    (tmp_path / "confluence" / "index.html").write_text("<h1>mine</h1>")
    with pytest.raises(ConflictError, match=r"index\.html is not ours"):
        put(tmp_path, shop())
    assert (tmp_path / "confluence" / "index.html").read_text() == "<h1>mine</h1>"


def test_properties_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    put(tmp_path, shop())
    text_of(tmp_path, "get-order").with_suffix(".json").write_text('{"title"')
    with pytest.raises(ConflictError, match=r"get-order\.json no longer says what page"):
        put(tmp_path, shop())


def test_the_pages_of_another_project_are_not_ours_to_change(tmp_path: Path) -> None:
    put(tmp_path, shop())
    with pytest.raises(ConflictError, match="holds pages of shop, wanted those of bank"):
        publish(shop(), folder_in(tmp_path, "bank"), EDITION, is_later)


def test_an_earlier_edition_does_not_replace_a_later_one(tmp_path: Path) -> None:
    put(tmp_path, shop(), LATER)
    before = files(tmp_path)
    with pytest.raises(ConflictError, match=r"show 1\.5\.0, a later edition than 1\.4\.0"):
        put(tmp_path, edit(shop(), "overview", blocks=said("새 글")))
    assert files(tmp_path) == before


def test_a_file_where_a_folder_has_to_be_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "confluence").write_text("a file")
    with pytest.raises(UsageError, match="confluence is a file"):
        put(tmp_path, shop())
    assert (tmp_path / "confluence").read_text() == "a file"
    (tmp_path / "confluence").unlink()
    (tmp_path / "confluence").mkdir()
    (tmp_path / "confluence" / "pages").write_text("a file")
    with pytest.raises(OutsideError, match="pages cannot be written: File exists"):
        put(tmp_path, shop())


@pytest.mark.parametrize("name", ["preview/get-order.html", "index.html", "preview/style.css"])
@pytest.mark.parametrize("harm", ["deleted", "changed"])
def test_a_harmed_preview_is_found_and_made_again(tmp_path: Path, name: str, harm: str) -> None:
    put(tmp_path, shop())
    before = files(tmp_path)
    path = tmp_path / "confluence" / name
    if harm == "deleted":
        path.unlink()
    else:
        path.write_bytes(before[name].replace(b'preview" content="', b'preview" content="0') + b" ")
    folder = folder_in(tmp_path)
    assert make_plan(shop(), folder.read(shop()), EDITION, is_later).is_settled
    assert folder.unfinished() == "the preview is out of date"
    put(tmp_path, shop())
    assert files(tmp_path) == before
    folder.read(shop())
    assert folder.unfinished() == ""


def test_everything_hostile_is_stored_as_valid_storage_format(tmp_path: Path) -> None:
    put(tmp_path, hostile())
    for path in (tmp_path / "confluence" / "pages").glob("*.xml"):
        body = "\n".join(path.read_text("utf-8").splitlines()[1:-1])
        assert violations(body) == ()


PUBLISHER = """
import sys
from pathlib import Path
from releasebot.confluence.folder import Folder
from releasebot.confluence.publish import publish
from tests.fakes.trees import EDITION, shop
place = Path(sys.argv[1])
folder = Folder(place / "confluence", worktree=place, project="shop")
print(publish(shop(), folder, EDITION, lambda one, other: one > other).summary)
"""


def test_two_runs_at_once_make_each_page_once(tmp_path: Path) -> None:
    repository = Path(__file__).parents[3]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PUBLISHER, str(tmp_path)],
            cwd=repository,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    said_by_each = sorted(one.communicate(timeout=60)[0].strip() for one in running)
    assert said_by_each == ["created 10", "unchanged 10", "unchanged 10"]
    assert {
        json.loads(path.read_text("utf-8"))["version"]
        for path in (tmp_path / "confluence" / "pages").glob("*.json")
    } == {1}


def test_plots_stand_beside_the_pages_and_are_made_again_where_they_are_harmed(
    tmp_path: Path,
) -> None:
    tree = edit(shop(), "tag:orders", blocks=(plot("처음"),))
    put(tmp_path, tree)
    file = tmp_path / "confluence" / "attachments" / "plot-line.svg"
    before = files(tmp_path)
    assert "처음" in file.read_text("utf-8")
    assert "../attachments/plot-line.svg" in before["preview/orders.html"].decode()
    put(tmp_path, tree)
    assert files(tmp_path) == before
    file.unlink()
    target = folder_in(tmp_path)
    target.read(tree)
    assert target.unfinished() == "the attached files are out of date"
    put(tmp_path, tree)
    assert files(tmp_path) == before


def test_a_file_of_somebody_else_where_a_plot_would_go_is_a_conflict(tmp_path: Path) -> None:
    tree = edit(shop(), "tag:orders", blocks=(plot("처음"),))
    file = tmp_path / "confluence" / "attachments" / "plot-line.svg"
    file.parent.mkdir(parents=True)
    file.write_text("<svg>mine</svg>")
    with pytest.raises(ConflictError, match=r"plot-line\.svg is not ours to replace"):
        put(tmp_path, tree)
    assert file.read_text() == "<svg>mine</svg>"
