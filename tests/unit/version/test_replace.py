"""Replacing the content of several files: all or none, each one whole at every instant."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasebot.errors import ConflictError, OutsideError
from releasebot.version.replace import Replacement, replace_all

OLD, NEW = b"version 1\n", b"version 2\n"


def files(folder: Path, *names: str) -> list[Replacement]:
    made = []
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(OLD)
        made.append(Replacement(path, name, OLD, NEW))
    return made


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_file_is_replaced_and_nothing_is_left_beside(tmp_path: Path) -> None:
    replace_all(files(tmp_path, "a", "deep/b", "설정.yaml"))
    assert everything(tmp_path) == {"a": NEW, "deep/b": NEW, "설정.yaml": NEW}


def test_the_mode_of_a_file_stays(tmp_path: Path) -> None:
    plan = files(tmp_path, "script.sh", "secret")
    (tmp_path / "script.sh").chmod(0o755)
    (tmp_path / "secret").chmod(0o600)
    replace_all(plan)
    assert stat.S_IMODE((tmp_path / "script.sh").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_of_a_file_stays(tmp_path: Path) -> None:
    plan = files(tmp_path, "a")
    os.chown(tmp_path / "a", 1234, 4321)
    replace_all(plan)
    kept = (tmp_path / "a").stat()
    assert (kept.st_uid, kept.st_gid) == (1234, 4321)


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    plan = files(tmp_path, "real/VERSION")
    link = tmp_path / "VERSION"
    link.symlink_to("real/VERSION")
    replace_all([Replacement(link, "VERSION", OLD, NEW)])
    assert link.readlink() == Path("real/VERSION")
    assert plan[0].path.read_bytes() == NEW


def test_a_file_that_differs_from_what_was_read_stops_all(tmp_path: Path) -> None:
    plan = files(tmp_path, "a", "b")
    (tmp_path / "b").write_bytes(b"edited\n")
    with pytest.raises(ConflictError, match="b was changed"):
        replace_all(plan)
    assert everything(tmp_path) == {"a": OLD, "b": b"edited\n"}


def test_a_living_run_is_not_disturbed(tmp_path: Path) -> None:
    plan = files(tmp_path, "a", "b")
    with (tmp_path / ".b.releasebot-new").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ConflictError, match="another run is writing b"):
            replace_all(plan)
    assert (tmp_path / "a").read_bytes() == OLD
    assert (tmp_path / "b").read_bytes() == OLD


def test_what_a_killed_run_left_is_taken_up(tmp_path: Path) -> None:
    plan = files(tmp_path, "a")
    (tmp_path / ".a.releasebot-new").write_bytes(b"half a file that is longer than the new one")
    replace_all(plan)
    assert everything(tmp_path) == {"a": NEW}


def test_a_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    plan = files(tmp_path, "a", "victim")[:1]
    (tmp_path / ".a.releasebot-new").symlink_to("victim")
    with pytest.raises(OutsideError, match="a cannot be written"):
        replace_all(plan)
    assert (tmp_path / "victim").read_bytes() == OLD
    assert (tmp_path / "a").read_bytes() == OLD


def test_a_folder_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path) -> None:
    plan = files(tmp_path, "a", "b")
    (tmp_path / ".b.releasebot-new").mkdir()
    with pytest.raises(OutsideError, match=r"b cannot be written.*no file was changed") as caught:
        replace_all(plan)
    assert caught.value.hint
    assert everything(tmp_path) == {"a": OLD, "b": OLD}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for very little."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)), check=False,
        capture_output=True,
    )  # fmt: skip
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield place
    subprocess.run(("umount", str(place)), check=True)


def test_a_full_disk_leaves_every_file_whole_and_nothing_beside(small_disk: Path) -> None:
    plan = files(small_disk, "a", "b")
    large = Replacement(small_disk / "b", "b", OLD, b"x" * 200_000)
    with pytest.raises(OutsideError, match=r"b cannot be written: No space left"):
        replace_all([plan[0], large])
    assert everything(small_disk) == {"a": OLD, "b": OLD}


DRIVER = """\
import os, sys
from pathlib import Path
from releasebot.errors import ReleasebotError
from releasebot.version.replace import Replacement, replace_all

failing, folder, names = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
seen = 0

def hook(event, arguments):
    global seen
    if event == "os.rename":
        seen += 1
        if seen == failing:
            raise PermissionError(1, "Operation not permitted")

sys.addaudithook(hook)
old, new = b"version 1\\n", b"version 2\\n"
try:
    replace_all([Replacement(folder / name, name, old, new) for name in names])
except ReleasebotError as error:
    print(error.message)
    sys.exit(int(error.exit_code))
"""


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_rename_that_the_system_refuses_takes_the_others_back(
    tmp_path: Path, failing: int
) -> None:
    files(tmp_path, "a", "b", "c")
    ended = subprocess.run(
        (sys.executable, "-c", DRIVER, str(failing), str(tmp_path), "a", "b", "c"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 5, ended.stderr
    assert "no file was changed" in ended.stdout
    assert everything(tmp_path) == dict.fromkeys("abc", OLD)
