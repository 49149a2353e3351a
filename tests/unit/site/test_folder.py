from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import pytest

from releasebot.errors import ConflictError, OutsideError, UsageError
from releasebot.pages.model import Edition
from releasebot.site import mark
from releasebot.site.folder import Current, Foreign, Missing, Outdated, Wanted, look, publish

OLD = Wanted(Edition("1.0.0", "v1.0.0", "1" * 40, 1_000), "made from old")
NEW = Wanted(Edition("1.1.0", "v1.1.0", "2" * 40, 2_000), "made from new")


class Maker:
    """Builds a small site whose content is given, and remembers how often it was asked to."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.built = 0
        self.standing: mark.Standing | None = None

    def __call__(
        self, sources: Path, site: Path, standing: mark.Standing | None = None
    ) -> dict[str, str]:
        self.built += 1
        self.standing = standing
        sources.mkdir()
        (site / "orders").mkdir(parents=True)
        (site / "index.html").write_text(self.content)
        (site / "orders" / "create.html").write_text(self.content * 2)
        return {"index.html": self.content}


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@pytest.fixture
def site(worktree: Path) -> Path:
    return worktree / "build" / "releasebot" / "site"


@pytest.fixture
def put(worktree: Path, site: Path) -> Callable[[Wanted], Maker]:
    def put(wanted: Wanted) -> Maker:
        maker = Maker(wanted.made_from)
        publish(site, wanted, make=maker, worktree=worktree)
        return maker

    return put


Put = Callable[[Wanted], Maker]


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_where_there_is_nothing_the_site_is_missing(site: Path) -> None:
    assert look(site, NEW) == Missing()
    site.mkdir(parents=True)
    assert look(site, NEW) == Missing()


def test_a_published_site_is_current_and_not_built_again(site: Path, put: Put) -> None:
    assert put(NEW).built == 1
    assert look(site, NEW) == Current()
    assert put(NEW).built == 0


def test_a_published_site_is_only_what_was_built_and_its_mark(site: Path, put: Put) -> None:
    put(NEW)
    assert tree(site) == {"index.html", "orders/create.html", mark.NAME}


def test_publishing_never_shows_in_git(worktree: Path, put: Put) -> None:
    put(OLD)
    put(NEW)
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=worktree, capture_output=True, check=True,
    )  # fmt: skip
    assert status.stdout == b""


def test_an_older_site_is_outdated_and_replaced_whole(site: Path, put: Put) -> None:
    put(OLD)
    assert look(site, NEW) == Outdated("1.0.0 of commit 1111111")
    put(NEW)
    assert (site / "index.html").read_text() == "made from new"
    assert look(site, NEW) == Current()


def test_the_same_version_from_another_spec_is_outdated(site: Path, put: Put) -> None:
    put(NEW)
    again = Wanted(NEW.edition, "made from a corrected spec")
    assert look(site, again) == Outdated("1.1.0 of commit 2222222")


@pytest.mark.parametrize("harm", ["changed", "removed", "linked"])
def test_a_harmed_site_is_outdated_and_made_whole(site: Path, put: Put, harm: str) -> None:
    put(NEW)
    page = site / "orders" / "create.html"
    page.unlink()
    if harm == "changed":
        page.write_text("otherwise")
    if harm == "linked":
        page.symlink_to(site / "index.html")
    assert look(site, NEW) == Outdated("1.1.0 of commit 2222222, 1 file changed or missing")
    put(NEW)
    assert look(site, NEW) == Current()


def test_a_newer_site_is_not_replaced_by_an_older_one(site: Path, put: Put) -> None:
    put(NEW)
    before = {name: (site / name).read_bytes() for name in tree(site)}
    found = look(site, OLD)
    assert isinstance(found, Foreign)
    assert found.found == "1.1.0 of commit 2222222, which is newer"
    with pytest.raises(ConflictError, match="which is newer"):
        put(OLD)
    assert {name: (site / name).read_bytes() for name in tree(site)} == before


def test_the_same_version_from_an_older_commit_is_published(site: Path, put: Put) -> None:
    put(NEW)
    moved = Wanted(Edition("1.1.0", "v1.1.0", "3" * 40, 1_500), "made from an older commit")
    put(moved)
    assert look(site, moved) == Current()


def test_a_folder_of_somebody_else_is_never_touched(site: Path, put: Put) -> None:
    site.mkdir(parents=True)
    (site / "thesis.txt").write_text("of great value")
    found = look(site, NEW)
    assert isinstance(found, Foreign)
    assert found.found == "1 file that releasebot did not make"
    assert found.details == ("thesis.txt",)
    with pytest.raises(ConflictError) as refused:
        put(NEW)
    assert "site.folder" in refused.value.hint
    assert tree(site) == {"thesis.txt"}


def test_a_file_of_somebody_else_in_our_site_is_never_lost(site: Path, put: Put) -> None:
    put(OLD)
    (site / "orders" / "CNAME").write_text("docs.example.com")
    found = look(site, NEW)
    assert isinstance(found, Foreign)
    assert found.details == ("orders/CNAME",)
    with pytest.raises(ConflictError, match="somebody else's"):
        put(NEW)
    assert (site / "orders" / "CNAME").read_text() == "docs.example.com"


def test_a_file_that_appears_while_the_site_is_built_is_never_lost(
    worktree: Path, site: Path, put: Put
) -> None:
    put(OLD)

    def make(sources: Path, built: Path, _standing: mark.Standing | None) -> dict[str, str]:
        (site / "CNAME").write_text("docs.example.com")
        return Maker("new")(sources, built)

    with pytest.raises(ConflictError, match="somebody else's"):
        publish(site, NEW, make=make, worktree=worktree)
    assert (site / "CNAME").read_text() == "docs.example.com"
    assert (site / "index.html").read_text() == "made from old"


def test_who_builds_anew_is_told_which_files_of_the_old_site_are_still_what_they_were(
    site: Path, put: Put
) -> None:
    assert put(OLD).standing is None
    (site / "orders" / "create.html").write_text("harmed")
    standing = put(NEW).standing
    assert standing
    assert standing.folder == site
    assert standing.harmed == {"orders/create.html"}
    assert standing.same({"index.html": OLD.made_from}) == {"index.html"}
    assert standing.same({"index.html": "another", "orders/create.html": "x"}) == frozenset()


def test_a_folder_whose_mark_cannot_be_read_is_not_ours(site: Path, put: Put) -> None:
    put(OLD)
    (site / mark.NAME).write_text("{}")
    assert isinstance(look(site, NEW), Foreign)


def test_a_file_where_the_folder_should_be_is_a_conflict(site: Path, put: Put) -> None:
    site.parent.mkdir(parents=True)
    site.write_text("a file")
    assert isinstance(look(site, NEW), Foreign)
    with pytest.raises(ConflictError):
        put(NEW)
    assert site.read_text() == "a file"


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(UsageError, match="taken"):
        publish(tmp_path / "taken" / "site", NEW, make=Maker("x"), worktree=tmp_path)


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(
    worktree: Path, site: Path, put: Put
) -> None:
    put(OLD)
    before = tree(worktree)

    def fail(sources: Path, built: Path, _standing: mark.Standing | None) -> NoReturn:
        Maker("new")(sources, built)
        raise OutsideError("the builder failed")

    with pytest.raises(OutsideError, match="the builder failed"):
        publish(site, NEW, make=fail, worktree=worktree)
    assert tree(worktree) == before
    assert look(site, OLD) == Current()


@pytest.mark.parametrize(
    ("reason", "kind", "hint"),
    [
        (errno.ENOSPC, OutsideError, "has room"),
        (errno.EACCES, UsageError, "right to write"),
        (errno.EBUSY, UsageError, "mount point"),
        (errno.ENAMETOOLONG, UsageError, "another folder"),
    ],
)
def test_what_the_system_refuses_is_said_with_what_to_do(
    worktree: Path, site: Path, put: Put, reason: int, kind: type[Exception], hint: str
) -> None:
    put(OLD)

    def fail(_sources: Path, built: Path, _standing: mark.Standing | None) -> NoReturn:
        raise OSError(reason, os.strerror(reason), str(built))

    with pytest.raises(kind) as refused:
        publish(site, NEW, make=fail, worktree=worktree)
    assert os.strerror(reason).lower() in str(refused.value)
    assert hint in vars(refused.value)["hint"]
    assert look(site, OLD) == Current()


def test_a_site_behind_a_link_is_replaced_where_it_is(worktree: Path, tmp_path: Path) -> None:
    real = tmp_path / "www"
    real.mkdir()
    link = worktree / "site"
    link.symlink_to(real)
    publish(link, NEW, make=Maker("new"), worktree=worktree)
    assert link.is_symlink()
    assert (real / "index.html").read_text() == "new"
    assert look(link, NEW) == Current()


def test_runs_at_once_take_turns_and_build_once(worktree: Path, site: Path) -> None:
    makers = [Maker("new") for _ in range(8)]
    start = threading.Barrier(len(makers))

    def run(maker: Maker) -> None:
        start.wait()
        publish(site, NEW, make=maker, worktree=worktree)

    threads = [threading.Thread(target=run, args=(maker,)) for maker in makers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(maker.built for maker in makers) == 1
    assert look(site, NEW) == Current()


def test_the_files_can_be_read_by_a_web_server(site: Path, put: Put) -> None:
    plain = site.parent / "plain"
    put(NEW)
    plain.mkdir()
    assert site.stat().st_mode == plain.stat().st_mode


def test_the_mark_says_what_was_published(site: Path, put: Put) -> None:
    put(NEW)
    said = msgspec.json.decode((site / mark.NAME).read_bytes())
    assert said["edition"] == {
        "version": "1.1.0",
        "tag": "v1.1.0",
        "commit": "2" * 40,
        "committed_at": 2_000,
    }
    assert [file["path"] for file in said["files"]] == ["index.html", "orders/create.html"]


def test_a_site_that_a_killed_run_moved_away_comes_back_even_if_the_next_build_fails(
    worktree: Path, site: Path, put: Put
) -> None:
    put(OLD)
    run = site.parent / ".site.releasebot" / "run-killed"
    run.mkdir()
    site.rename(run / "old")

    def fail(_sources: Path, _built: Path, _standing: mark.Standing | None) -> NoReturn:
        raise OutsideError("the builder failed")

    with pytest.raises(OutsideError):
        publish(site, NEW, make=fail, worktree=worktree)
    assert look(site, OLD) == Current()


def test_what_a_killed_run_had_begun_to_remove_is_not_taken_for_a_site(
    site: Path, put: Put
) -> None:
    put(OLD)
    gone = site.parent / ".site.releasebot" / "gone-run-killed"
    gone.mkdir()
    site.rename(gone / "old")
    (gone / "old" / mark.NAME).unlink()
    assert look(site, NEW) == Missing()
    put(NEW)
    assert look(site, NEW) == Current()
    assert not gone.exists()


def test_work_that_a_killed_run_left_is_seen_and_removed(site: Path, put: Put) -> None:
    put(NEW)
    left = site.parent / ".site.releasebot" / "run-killed" / "sources"
    left.mkdir(parents=True)
    assert isinstance(look(site, NEW), Outdated)
    assert put(NEW).built == 0
    assert look(site, NEW) == Current()
    assert not left.exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.unit.site.test_folder import NEW, Maker
from releasebot.site.folder import publish

at, seen = int(sys.argv[1]), 0
EFFECTS = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link"}

def hook(event, arguments):
    global seen
    writing = event == "open" and isinstance(arguments[2], int) and arguments[2] & 3
    if (event in EFFECTS or writing) and "__pycache__" not in str(arguments[0]):
        seen += 1
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[2])
maker = Maker(NEW.made_from)
sys.addaudithook(hook)
publish(folder, NEW, make=maker, worktree=folder.parents[2])
"""


def run_killed(at: int, site: Path) -> bool:
    """Publish the new site in a process that is killed before its effect `at`; whether it was."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", KILLED, str(at), str(site)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode in {0, -9}, done.stderr.decode()
    return done.returncode == -9


@pytest.mark.slow
@pytest.mark.parametrize("standing", [None, OLD], ids=["nothing", "an older site"])
def test_a_run_killed_at_any_effect_leaves_a_whole_site_or_none_and_the_next_completes(
    tmp_path: Path, standing: Wanted | None
) -> None:
    at = 0
    while True:
        at += 1
        worktree = tmp_path / f"killed-{at}"
        site = worktree / "build" / "releasebot" / "site"
        worktree.mkdir()
        if standing:
            publish(site, standing, make=Maker(standing.made_from), worktree=worktree)
        if not run_killed(at, site):
            break
        if site.exists() and list(site.iterdir()):
            there = mark.read(site)
            assert there is not None
            assert mark.harmed(site, there) == ()
            assert mark.strangers(site, there) == ()
        publish(site, NEW, make=Maker(NEW.made_from), worktree=worktree)
        assert look(site, NEW) == Current()
        assert tree(site.parent) == {
            ".gitignore",
            ".site.releasebot/.releasebot.lock",
            "site/index.html",
            "site/orders/create.html",
            f"site/{mark.NAME}",
        }
    assert at > 15
