"""`releasebot next` and `releasebot notes` as their users run them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.projects import Project, git, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path, {"package.json": '{"name": "shop", "version": "1.0.0"}\n'})
    git(project.folder, "tag", "v1.0.0")
    return project


def test_next_prints_the_version_alone_and_its_reasons_aside(project: Project) -> None:
    project.commit("feat(pay): by card", {"a": "1"})
    ended = project.run("next")
    assert (ended.code, ended.out) == (0, "1.1.0\n")
    assert ended.err == f"minor: feat(pay): by card ({project.head[:8]}, feature)\n"
    assert project.run("next", "--prerelease", "rc", "-q").err == ""
    told = project.run("next", "--format", "json").json
    assert (told["version"], told["last"], told["level"]) == ("1.1.0", "1.0.0", "minor")
    assert told["reasons"][0]["commit"] == project.head


def test_nothing_to_release_is_no_error_unless_asked(project: Project) -> None:
    project.commit("docs: a", {"a": "1"})
    ended = project.run("next")
    assert (ended.code, ended.out) == (0, "")
    assert "nothing to release" in ended.err
    assert project.run("next", "--detailed-exit-code").code == 10
    assert project.run("next", "--format", "json").json["version"] is None


def test_notes_are_printed_for_people_and_for_programs(project: Project) -> None:
    project.commit("fix: a", {"a": "1", "package.json": '{"name": "shop", "version": "1.0.1"}\n'})
    text = project.run("notes").out
    assert text.startswith(f"### Bug fixes\n\n- a (`{project.head[:8]}`)\n")
    told = project.run("notes", "1.0.1", "--format", "json").json
    assert (told["tag"], told["previous_tag"], told["notes"]) == ("v1.0.1", "v1.0.0", text)


def test_a_template_of_the_configuration_is_used(project: Project) -> None:
    project.write(
        {"releasebot.toml": '[notes]\ntemplate = "my/notes.j2"\n', "my/notes.j2": "= {{ tag }} =\n"}
    )
    assert project.run("notes", cwd=project.folder / "my").out == "= v1.0.0 =\n"


def test_an_unknown_version_is_a_sentence(project: Project) -> None:
    ended = project.run("notes", "7.0.0")
    assert ended.code == 2
    assert "no release 7.0.0" in ended.err


def test_the_whole_changelog_is_printed_and_written_alike(project: Project) -> None:
    project.commit("feat: a", {"a": "1"})
    git(project.folder, "tag", "v1.1.0-rc.1")
    project.commit("fix: b", {"a": "2"})
    git(project.folder, "tag", "v1.1.0")
    project.commit("fix: c", {"a": "3"})
    shown = project.run("notes", "--all").out
    headings = [line for line in shown.splitlines() if line.startswith("## ")]
    assert headings == ["## [Unreleased]", "## 1.1.0 - 2026-01-02", "## 1.0.0 - 2026-01-02"]
    assert shown.index("- b") < shown.index("## 1.0.0")
    assert project.run("notes", "--all", "--write").out == "CHANGELOG.md: written\n"
    written = (project.folder / "CHANGELOG.md").read_text()
    assert project.run("notes", "--all", "--write").out == "CHANGELOG.md: already so\n"
    assert project.run("notes", "1.1.0", "--write").out == "CHANGELOG.md: already so\n"
    assert (project.folder / "CHANGELOG.md").read_text() == written
    assert [line for line in written.splitlines() if line.startswith("## ")] == headings[1:]


def test_a_section_that_was_edited_is_kept_and_said_so(project: Project) -> None:
    project.run("notes", "--write")
    path = project.folder / "CHANGELOG.md"
    path.write_text(path.read_text().replace("- first", "- the very first"))
    ended = project.run("notes", "--write", "--format", "json")
    assert (ended.json["written"], ended.json["kept"]) == (False, ["1.0.0"])
    assert "the very first" in path.read_text()


def test_what_cannot_go_together_is_refused(project: Project) -> None:
    assert project.run("notes", "1.0.0", "--all").code == 2
    assert project.run("notes", "v1.0.0..", "--write").code == 2
