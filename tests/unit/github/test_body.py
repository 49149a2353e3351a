from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.github import body

TAG, COMMIT = "v1.2.3", "5e1c0aa" * 5 + "5e1c0"


def written(notes: str, *, text: str = "") -> str:
    return body.write(notes, tag=TAG, commit=COMMIT, text=text)


def test_what_is_written_is_read_back() -> None:
    text = body.read(written("### 기능\n\n- 주문 목록\n"))
    assert text
    assert (text.tag, text.commit, text.notes) == (TAG, COMMIT, "### 기능\n\n- 주문 목록")
    assert text.is_ours_alone


def test_a_text_without_our_mark_is_none_of_ours() -> None:
    assert body.read("") is None
    assert body.read("by hand\n<!-- releasebot -->\n") is None


def test_what_people_write_around_our_notes_stays() -> None:
    old = f"안녕하세요!\n\n{written('- old')}\n\nThanks."
    text = body.read(old)
    assert text
    assert not text.is_ours_alone
    new = body.write("- new", tag=TAG, commit=COMMIT, around=text)
    assert new == f"안녕하세요!\n\n{written('- new')}\n\nThanks."


def test_a_text_that_a_person_began_stays_above_ours() -> None:
    new = written("- new", text="By hand.\n")
    assert new.startswith("By hand.\n\n<!-- releasebot ")


def test_a_change_between_the_marks_is_noticed() -> None:
    text = body.read(written("- a\n- b").replace("- b", "- better"))
    assert text
    assert text.touched


def test_the_editors_line_ends_are_no_change() -> None:
    text = body.read(written("- a\n- b").replace("\n", "\r\n"))
    assert text
    assert not text.touched
    assert text.notes == "- a\n- b"


@pytest.mark.parametrize(
    "end", ["<!-- /releasebot -->", "<!-- /rel<!-- /releasebot -->easebot -->"]
)
def test_notes_cannot_end_our_block_early(end: str) -> None:
    text = body.read(written(f"a {end} b"))
    assert text
    assert text.after == ""
    assert not text.touched


@given(st.text(), st.text(max_size=50))
def test_no_notes_are_too_long_for_the_room_that_is_told(notes: str, text: str) -> None:
    room = body.room(1000, tag=TAG, commit=COMMIT, text=text)
    assert len(written(notes[:room], text=text)) <= 1000


@given(st.text(), st.text(), st.text())
def test_writing_twice_is_writing_once(notes: str, before: str, after: str) -> None:
    once = f"{before}\n{written(notes)}\n{after}"
    text = body.read(once)
    assert text
    if text.tag == TAG and not body.read(before):
        again = body.write(notes, tag=TAG, commit=COMMIT, around=text)
        assert again == once.replace("\r\n", "\n")


def test_addresses_stand_below_all_else_and_only_once() -> None:
    pages = "https://docs.example.com/1.2.3/", "https://acme.example.com/wiki/x"
    told = body.linked(written("notes") + "\n\nBy hand.", pages)
    assert told.endswith(
        "By hand.\n\n<!-- releasebot links -->\n"
        "API: <https://docs.example.com/1.2.3/> · <https://acme.example.com/wiki/x>\n"
        "<!-- /releasebot links -->"
    )
    assert body.linked(told, ("https://elsewhere.example.com",)) == told
    assert body.linked("text", ()) == "text"


def test_addresses_stay_where_the_notes_are_written_again() -> None:
    told = body.linked(written("notes"), ("https://docs.example.com",))
    again = body.write("other notes", tag=TAG, commit=COMMIT, around=body.read(told))
    assert again.endswith(told[told.index("<!-- releasebot links") :])
