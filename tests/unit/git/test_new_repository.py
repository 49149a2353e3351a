"""New repositories, made by the user's real git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from releasebot.errors import OutsideError
from releasebot.git.new_repository import (
    Commit,
    Person,
    check_out,
    is_readable,
    make_remote,
    without_git_settings,
)
from tests.projects import git

DEV = Person("김 개발", "dev@example.invalid")
HISTORY = (
    Commit("feat: first", 1_700_000_000, (("a.txt", b"one\r\n"), ("폴더/b c.txt", b"\x00\xff"))),
    Commit("fix: second", 1_700_086_400, (("a.txt", b"two\r\n"),)),
)


def make(place: Path, **environ: str) -> tuple[Path, Path]:
    place.mkdir(parents=True)
    remote, checkout = place / "it.git", place / "it"
    given = {**os.environ, **environ}
    make_remote(remote, HISTORY, person=DEV, environ=given)
    check_out(remote, checkout, person=DEV, environ=given)
    return remote, checkout


def test_the_commits_are_there_in_order_with_their_times_and_author(tmp_path: Path) -> None:
    _, checkout = make(tmp_path / "x")
    assert git(checkout, "log", "--format=%s|%ct|%an|%ae|%cn").splitlines() == [
        "fix: second|1700086400|김 개발|dev@example.invalid|김 개발",
        "feat: first|1700000000|김 개발|dev@example.invalid|김 개발",
    ]


def test_every_byte_of_a_file_is_kept(tmp_path: Path) -> None:
    _, checkout = make(tmp_path / "x")
    assert (checkout / "a.txt").read_bytes() == b"two\r\n"
    assert (checkout / "폴더" / "b c.txt").read_bytes() == b"\x00\xff"
    assert git(checkout, "status", "--porcelain") == ""


def test_settings_of_the_user_do_not_change_what_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    hooks = home / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-checkout", "pre-push", "reference-transaction"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    (home / ".gitconfig").write_text(
        "[commit]\n\tgpgSign = true\n[core]\n\tautocrlf = true\n\thooksPath = "
        f"{hooks}\n[init]\n\tdefaultBranch = trunk\n[clone]\n\tdefaultRemoteName = upstream\n"
    )
    elsewhere = {"GIT_DIR": "/nowhere", "GIT_AUTHOR_DATE": "2001-01-01", "GIT_INDEX_FILE": "/no"}
    _, plain = make(tmp_path / "plain")
    _, set_up = make(tmp_path / "set up", HOME=str(home), **elsewhere)
    assert git(set_up, "rev-parse", "main") == git(plain, "rev-parse", "main")
    assert (set_up / "a.txt").read_bytes() == b"two\r\n"
    assert git(set_up, "remote") == "origin"


def test_the_branch_follows_the_remotes_and_both_can_be_moved_together(tmp_path: Path) -> None:
    make(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    checkout = tmp_path / "there" / "it"
    git(checkout, "commit", "-q", "--allow-empty", "-m", "third")
    git(checkout, "push", "-q")
    pushed = git(tmp_path / "there" / "it.git", "log", "-1", "--format=%s", "main")
    assert pushed == "third"


def test_a_tagger_is_known_where_the_user_has_no_identity(tmp_path: Path) -> None:
    _, checkout = make(tmp_path / "x")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environ |= {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    tagging = ("git", "tag", "-a", "-m", "release", "v1")
    subprocess.run(tagging, cwd=checkout, env=environ, check=True)
    assert (
        git(checkout, "for-each-ref", "--format=%(taggeremail)", "refs/tags")
        == "<dev@example.invalid>"
    )


def test_a_place_that_cannot_be_written_is_an_error_that_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "it.git"
    in_the_way.write_text("a file")
    with pytest.raises(OutsideError, match="init a new repository"):
        make_remote(in_the_way, HISTORY, person=DEV, environ=os.environ)


@pytest.mark.parametrize("damage", ["HEAD", "refs", "objects"])
def test_a_repository_that_lost_a_part_is_not_readable(tmp_path: Path, damage: str) -> None:
    remote, checkout = make(tmp_path / "x")
    assert is_readable(remote, os.environ)
    assert is_readable(checkout / ".git", os.environ)
    (remote / damage).rename(tmp_path / "taken")
    assert not is_readable(remote, os.environ)


def test_no_repository_above_is_taken_for_a_missing_one(tmp_path: Path) -> None:
    _, checkout = make(tmp_path / "x")
    below = checkout / "inner"
    below.mkdir()
    assert not is_readable(below, os.environ)
    assert not is_readable(below / ".git", os.environ)


def test_only_settings_of_git_are_taken_out_of_the_environment() -> None:
    given = {"GIT_DIR": "x", "GIT_EXEC_PATH": "/opt/git", "PATH": "/bin", "GIT_AUTHOR_NAME": "me"}
    kept = without_git_settings(given)
    assert kept["PATH"] == "/bin"
    assert kept["GIT_EXEC_PATH"] == "/opt/git"
    assert "GIT_DIR" not in kept
    assert "GIT_AUTHOR_NAME" not in kept
