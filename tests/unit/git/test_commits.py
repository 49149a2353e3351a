"""Conventional Commits 1.0.0, and messages that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.git.commits import Change, Footer, changes, co_authors, footers
from releasebot.git.history import Commit
from tests.growth import assert_linear

NAME = "a" * 40


def commit(message: str, *, parents: str = "p" * 40) -> Commit:
    return Commit(NAME, parents, "2026-01-02", message)


def only(message: str) -> Change:
    (change,) = changes(commit(message))
    return change


@pytest.mark.parametrize(
    ("message", "kind", "scope", "description", "breaking"),
    [
        (
            """feat: allow provided config object to extend other configs

BREAKING CHANGE: `extends` key is now used for extending other config files
""",
            "feat", "", "allow provided config object to extend other configs",
            "`extends` key is now used for extending other config files",
        ),
        ("feat!: send an email\n", "feat", "", "send an email", "send an email"),
        ("feat(api)!: send an email\n", "feat", "api", "send an email", "send an email"),
        (
            "chore!: drop support for Node 6\n\nBREAKING CHANGE: use JavaScript features\n",
            "chore", "", "drop support for Node 6", "use JavaScript features",
        ),
        ("docs: correct spelling of CHANGELOG\n", "docs", "", "correct spelling of CHANGELOG", ""),
        ("feat(lang): add Polish language\n", "feat", "lang", "add Polish language", ""),
        ("FIX(주문): 합계를 고친다\n", "fix", "주문", "합계를 고친다", ""),
        ("fix: a\r\n\r\nBREAKING-CHANGE: b\r\n", "fix", "", "a", "b"),
        ("build-ci(a, b/c): x: y\n", "build-ci", "a, b/c", "x: y", ""),
    ],
)  # fmt: skip
def test_a_message_of_the_specification_is_read_by_it(
    message: str, kind: str, scope: str, description: str, breaking: str
) -> None:
    found = only(message)
    assert (found.type, found.scope, found.description, found.breaking) == (
        kind, scope, description, breaking,
    )  # fmt: skip


@pytest.mark.parametrize(
    "message",
    ["feat:no blank", "just words", "feat (x): a blank before", ": nothing before",
     "feat():  empty", "feat(a: unclosed", "two words: here", "feat: "],
)  # fmt: skip
def test_what_is_no_conventional_commit_is_kept_as_it_is(message: str) -> None:
    found = only(message)
    assert (found.type, found.description) == ("", message.rstrip())


def test_breaking_change_counts_in_capitals_alone() -> None:
    assert only("fix: a\n\nbreaking change: no\n").breaking == ""
    assert only("fix: a\n\nSee below\nBREAKING CHANGE: yes\n").breaking == "yes"


def test_the_text_of_a_breach_may_go_on_over_lines_and_paragraphs() -> None:
    found = only(
        "feat: a\n\nWhy.\n\nBREAKING CHANGE:\nfirst line\nsecond line\n\nmore\n\n"
        "Reviewed-by: Z\nRefs: #123\n"
    )
    assert found.breaking == "first line\nsecond line\n\nmore"
    assert found.refs == ("#123",)


def test_footers_are_read_with_both_separators() -> None:
    body = "\nAbout it.\nNote: not yet a footer\n\nReviewed-by: Z\nRefs #133\nCloses: #1,\n  #2\n"
    assert list(footers(body)) == [
        Footer("Reviewed-by", "Z"), Footer("Refs", "#133"), Footer("Closes", "#1,\n  #2"),
    ]  # fmt: skip


def test_every_issue_is_kept_once() -> None:
    found = only(
        "fix: a (#7)\n\nThis closes #3 and #4, and fixes team/api#5.\n\nRefs: #3, #6\nCloses #7\n"
    )
    assert (found.description, found.refs) == ("a (#7)", ("#3", "#6", "#4", "team/api#5"))


def test_a_revert_names_what_it_takes_back() -> None:
    other = "b" * 40
    found = only(f'Revert "feat: a"\n\nThis reverts commit {other}.\n')
    assert (found.type, found.description, found.reverts) == ("revert", "feat: a", (other,))
    found = only("revert: let us never speak of it\n\nRefs: 676104e, a215868\n")
    assert (found.type, found.reverts) == ("revert", ("676104e", "a215868"))


def test_a_squash_gives_its_title_and_what_else_it_lists() -> None:
    body = "* feat: a\n\n* fix(x): b\n\n* wip\n\n* note: prose\n\n* feat!: c\n"
    found = changes(commit(f"feat: a (#12)\n\n{body}"))
    assert [(one.type, one.description, bool(one.breaking)) for one in found] == [
        ("feat", "a (#12)", False), ("fix", "b", False), ("feat", "c", True),
    ]  # fmt: skip


def test_a_squash_by_git_itself_gives_what_it_lists() -> None:
    found = changes(
        commit(
            "Squashed commit of the following:\n\ncommit 1234567\nAuthor: A <a@b>\n"
            "Date:   Mon\n\n    feat: one\n\ncommit 89abcde\nAuthor: A <a@b>\n\n    fix: two\n"
        )
    )
    assert [(one.type, one.description) for one in found[1:]] == [("feat", "one"), ("fix", "two")]


def test_a_list_in_an_ordinary_commit_is_prose() -> None:
    assert len(changes(commit("feat: a\n\n* fix: what was said\n* docs: more\n"))) == 1


@pytest.mark.parametrize(
    "message",
    ["Merge branch 'main' into x\n", "Merge pull request #1 from a/b\n\nSome words\n",
     "Merge remote-tracking branch 'origin/main'\n", "Merge tag 'v1'\n\nwords\n"],
)  # fmt: skip
def test_a_merge_that_says_nothing_else_is_no_change(message: str) -> None:
    assert changes(commit(message, parents=f"{'b' * 40} {'c' * 40}")) == ()


def test_the_title_of_a_merged_pull_request_counts() -> None:
    message = "Merge pull request #12 from a/b\n\nfeat: pay by card\n\nBREAKING CHANGE: no cash\n"
    (found,) = changes(commit(message, parents=f"{'b' * 40} {'c' * 40}"))
    assert (found.type, found.description, found.breaking, found.refs, found.merged) == (
        "feat", "pay by card", "no cash", ("#12",), True,
    )  # fmt: skip


def test_a_subject_over_two_lines_is_one() -> None:
    assert only("feat: one\ntwo\n\nbody\n").description == "one two"


def test_co_authors_are_found_whatever_the_case() -> None:
    message = "feat: a\n\nCo-authored-by: 김 개발 <kim@x>\nCO-AUTHORED-BY: B <b@x>\n"
    assert co_authors(message) == (("김 개발", "kim@x"), ("B", "b@x"))


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_no_message_is_lost_or_breaks_the_reader(message: str) -> None:
    found = changes(commit(message))
    assert found
    assert all(change.hash == NAME for change in found)


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [("feat(", "(", ""), ("", "a", ""), ("fix: a\n\n", "close ", "#"),
     ("fix: a\n\n", "x#1, ", ""), ("fix: a\n\nfixes #1", ", #1", ""),
     ("", 'Revert "', ""), ("fix: a (#1)\n\n", "* feat: a\n", ""), ("", "-", "\n#\n"),
     ("fix: a\n\nCo-authored-by:", " ", ""), ("f:", " ", "")],
)  # fmt: skip
def test_a_hostile_message_takes_linear_time(start: str, piece: str, end: str) -> None:
    def read(size: int) -> None:
        message = start + piece * (size // len(piece)) + end
        changes(commit(message))
        co_authors(message)

    assert_linear(read, 200_000)
