"""A changelog file is kept: what people wrote stays, what we wrote is renewed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.git.changelog import Part, form_of, left_alone, parts, put, section
from releasebot.git.commits import Change
from releasebot.git.headings import WORDS
from releasebot.git.notes import Release, Style
from releasebot.git.web_links import WebLinks

STYLE = Style(WebLinks(), "en", WORDS["en"].groups)
KEPT = """\
# Changelog

Words of our own, after [Keep a Changelog](https://keepachangelog.com/).

## [Unreleased]

- what comes next

## [1.0.0] - 2025-01-01

### Added

- everything, by hand

[Unreleased]: https://example.invalid/compare/v1.0.0...HEAD
[1.0.0]: https://example.invalid/tag/v1.0.0
"""


def part(version: str, *descriptions: str) -> Part:
    changes = tuple(Change("a" * 40, "feat", "", one) for one in descriptions)
    release = Release(version, f"v{version}", "", "2026-01-02", changes)
    return Part(version, section(release, STYLE))


def test_a_new_release_stands_between_the_unreleased_and_the_older_ones() -> None:
    text = put(KEPT, [part("1.1.0", "new")])
    before, after = KEPT.split("## [1.0.0]")
    assert text.startswith(before)
    assert text.endswith("## [1.0.0]" + after)
    middle = text.removeprefix(before).removesuffix("## [1.0.0]" + after)
    assert middle.startswith("## 1.1.0 - 2026-01-02\n\n<!-- releasebot ")
    assert "### Features\n\n- new (`aaaaaaaa`)\n<!-- /releasebot -->\n\n" in middle


@pytest.mark.parametrize("text", [KEPT, "# Changelog\n", "", KEPT.replace("\n", "\r\n"), "words"])
def test_doing_it_twice_changes_nothing(text: str) -> None:
    new = [part("1.1.0", "a", "b"), part("1.0.0", "c"), part("0.9.0", "d")]
    once = put(text, new)
    assert put(once, new) == once
    assert put(text, new[:1]) == put(put(text, new[:1]), new[:1])


def test_a_changed_release_is_renewed_and_words_beside_the_marks_stay() -> None:
    text = put(KEPT, [part("1.1.0", "old")])
    text = text.replace("## 1.1.0 - 2026-01-02\n", "## 1.1.0 - 2026-01-02\n\nA word of ours.\n")
    renewed = put(text, [part("1.1.0", "new")])
    assert "A word of ours.\n" in renewed
    assert "- new" in renewed
    assert "- old" not in renewed


def test_what_people_wrote_or_edited_is_left_alone() -> None:
    text = put(KEPT, [part("1.1.0", "ours")]).replace("- ours", "- ours, said better")
    assert left_alone(text) == {"unreleased", "1.0.0", "1.1.0"}
    assert put(text, [part("1.1.0", "other"), part("1.0.0", "other")]) == text


def test_missing_releases_are_put_where_they_belong() -> None:
    text = put(KEPT, [part("1.1.0", "b"), part("1.0.0", "x"), part("0.9.0", "a")])
    order = [one.version for one in parts(text)]
    assert order == ["", "unreleased", "1.1.0", "1.0.0", "0.9.0"]
    assert text.endswith(KEPT[KEPT.index("[Unreleased]: ") :])


def test_line_ends_stay_what_they_were() -> None:
    text = put(KEPT.replace("\n", "\r\n"), [part("1.1.0", "new")])
    assert text.count("\n") == text.count("\r\n") > KEPT.count("\n")


def test_headings_in_code_are_no_releases() -> None:
    text = "# Log\n\n```\n## 1.0.0\n```\n\n## v2.0.0 (2025-01-01)\n\n### 1.5.0 inside\n"
    assert [one.version for one in parts(text)] == ["", "2.0.0"]


def test_the_form_of_a_file_is_seen() -> None:
    assert form_of(KEPT) == "keep-a-changelog"
    assert form_of("# Changelog\n\n## 1.0.0\n\n### Features\n") == "plain"


@given(st.text(st.sampled_from("#[]() \n\r`~-1.0v:<!>abc"), max_size=300))
def test_whatever_the_file_holds_is_kept(text: str) -> None:
    assert "".join(one.text for one in parts(text)) == text
    new = part("7.7.7", "added")
    after = put(text, [new])
    words = [line.strip() for line in text.split("\n") if line.strip()]
    lines = iter(line.strip() for line in after.split("\n"))
    assert all(word in lines for word in words)
    assert new.text.strip() in after.replace("\r\n", "\n")
