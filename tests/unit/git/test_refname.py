"""Which names git takes for a tag."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.git.refname import check_tag_name


def git_takes(name: str) -> bool:
    if "\0" in name or name.startswith("-"):
        return False
    command = ("git", "check-ref-format", f"refs/tags/{name}")
    return subprocess.run(command, check=False).returncode == 0


def we_take(name: str) -> bool:
    try:
        check_tag_name(name)
    except UsageError:
        return False
    return True


@pytest.mark.parametrize(
    "name",
    [
        *("v1.2.3", "api/v1.2.3-rc.1+5", "주문/v1", "@", "a@b"),
        *("--upload-pack=x", "v1..2", "a b", "v1.lock", "a.lock/b", "", "x\ny", "~1", "@{", "\x7f"),
        *(".a", "a/.b", "a.", "a/", "a//b", "/a"),
    ],
)
def test_a_name_is_taken_exactly_when_git_takes_it(name: str) -> None:
    assert we_take(name) == git_takes(name)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab1.-/@{~^ :?*[\\한\x01lock", max_size=12))
def test_no_other_name_is_judged_otherwise_than_by_git(name: str) -> None:
    assert we_take(name) == git_takes(name)
