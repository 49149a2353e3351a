"""`releasebot version` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import Project, git, make_project, run_releasebot

MANIFEST = '{\n  "name": "orders",\n  "version": "1.4.0"\n}\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(
        tmp_path,
        {
            "package.json": MANIFEST,
            "config/default.json": '{"app":\n {"version": "1.4.0"}}\n',
        },
    )


def test_the_version_alone_is_printed(project: Project) -> None:
    ended = project.run("version")
    assert (ended.code, ended.out, ended.err) == (0, "1.4.0\n", "")


def test_the_version_is_printed_from_a_folder_below(project: Project) -> None:
    assert project.run("version", cwd=project.folder / "config").out == "1.4.0\n"


def test_json_says_where_it_stands(project: Project) -> None:
    assert project.run("version", "--format", "json").json == {
        "version": "1.4.0",
        "file": "package.json",
        "line": 3,
        "selector": "version",
        "why": "the package manifest",
    }


def test_every_place_is_listed_with_its_line(project: Project) -> None:
    ended = project.run("version", "--all")
    assert ended.out == (
        "package.json:3         1.4.0  the package manifest\n"
        "config/default.json:2  1.4.0  the application's configuration\n"
    )
    shown = project.run("version", "--all", "--format", "json").json
    assert shown["agree"] is True
    assert [place["file"] for place in shown["places"]] == ["package.json", "config/default.json"]


def test_the_way_to_the_version_is_explained(project: Project) -> None:
    ended = project.run("version", "--explain")
    assert "package.json: states 1.4.0" in ended.out
    assert "from package.json:3" in ended.out


def test_files_that_git_does_not_track_are_not_compared(project: Project) -> None:
    project.write({"VERSION": "9.9.9\n", "node_modules/x/package.json": '{"version": "2.0.0"}'})
    assert project.run("version", "check").code == 0


def test_places_that_agree_pass_the_check(project: Project) -> None:
    ended = project.run("version", "check")
    assert (ended.code, ended.out) == (0, "1.4.0 in 2 places\n")


def test_places_that_disagree_fail_the_check_with_their_lines(project: Project) -> None:
    project.write({"config/default.json": '{"app":\n {"version": "1.3.9"}}\n'})
    ended = project.run("version", "check")
    assert (ended.code, ended.out) == (3, "")
    assert "config/default.json:2: 1.3.9" in ended.err
    assert "1.4.0 at package.json:3" in ended.err
    assert "hint: releasebot version set 1.4.0" in ended.err
    shown = project.run("version", "check", "--format", "json")
    assert shown.code == 3
    assert [place["file"] for place in shown.json["disagreements"]] == ["config/default.json"]


def test_a_new_version_is_written_everywhere(project: Project) -> None:
    ended = project.run("version", "set", "1.5.0")
    assert ended.code == 0
    assert ended.out == ("package.json:3: 1.4.0 -> 1.5.0\nconfig/default.json:2: 1.4.0 -> 1.5.0\n")
    assert (
        git(project.folder, "diff", "--numstat") == "1\t1\tconfig/default.json\n1\t1\tpackage.json"
    )
    assert project.run("version").out == "1.5.0\n"
    again = project.run("version", "set", "1.5.0")
    assert (again.code, again.out) == (0, "already 1.5.0 in 2 places\n")


def test_a_diff_shows_what_would_be_written_and_writes_nothing(project: Project) -> None:
    ended = project.run("version", "bump", "minor", "--diff")
    assert ended.code == 0
    assert '-  "version": "1.4.0"\n+  "version": "1.5.0"\n' in ended.out
    assert git(project.folder, "status", "--porcelain") == ""
    patch = project.folder / "change.patch"
    patch.write_text(ended.out, "utf-8")
    git(project.folder, "apply", "change.patch")
    assert project.run("version").out == "1.5.0\n"


def test_a_version_is_raised(project: Project) -> None:
    assert project.run("version", "bump", "rc").code == 0
    assert project.run("version").out == "1.4.1-rc.1\n"
    shown = project.run("version", "bump", "final", "--format", "json").json
    assert (shown["version"], shown["previous"], shown["written"]) == ("1.4.1", "1.4.1-rc.1", True)
    assert shown["files"][0]["changes"] == [{"line": 3, "old": "1.4.1-rc.1", "new": "1.4.1"}]


def test_what_is_no_version_is_refused(project: Project) -> None:
    ended = project.run("version", "set", "next")
    assert ended.code == 2
    assert "'next' is no version" in ended.err
    assert git(project.folder, "status", "--porcelain") == ""


def test_a_version_of_another_scheme_than_the_set_one_is_refused(project: Project) -> None:
    project.write({"releasebot.toml": '[version]\nscheme = "semver"\n'})
    assert project.run("version", "set", "1.5").code == 2
    assert project.run("version", "set", "1.5.0").code == 0


def test_settings_name_the_places(project: Project) -> None:
    project.commit(
        "chore: configure",
        {
            "releasebot.toml": '[version]\nfile = "config/default.json"\nselector = "app.version"\n'
            'ignore = ["package.json"]\n[[version.also]]\nfile = "notes.yaml"\n'
            'selector = "release"\n',
            "notes.yaml": "release: 1.4.0\n",
        },
    )
    ended = project.run("version", "--all")
    assert [line.split()[0] for line in ended.out.splitlines()] == [
        "config/default.json:2",
        "notes.yaml:1",
    ]


def test_a_files_version_needs_no_repository(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"version": "v2.0.0-rc.1", "deep": {"rev": "3.1.0"}}')
    assert run_releasebot("version", "--file", "x.json", cwd=tmp_path).out == "v2.0.0-rc.1\n"
    chosen = run_releasebot(
        "version", "--file", "x.json", "--selector", "deep.rev", "--format", "json", cwd=tmp_path
    )
    assert chosen.json == {"version": "3.1.0", "file": "x.json", "line": 1, "selector": "deep.rev"}
    pattern = ("--pattern", r'"rev": "(?P<version>[^"]+)"')
    assert run_releasebot("version", "--file", "x.json", *pattern, cwd=tmp_path).out == "3.1.0\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package.json", '{"name": "x"}'),
        ("package.json", "{"),
        ("pyproject.toml", '[project]\nname = "x"\ndynamic = ["version"]\n'),
        ("data.bin", "\0\1\2"),
    ],
)
def test_a_file_that_states_no_version_ends_with_2(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    ended = run_releasebot("version", "--file", name, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert name in ended.err
    assert "Traceback" not in ended.err


def test_a_missing_file_ends_with_2(tmp_path: Path) -> None:
    ended = run_releasebot("version", "--file", "nowhere.json", cwd=tmp_path)
    assert ended.code == 2
    assert "nowhere.json cannot be read" in ended.err


@pytest.mark.parametrize(
    "words",
    [("--all", "--explain"), ("--selector", "x"), ("bump", "sideways"), ("set",)],
)
def test_words_that_do_not_fit_together_end_with_2(
    project: Project, words: tuple[str, ...]
) -> None:
    ended = project.run("version", *words)
    assert ended.code == 2
    assert "hint:" in ended.err


def test_no_version_lists_what_was_looked_at(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": json.dumps({"name": "x"})})
    ended = project.run("version")
    assert ended.code == 2
    assert "package.json: states no version" in ended.err
