"""Following a dynamic version through the files it comes from."""

from __future__ import annotations

from pathlib import Path

from releasebot.version.follow import follow
from releasebot.version.place import Dynamic, Source
from tests.unit.version.folders import write


def dynamic(*sources: tuple[str, str]) -> Dynamic:
    return Dynamic("from elsewhere", 0, 0, "version", tuple(Source(*one) for one in sources))


def test_the_file_that_is_named_gives_the_place(tmp_path: Path) -> None:
    root = write(tmp_path, {"a/b.json": "{}", "package.json": '{"version": "1.2.3"}'})
    followed = follow(
        dynamic(("../package.json", "version")),
        file=root.project / "a/b.json",
        worktree=root.worktree,
    )
    assert followed is not None
    assert followed.place.version == "1.2.3"
    assert followed.path.resolve() == root.project / "package.json"


def test_a_file_without_a_folder_is_looked_for_upwards(tmp_path: Path) -> None:
    root = write(tmp_path, {"src/deep/main.ts": "", "package.json": '{"version": "1.2.3"}'})
    followed = follow(
        dynamic(("package.json", "version")),
        file=root.project / "src/deep/main.ts",
        worktree=root.worktree,
    )
    assert followed is not None
    assert followed.place.version == "1.2.3"


def test_nothing_outside_the_work_tree_is_read(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"version": "9.9.9"}')
    root = write(tmp_path / "app", {"src/main.ts": ""})
    (tmp_path / "app" / "linked.json").symlink_to(tmp_path / "package.json")
    for path in ("../../package.json", "package.json", "../linked.json", "/etc/hostname"):
        asked = dynamic((path, ""))
        assert follow(asked, file=root.project / "src/main.ts", worktree=root.worktree) is None


def test_the_sources_are_tried_in_their_order(tmp_path: Path) -> None:
    root = write(tmp_path, {"VERSION": "2.0.0\n", "other/VERSION": "3.0.0\n", "x": ""})
    asked = dynamic(("missing", ""), ("VERSION", ""), ("other/VERSION", ""))
    followed = follow(asked, file=root.project / "x", worktree=root.worktree)
    assert followed is not None
    assert followed.place.version == "2.0.0"


def test_a_circle_ends(tmp_path: Path) -> None:
    circle = '[project]\ndynamic = ["version"]\n[tool.hatch.version]\npath = "{}"\n'
    root = write(
        tmp_path,
        {
            "one/pyproject.toml": circle.format("../two/pyproject.toml"),
            "two/pyproject.toml": circle.format("../one/pyproject.toml"),
        },
    )
    asked = dynamic(("one/pyproject.toml", ""))
    assert follow(asked, file=root.project / "x", worktree=root.worktree) is None


def test_files_of_a_glob_have_to_agree(tmp_path: Path) -> None:
    root = write(tmp_path, {"a/VERSION": "1.0.0\n", "b/VERSION": "1.0.0\n", "x": ""})
    asked = dynamic(("*/VERSION", ""))
    followed = follow(asked, file=root.project / "x", worktree=root.worktree)
    assert followed is not None
    assert followed.place.version == "1.0.0"
    (tmp_path / "b/VERSION").write_text("2.0.0\n")
    assert follow(asked, file=root.project / "x", worktree=root.worktree) is None


def test_what_is_no_text_or_states_nothing_leads_nowhere(tmp_path: Path) -> None:
    root = write(tmp_path, {"x": ""})
    (tmp_path / "VERSION").write_bytes(b"\0\1\2\3")
    (tmp_path / "loop").symlink_to("loop")
    for path in ("VERSION", "loop", "nowhere/VERSION", ""):
        asked = dynamic((path, ""))
        assert follow(asked, file=root.project / "x", worktree=root.worktree) is None
