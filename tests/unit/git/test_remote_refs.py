"""What a remote has, read out of one answer."""

from __future__ import annotations

from releasebot.git.remote_refs import RemoteRefs, TagRef

A, B, C = "a" * 40, "b" * 40, "c" * 40
REFS = RemoteRefs(
    f"{A}\trefs/heads/main\n{B}\trefs/heads/release/1.4\n{A}\trefs/heads/same\n"
    f"{C}\trefs/tags/v1.2.3\n{A}\trefs/tags/v1.2.3^{{}}\n{B}\trefs/tags/v1.2.30\n"
    f"{B}\trefs/tags/api/v1.2.3\n".encode()
)


def test_a_tag_comes_down_to_its_commit() -> None:
    assert REFS.tag("v1.2.3") == TagRef(C, A)
    assert REFS.tag("v1.2.30") == TagRef(B, B)
    assert REFS.tag("api/v1.2.3") == TagRef(B, B)


def test_a_name_that_only_ends_or_begins_alike_is_another_one() -> None:
    assert REFS.tag("1.2.3") is None
    assert REFS.tag("v1.2") is None
    assert REFS.branch("1.4") == ""


def test_branches_are_found_by_name_and_by_commit() -> None:
    assert REFS.branch("release/1.4") == B
    assert REFS.branches_at(A) == ("main", "same")
    assert REFS.branches_at(C) == ()


def test_every_tag_is_named_once() -> None:
    assert REFS.tag_names() == ("v1.2.3", "v1.2.30", "api/v1.2.3")


def test_an_empty_remote_has_nothing() -> None:
    empty = RemoteRefs(b"")
    assert empty.tag_names() == ()
    assert empty.tag("v1") is None
    assert empty.branches_at(A) == ()
