"""Writing a version into every place, every other byte staying as it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.schema import VersionSettings
from releasebot.errors import ConflictError, GateError, UsageError
from releasebot.git.root import Root
from releasebot.version.places import disagreements, find_all
from releasebot.version.raising import raised_version
from releasebot.version.rewrite import apply, plan_rewrite, unified_diff
from releasebot.version.scheme import Level
from tests.unit.version.folders import MANIFEST, tracked, write
from tests.unit.version.test_scheme import a_day

CASES = Path(__file__).parents[2] / "cases" / "rewrite"


def set_version(root: Root, new: str) -> None:
    apply(plan_rewrite(find_all(root, VersionSettings(), tracked(root)), new))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_a_case_comes_out_to_the_byte(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(CASES / case / "in", folder)
    root = write(folder, {})
    places = find_all(root, VersionSettings(), tracked(root))
    verb, _, word = (CASES / case / "command").read_text("utf-8").strip().partition(" ")
    if verb == "bump":
        word = raised_version(places, VersionSettings(), cast(Level, word), today=a_day)
    apply(plan_rewrite(places, word))
    assert contents(folder) == contents(CASES / case / "out")
    again = find_all(root, VersionSettings(), tracked(root))
    assert not disagreements(again, word)
    assert plan_rewrite(again, word) == ()


def test_setting_the_old_version_back_gives_the_old_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(CASES / "a-service-of-every-kind-of-file" / "in", folder)
    root = write(folder, {})
    before = contents(folder)
    set_version(root, "99.88.77")
    assert contents(folder) != before
    set_version(root, "1.4.0")
    assert contents(folder) == before


def test_a_plan_writes_nothing_and_shows_itself_as_a_diff(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.4.0"})
    before = contents(tmp_path)
    edits = plan_rewrite(find_all(root, VersionSettings(), tracked(root)), "1.5.0")
    assert contents(tmp_path) == before
    assert unified_diff(edits).splitlines() == [
        "--- a/package.json",
        "+++ b/package.json",
        "@@ -1,4 +1,4 @@",
        " {",
        '   "name": "@acme/orders-api",',
        '-  "version": "1.4.0"',
        '+  "version": "1.5.0"',
        " }",
        "--- a/VERSION",
        "+++ b/VERSION",
        "@@ -1 +1 @@",
        "-1.4.0",
        "\\ No newline at end of file",
        "+1.5.0",
        "\\ No newline at end of file",
    ]


@pytest.mark.parametrize("new", ["", "next", "1.0 0", '1.0", "evil": "', "1.0\n", "${X}"])
def test_what_is_no_version_is_not_written(new: str, tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST})
    with pytest.raises(UsageError, match="is no version"):
        set_version(root, new)
    assert contents(tmp_path) == {"package.json": MANIFEST.encode()}


def test_a_place_that_cannot_hold_the_version_stops_every_change(tmp_path: Path) -> None:
    files = {"VERSION": "1.4\n", "config/default.toml": "[app]\nversion = 1.4\n"}
    root = write(tmp_path, files)
    with pytest.raises(UsageError, match=r"config/default\.toml:2 cannot hold 1\.5\.0"):
        set_version(root, "1.5.0")
    assert contents(tmp_path) == {name: text.encode() for name, text in files.items()}


def test_a_spelling_that_one_file_lacks_stops_every_change(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"package.json": MANIFEST, "pyproject.toml": '[project]\nname="x"\nversion="1.4.0"\n'},
    )
    before = contents(tmp_path)
    with pytest.raises(UsageError, match=r"pyproject\.toml"):
        set_version(root, "1.5.0-next.1")
    assert contents(tmp_path) == before


def test_a_file_changed_in_between_is_not_overwritten(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.4.0\n"})
    edits = plan_rewrite(find_all(root, VersionSettings(), tracked(root)), "1.5.0")
    (tmp_path / "VERSION").write_text("1.4.0 \n")
    with pytest.raises(ConflictError, match="VERSION was changed"):
        apply(edits)
    assert contents(tmp_path) == {"package.json": MANIFEST.encode(), "VERSION": b"1.4.0 \n"}


def test_a_version_is_not_raised_while_places_disagree(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.3.0\n"})
    places = find_all(root, VersionSettings(), tracked(root))
    with pytest.raises(GateError) as caught:
        raised_version(places, VersionSettings(), "minor", today=a_day)
    assert caught.value.details == ("VERSION:1: 1.3.0 (the version file)",)


def test_a_raise_that_was_cut_short_is_finished_by_the_same_raise(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.5.0\n"})
    places = find_all(root, VersionSettings(), tracked(root))
    assert raised_version(places, VersionSettings(), "minor", today=a_day) == "1.5.0"


def test_a_dynamic_version_is_written_where_it_stands(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "pyproject.toml": '[project]\nname = "x"\ndynamic = ["version"]\n'
            '[tool.hatch.version]\npath = "x/about.txt"\n',
            "x/about.txt": "0.7.2\n",
        },
    )
    before = (tmp_path / "pyproject.toml").read_bytes()
    set_version(root, "0.8.0")
    assert (tmp_path / "x/about.txt").read_text() == "0.8.0\n"
    assert (tmp_path / "pyproject.toml").read_bytes() == before


@given(
    indent=st.sampled_from(["  ", "    ", "\t"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    before=st.lists(st.sampled_from(["name", "private", "한글", "x"]), unique=True, max_size=3),
    new=st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(-rc\.[1-9])?", fullmatch=True),
)
def test_only_the_span_of_the_version_changes(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    indent: str,
    newline: str,
    mark: bytes,
    before: list[str],
    new: str,
) -> None:
    folder = tmp_path_factory.mktemp("project")
    lines = [f'{indent}"{key}": "1.4.0",' for key in before]
    text = newline.join(["{", *lines, f'{indent}"version" :  "1.4.0"', "}"])
    (folder / "package.json").write_bytes(mark + text.encode())
    root = write(folder, {})
    set_version(root, new)
    at = text.rindex("1.4.0")
    wanted = text[:at] + new + text[at + len("1.4.0") :]
    assert (folder / "package.json").read_bytes() == mark + wanted.encode()
