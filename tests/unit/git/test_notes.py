"""What notes of a release say, and where their links lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.errors import UsageError
from releasebot.git.commits import Change
from releasebot.git.headings import WORDS, Group, Language, is_korean
from releasebot.git.notes import Release, Style, body, cut, inline
from releasebot.git.own_template import fill
from releasebot.git.web_links import WebLinks, web_links

HUB = WebLinks("https://github.com/team/shop", "github")
NAME = "0123456789" * 4


def style(links: WebLinks = HUB, language: Language = "en") -> Style:
    return Style(links, language, WORDS[language].groups)


def release(*changes: Change) -> Release:
    return Release("1.3.0", "v1.3.0", "v1.2.0", "2026-01-02", changes, ("@lee", "Kim"), ("@lee",))


BREACH = "`POST /orders` takes a list\n\nSo send one."
CHANGES = (
    Change(NAME, "fix", "", "round up <Money> (#12)", refs=("#7", "other/repo#8")),
    Change(NAME, "feat", "주문", "여러 건을 한 번에", breaking=BREACH),
    Change(NAME, "", "", "just words"),
    Change(NAME, "zzz", "", "of a type nobody knows"),
)  # fmt: skip
EXPECTED = """\
### Breaking changes

- **주문:** 여러 건을 한 번에 ([`01234567`](https://github.com/team/shop/commit/NAME))

  `POST /orders` takes a list

  So send one.

### Bug fixes

- round up \\<Money> ([#12](https://github.com/team/shop/issues/12)) \
([`01234567`](https://github.com/team/shop/commit/NAME), \
for [#7](https://github.com/team/shop/issues/7), [other/repo#8](https://github.com/other/repo/issues/8))

### Other changes

- just words ([`01234567`](https://github.com/team/shop/commit/NAME))
- of a type nobody knows ([`01234567`](https://github.com/team/shop/commit/NAME))

### Contributors

@lee, Kim

First contribution: @lee

[All changes](https://github.com/team/shop/compare/v1.2.0...v1.3.0)
""".replace("NAME", NAME)


def test_notes_are_grouped_and_linked_and_breaches_come_first() -> None:
    assert body(release(*CHANGES), style()) == EXPECTED


def test_korean_notes_have_korean_headings() -> None:
    text = body(release(*CHANGES), style(WebLinks(), "ko"))
    assert "### 호환되지 않는 변경\n" in text
    assert "### 버그 수정\n\n- round up \\<Money> (#12) (`01234567`, 관련 #7, other/repo#8)" in text
    assert "http" not in text


def test_a_release_without_changes_says_so() -> None:
    assert body(release(), style()).startswith("No changes.\n")


def test_headings_of_ones_own_lose_no_change() -> None:
    own = Style(HUB, "en", (Group("New", ("feat",)), Group("Mended", ("fix",))))
    text = body(release(*CHANGES), own)
    assert text.index("### Mended") < text.index("just words")


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("https://github.com/team/shop.git", HUB),
        ("https://user:secret@github.com/team/shop", HUB),
        ("git@github.com:team/shop.git", HUB),
        ("ssh://git@github.com:22/team/shop.git/", HUB),
        (
            "https://gitlab.example.com/a/b/c.git",
            WebLinks("https://gitlab.example.com/a/b/c", "gitlab"),
        ),
        ("https://git.example.com/a/b.git", WebLinks()),
        ("/srv/git/shop.git", WebLinks()),
        ("file:///srv/github/shop.git", WebLinks()),
        ("../github/shop", WebLinks()),
    ],
)
def test_links_follow_from_the_remotes_address(address: str, links: WebLinks) -> None:
    assert web_links(address) == links


def test_gitlabs_pages_stand_below_a_dash() -> None:
    links = web_links("git@gitlab.com:a/b.git")
    assert links.commit("1") == "https://gitlab.com/a/b/-/commit/1"
    assert links.issue("c/d#2") == "https://gitlab.com/c/d/-/issues/2"
    assert links.compare("v1", "a b") == "https://gitlab.com/a/b/-/compare/v1...a%20b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a `<T>` and <T>", "a `<T>` and \\<T>"),
        ("a ` <T> #1", "a ` \\<T> [#1](https://github.com/team/shop/issues/1)"),
        ("``a ` #1`` b", "``a ` #1`` b"),
        ("bell\x07 and \x1b[31mred\u202e", "bell  and  [31mred "),
        ("x#1 &#60; /#2", "x#1 &#60; /#2"),
    ],
)
def test_a_commits_words_are_safe_markdown(text: str, shown: str) -> None:
    assert inline(text, HUB) == shown


def test_notes_that_are_too_long_end_with_a_link_to_the_rest() -> None:
    long = release(*CHANGES * 1000)
    text = cut(body(long, style()), long, style())
    assert 124_000 < len(text) <= 125_000
    assert text.endswith("https://github.com/team/shop/compare/v1.2.0...v1.3.0\n")
    assert all(line.endswith(")") for line in text.splitlines() if line.startswith("- "))


def test_most_of_the_texts_decide_the_language() -> None:
    assert is_korean(("주문", "한글 fix", "english"))
    assert not is_korean(("주문", "fix", "english"))


def test_a_template_of_ones_own_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "notes.j2"
    path.write_text(
        "# {{ version }} ({{ day }})\n{% for group in groups %}\n{{ group.heading }}:"
        "{% for change in group.changes %} {{ change.description }};{% endfor %}\n\n{% endfor %}\n"
    )
    text = fill(path, release(CHANGES[2]), style())
    assert text == "# 1.3.0 (2026-01-02)\nOther changes: just words;\n"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ nothing }}", "nothing"),
        ("\n{% for %}", "notes.j2:2"),
        ("{{ release.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ authors.append('x') }}", "append"),
    ],
)
def test_a_template_that_cannot_be_filled_is_a_sentence(
    tmp_path: Path, template: str, told: str
) -> None:
    path = tmp_path / "notes.j2"
    path.write_text(template)
    with pytest.raises(UsageError, match=told):
        fill(path, release(), style())
