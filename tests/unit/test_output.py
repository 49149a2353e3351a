from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from releasebot.errors import OutsideError, UsageError
from releasebot.output import make_folder, sole_writer, sweep_unfinished, write_whole


def git_status(worktree: Path) -> str:
    return subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        cwd=worktree,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def test_a_written_file_holds_its_content_and_nothing_stands_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    assert write_whole(path, "주문".encode())
    assert path.read_bytes() == "주문".encode()
    assert [one.name for one in tmp_path.iterdir()] == ["page.xml"]


def test_a_file_that_already_holds_the_content_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_bytes(b"same")
    os.utime(path, (1, 1))
    assert not write_whole(path, b"same")
    assert path.stat().st_mtime == 1


def test_a_new_file_has_the_rights_that_the_users_mask_allows(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    write_whole(path, b"x")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_file_that_cannot_be_replaced_keeps_its_content_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "page.xml"
    path.mkdir()
    with pytest.raises(OutsideError, match="cannot be written"):
        write_whole(path, b"x")
    assert [one.name for one in tmp_path.iterdir()] == ["page.xml"]


WRITER = """
import sys
from pathlib import Path
from releasebot.output import write_whole
path = Path(sys.argv[1])
for number in range(1_000_000):
    write_whole(path, (b"%d\\n" % (number % 10)) * 50_000)
"""


def test_a_killed_writer_leaves_a_whole_file_and_rests_that_can_be_swept(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)])
        while not path.exists():
            assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        lines = path.read_bytes().splitlines()
        assert len(lines) == 50_000
        assert len(set(lines)) == 1
    sweep_unfinished(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["page.xml"]


def test_sweeping_leaves_other_hidden_files_alone(tmp_path: Path) -> None:
    (tmp_path / ".keep").write_text("")
    (tmp_path / ".page.xml.ab12.releasebot-new").write_text("half")
    sweep_unfinished(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == [".keep"]


def test_a_folder_made_in_the_work_tree_does_not_show_in_git(worktree: Path) -> None:
    for name in ("site", "confluence"):
        folder = worktree / "build" / "releasebot" / name
        make_folder(folder, worktree=worktree)
        (folder / "index.html").write_text("x")
    assert git_status(worktree) == ""
    ignores = [one.relative_to(worktree) for one in worktree.rglob(".gitignore")]
    assert ignores == [Path("build/releasebot/.gitignore")]


def test_a_folder_that_we_make_in_one_of_the_users_is_ignored_alone(worktree: Path) -> None:
    (worktree / "docs").mkdir()
    (worktree / "docs" / "guide.md").write_text("x")
    make_folder(worktree / "docs" / "confluence", worktree=worktree)
    (worktree / "docs" / "confluence" / "index.html").write_text("x")
    assert git_status(worktree) == "?? docs/guide.md\n"


def test_a_folder_of_the_users_gets_no_gitignore(worktree: Path) -> None:
    folder = worktree / "pages"
    folder.mkdir()
    make_folder(folder, worktree=worktree)
    assert list(folder.iterdir()) == []


def test_a_folder_outside_the_work_tree_gets_no_gitignore(worktree: Path, tmp_path: Path) -> None:
    make_folder(tmp_path / "elsewhere" / "pages", worktree=worktree)
    make_folder(worktree / ".." / "sideways" / "pages", worktree=worktree)
    assert not list(tmp_path.rglob(".gitignore"))
    assert (tmp_path / "sideways" / "pages").is_dir()


def test_a_run_killed_while_it_made_the_folder_is_taken_up_again(worktree: Path) -> None:
    build = worktree / "build"
    (build / ".releasebot.releasebot-new").mkdir(parents=True)
    make_folder(build / "releasebot" / "site", worktree=worktree)
    assert sorted(one.name for one in build.iterdir()) == ["releasebot"]
    assert (build / "releasebot" / ".gitignore").read_text() == "*\n"


def test_a_file_in_the_folders_place_is_a_matter_of_usage(worktree: Path) -> None:
    (worktree / "build").write_text("a file")
    with pytest.raises(UsageError, match="is a file"):
        make_folder(worktree / "build" / "releasebot" / "site", worktree=worktree)
    assert (worktree / "build").read_text() == "a file"


HOLDER = """
import sys, time
from pathlib import Path
from releasebot.output import sole_writer
with sole_writer(Path(sys.argv[1]), timeout=5):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_folder_has_one_writer_until_it_ends_or_dies(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with (
            pytest.raises(OutsideError, match="another run"),
            sole_writer(tmp_path, timeout=0.2),
        ):
            pytest.fail("two writers at once")
        holder.kill()
    with sole_writer(tmp_path, timeout=5):
        pass
