"""Every command of the documentation is run, and does and prints what its page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.docs.deviations import ENDS, NOT_RUN, STOPPED
from tests.docs.pages import PAGES, ROOT, Page
from tests.docs.scenes import SCENES, Scene, order_api
from tests.docs.session import faults, shows


def contents(page: Page) -> list[tuple[str, str]]:
    """What is typed, and what is shown."""
    return [(command.words, command.shown) for command in page.commands]


def scene_of(page: Page) -> Callable[[Path], AbstractContextManager[Scene]]:
    """A translation has its own scene, or its original's."""
    return SCENES.get(page.name) or SCENES.get(page.original.name, order_api)


def is_run_by_another(page: Page) -> bool:
    """Whether a page before it has its commands, with the output that it shows, in its scene."""
    mine = set(contents(page))
    for other in PAGES[: PAGES.index(page)]:
        theirs = {*contents(other), *((command.words, "") for command in other.commands)}
        if scene_of(page) is scene_of(other) and mine <= theirs:
            return True
    return False


TYPED = [page for page in PAGES if page.commands and not is_run_by_another(page)]

TRANSLATED = [page for page in PAGES if page.is_translation]


@pytest.mark.slow
@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.name)
def test_every_command_does_what_the_page_says(page: Page, tmp_path: Path) -> None:
    with scene_of(page)(tmp_path) as scene:
        assert not (found := list(faults(page, scene))), "\n\n".join(found)


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.name)
def test_a_korean_page_has_the_commands_of_the_english_one(page: Page) -> None:
    """Only what they print may be in Korean."""
    words = [command.words.replace(" --lang ko", "") for command in page.commands]
    assert words == [command.words for command in page.original.commands]


@pytest.mark.parametrize("page", TRANSLATED, ids=lambda page: page.name)
def test_a_korean_page_has_the_sections_of_the_english_one(page: Page) -> None:
    assert page.headings == page.original.headings


def test_every_english_page_has_a_korean_one() -> None:
    translated = {page.original.name for page in TRANSLATED}
    assert {page.name for page in PAGES} - {page.name for page in TRANSLATED} - translated == {
        "CONTRIBUTING.md",  # for those who write code, in English as the code is
        "docs/crash-table.md",  # written by `make crash`
    }


def test_a_page_that_does_not_hold_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ releasebot version\n9.9.9\n$ releasebot no-such\n```\n", "utf-8")
    with order_api(tmp_path) as scene:
        wrong, failed = faults(Page(str(page)), scene)
    assert "`releasebot version` does not print what is shown, but:\n1.4.0" in wrong
    assert "`releasebot no-such` ended with 2, not 0" in failed


def test_every_deviation_is_still_needed() -> None:
    typed = {command.words for page in PAGES for command in page.commands}
    named = {(page.name, command.words) for page in PAGES for command in page.commands}
    assert set(NOT_RUN) - typed == set()
    assert set(STOPPED) - typed == set()
    assert set(ENDS) - named == set()
    assert set(SCENES) - {page.name for page in TYPED} == set()


def test_make_knows_every_target_that_is_not_run() -> None:
    targets = re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"))
    named = [name.split()[1:] for name in NOT_RUN if name.startswith("make ")]
    assert [name for some in named for name in some if name not in targets] == []


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("tag  made", "tag    made  \n", True),
        ("tag  made", "tag  made\nsite  made\n", False),
        ("tag  made\n...", "tag  made\nsite  made\n", True),
        ("...\nsite  made", "tag  made\nsite  made\n", True),
        ("a\n...\nz", "a\nz\n", True),
        ("v1 at 5e1c0aa12", "v1 at 0123456789\n", True),
        ("v1 at 5e1c0aa12", "v1 at nowhere\n", False),
        ("{...: 1}", "{'a': 1}", True),
        ("1.4.0", "1x4y0", False),
    ],
)
def test_what_is_shown_is_compared_to_the_letter(shown: str, printed: str, fits: bool) -> None:  # noqa: FBT001  a case's own
    assert shows(shown, printed) is fits
