from __future__ import annotations

import msgspec
import pytest

from releasebot.confluence.actions import (
    Archive,
    Create,
    Edited,
    FoundPage,
    Move,
    Orphan,
    Space,
    SpacePlan,
    Unchanged,
    Update,
    Written,
)
from releasebot.confluence.plan import difference, digest_of, make_plan
from releasebot.confluence.publish import describe
from releasebot.errors import ReleasebotError
from releasebot.pages.model import Edition, Page, PageTree, Paragraph, Text

OLD = Edition("1.3.0", "v1.3.0", "a" * 40, 1_000)
NEW = Edition("1.4.0", "v1.4.0", "b" * 40, 2_000)


def page(key: str, text: str, *children: Page, title: str = "") -> Page:
    return Page(key, key, title or key, (Paragraph((Text(text),)),), children)


def tree(*children: Page, text: str = "개요") -> PageTree:
    return PageTree(page("overview", text, *children, title="API"), "API", "1.4.0", "ko")


def is_later(version: str, other: str) -> bool | None:
    return version > other


def plan(wanted: PageTree, space: Space, edition: Edition = OLD) -> SpacePlan:
    return make_plan(wanted, space, edition, is_later)


def published(wanted: PageTree, edition: Edition = OLD) -> Space:
    """The space as it is after the tree was published into an empty one."""
    pages = []
    for action in plan(wanted, Space(), edition).actions:
        assert isinstance(action, Create)
        one = action.page
        written = Written(one.digest, "", one.title, one.parent, edition)
        pages.append(FoundPage(one.slug, one.key, one.title, one.parent, 1, one.digest, written))
    return Space(tuple(pages))


def changed(space: Space, key: str, **fields: str) -> Space:
    pages = (
        msgspec.structs.replace(one, **fields) if one.key == key else one for one in space.pages
    )
    return Space(tuple(pages), space.other_titles)


def kinds(made: SpacePlan) -> dict[str, type]:
    return {
        action.found.key if isinstance(action, Orphan | Archive) else action.page.key: type(action)
        for action in made.actions
    }


def test_in_an_empty_space_every_page_is_created_parents_first() -> None:
    made = plan(tree(page("orders", "주문", page("get", "조회"))), Space())
    assert [type(action) for action in made.actions] == [Create] * 3
    assert [action.page.parent for action in made.actions if isinstance(action, Create)] == [
        "",
        "overview",
        "orders",
    ]
    assert made.summary == "create 3"


def test_what_is_as_wanted_stays_untouched() -> None:
    made = plan(tree(page("a", "글")), published(tree(page("a", "글"))))
    assert made.is_settled
    assert made.summary == "unchanged 2"
    assert describe(made) == ()


def test_another_commit_of_the_same_version_changes_nothing_by_itself() -> None:
    again = Edition(OLD.version, OLD.tag, "c" * 40, 9_000)
    assert plan(tree(), published(tree()), again).is_settled


def test_another_version_is_noted_on_the_topmost_page_alone() -> None:
    made = plan(tree(page("a", "글")), published(tree(page("a", "글"))), NEW)
    assert kinds(made) == {"overview": Update, "a": Unchanged}
    assert describe(made) == ("~ update API: version 1.3.0 becomes 1.4.0",)


def test_a_changed_text_is_an_update() -> None:
    made = plan(tree(page("a", "새 글")), published(tree(page("a", "글"))))
    assert kinds(made) == {"overview": Unchanged, "a": Update}


def test_a_page_is_known_by_its_key_and_not_by_its_title() -> None:
    made = plan(tree(page("a", "글", title="새 제목")), published(tree(page("a", "글"))))
    assert kinds(made)["a"] is Update
    assert "title 'a' becomes '새 제목'" in describe(made)[0]
    renamed_key = plan(tree(page("b", "글", title="a")), published(tree(page("a", "글"))))
    assert kinds(renamed_key) == {"overview": Unchanged, "b": Create, "a": Orphan}


def test_a_page_below_another_one_is_moved() -> None:
    before = published(tree(page("a", "글"), page("b", "글", page("c", "글"))))
    made = plan(tree(page("a", "글", page("c", "글")), page("b", "글")), before)
    assert kinds(made) == {"overview": Unchanged, "a": Unchanged, "b": Unchanged, "c": Move}
    assert describe(made) == ("> move c: from below 'b' to below 'a'",)


def test_an_orphan_is_reported_and_keeps_its_title() -> None:
    before = published(tree(page("a", "글", title="주문 조회")))
    made = plan(tree(page("b", "글", title="주문 조회")), before)
    assert kinds(made)["a"] is Orphan
    assert made.wanted == 2
    create = made.actions[1]
    assert isinstance(create, Create)
    assert create.page.title == "주문 조회 (API)"
    assert "? orphaned 주문 조회" in describe(made)[-1]


def test_orphans_alone_leave_nothing_to_do() -> None:
    assert plan(tree(), published(tree(page("a", "글")))).is_settled


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"digest": digest_of("<p>손으로 고침</p>")}, "its text was changed"),
        ({"title": "고친 제목"}, "it was renamed from 'a' to '고친 제목'"),
        ({"parent": "page 77"}, "it was moved away from 'overview'"),
    ],
)
def test_what_somebody_changed_is_a_conflict(fields: dict[str, str], reason: str) -> None:
    space = changed(published(tree(page("a", "글"))), "a", **fields)
    made = plan(tree(page("a", "새 글", title="a")), space)
    assert kinds(made)["a"] is Edited
    assert made.edited[0].reasons == (reason,)


def test_an_edit_that_says_what_is_wanted_anyway_is_no_conflict() -> None:
    wanted = tree(page("a", "새 글", title="새 제목"))
    then = published(wanted).pages[1]
    space = changed(published(tree(page("a", "글"))), "a", digest=then.digest, title=then.title)
    made = plan(wanted, space)
    assert kinds(made)["a"] is Update


def test_a_text_that_a_killed_run_did_not_get_to_is_written() -> None:
    before = published(tree(page("a", "글"))).pages[1]
    after = published(tree(page("a", "새 글"))).pages[1]
    noted = Written(after.digest, before.digest, "a", "overview", OLD)
    found = FoundPage("a", "a", "a", "overview", 2, before.digest, noted)
    space = Space((published(tree()).pages[0], found))
    assert kinds(plan(tree(page("a", "새 글")), space))["a"] is Update
    assert kinds(plan(tree(page("a", "또 다른 글")), space))["a"] is Update


def test_a_lost_text_is_written_again() -> None:
    space = changed(published(tree(page("a", "글"))), "a", digest="")
    made = plan(tree(page("a", "글")), space)
    assert describe(made) == ("~ update a: text is missing",)


def test_the_difference_shows_what_was_changed_by_hand() -> None:
    space = changed(published(tree(page("a", "글"))), "a", digest="x")
    edited = plan(tree(page("a", "글")), space).edited[0]
    assert difference(edited, "<p>손으로 고친 글</p>")[2:] == (
        "@@ -1 +1 @@",
        "-<p>글</p>",
        "+<p>손으로 고친 글</p>",
    )


def test_a_long_difference_is_cut() -> None:
    space = changed(published(tree(page("a", "글"))), "a", digest="x")
    edited = plan(tree(page("a", "글")), space).edited[0]
    lines = difference(edited, "\n".join(f"<p>{number}</p>" for number in range(500)))
    assert len(lines) == 61
    assert lines[-1].startswith("... and ")


def test_a_later_edition_is_never_replaced_by_an_earlier_one() -> None:
    made = plan(tree(), published(tree(page("a", "글")), NEW), OLD)
    assert made.superseded_by == NEW
    assert plan(tree(), published(tree(), OLD), NEW).superseded_by is None


def test_the_same_version_may_be_published_from_any_commit() -> None:
    earlier = Edition(NEW.version, NEW.tag, "c" * 40, 1)
    assert plan(tree(), published(tree(), NEW), earlier).superseded_by is None


def test_versions_without_an_order_are_ordered_by_their_commits() -> None:
    def unordered(version: str, other: str) -> bool | None:
        del version, other
        return None

    space = published(tree(), NEW)
    assert make_plan(tree(), space, OLD, unordered).superseded_by == NEW
    assert make_plan(tree(), published(tree(), OLD), NEW, unordered).superseded_by is None


def test_two_pages_of_one_key_are_a_fault_of_ours() -> None:
    with pytest.raises(ReleasebotError, match="two pages have the key 'a'"):
        plan(tree(page("a", "글"), page("a", "글")), Space())
