"""`releasebot tag`, run as a process in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import IDENTITY, Project, git, make_project, run_releasebot

VENV_PROGRAM = Path(sys.executable).parent / "releasebot"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'})


def test_the_version_at_head_is_tagged_and_pushed(project: Project) -> None:
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    kind = git(project.remote, "cat-file", "-t", "refs/tags/v1.2.3")
    assert kind == "tag"
    assert git(project.remote, "cat-file", "tag", "v1.2.3").endswith("\n\norder-api 1.2.3")


def test_a_second_run_says_already_so_and_changes_nothing(project: Project) -> None:
    project.run("tag")
    before = git(project.remote, "for-each-ref")
    ended = project.run("tag", "--format", "json")
    assert ended.code == 0
    assert ended.json["released"] is False
    assert {step["name"]: step["state"] for step in ended.json["steps"]}["tag"] == "already_so"
    assert git(project.remote, "for-each-ref") == before


def test_a_tag_on_another_commit_is_a_conflict_that_shows_both(project: Project) -> None:
    project.run("tag")
    first = project.head
    second = project.commit("fix: more", {"a.ts": "1"})
    ended = project.run("tag")
    assert ended.code == 4
    assert first[:9] in ended.err
    assert second[:9] in ended.err
    assert project.remote_tags() == {"v1.2.3": first}


def test_a_tag_left_here_by_a_killed_run_is_pushed(project: Project) -> None:
    git(project.folder, "tag", "-a", "-m", "left", "v1.2.3")
    left = git(project.folder, "rev-parse", "v1.2.3")
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert git(project.remote, "rev-parse", "v1.2.3") == left


def test_a_local_tag_on_another_commit_is_not_moved(project: Project) -> None:
    git(project.folder, "tag", "-a", "-m", "mine", "v1.2.3")
    mine = git(project.folder, "rev-parse", "v1.2.3")
    project.commit("fix: more", {"a.ts": "1"})
    ended = project.run("tag")
    assert ended.code == 4
    assert git(project.folder, "rev-parse", "v1.2.3") == mine
    assert project.remote_tags() == {}


def test_a_refused_push_leaves_no_tag_and_quotes_the_server(project: Project) -> None:
    hook = project.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'tags are frozen until Monday' >&2\nexit 1\n")
    hook.chmod(0o755)
    ended = project.run("tag")
    assert ended.code == 5
    assert "tags are frozen until Monday" in ended.err
    assert git(project.folder, "tag") == ""
    hook.unlink()
    assert project.run("tag").code == 0


def test_a_server_that_does_the_work_and_then_dies_is_believed_not_the_error(
    project: Project,
) -> None:
    hook = project.remote / "hooks" / "post-receive"
    hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
    hook.chmod(0o755)
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_changed_file_stops_it_before_anything_is_written(project: Project) -> None:
    project.write({"package.json": '{"name": "order-api", "version": "9.9.9"}\n'})
    ended = project.run("tag")
    assert ended.code == 3
    assert "package.json" in ended.err
    assert git(project.folder, "tag") == ""
    assert project.remote_tags() == {}


def test_an_untracked_file_is_no_obstacle(project: Project) -> None:
    project.write({"notes.txt": "mine"})
    assert project.run("tag").code == 0


def test_two_places_that_disagree_are_both_named(project: Project) -> None:
    project.commit("chore: half a bump", {"VERSION": "1.3.0\n"})
    ended = project.run("tag")
    assert ended.code == 3
    assert "package.json:1" in ended.err
    assert "VERSION:1" in ended.err
    assert project.remote_tags() == {}


def test_no_version_says_what_was_looked_at(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": '{"name": "x"}\n', "README.md": "1.2.3\n"})
    ended = project.run("tag")
    assert ended.code == 2
    assert "package.json" in ended.err


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    ended = run_releasebot("tag", cwd=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert ended.code == 2
    assert "not a git repository" in ended.err


@pytest.mark.parametrize("where", [".", "src/orders"])
def test_it_works_from_any_folder_of_the_project(project: Project, where: str) -> None:
    folder = project.folder / where
    folder.mkdir(parents=True, exist_ok=True)
    assert project.run("tag", cwd=folder).code == 0
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_it_works_from_the_root_folder_with_a_named_repository(project: Project) -> None:
    assert project.run("tag", "--repo", str(project.folder), cwd=Path("/")).code == 0
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_it_works_by_the_absolute_path_of_a_program_inside_the_repository(
    project: Project,
) -> None:
    program = project.folder / ".venv" / "bin" / "releasebot"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\nfrom releasebot.__main__ import main\nmain()\n", "utf-8"
    )
    program.chmod(0o755)
    ended = subprocess.run(
        (program, "tag"), cwd="/", env={**os.environ, **IDENTITY}, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_detached_head_as_in_ci_is_tagged(project: Project) -> None:
    git(project.folder, "checkout", "-q", "--detach")
    assert project.run("tag", CI="true").code == 0
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_a_linked_work_tree_tags_its_own_commit(project: Project, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    git(project.folder, "worktree", "add", "-q", "-b", "next", str(linked))
    (linked / "package.json").write_text('{"version": "2.0.0"}\n')
    git(linked, "commit", "-qam", "feat!: two")
    git(linked, "push", "-q", "origin", "next")
    assert project.run("tag", cwd=linked).code == 0
    assert project.remote_tags() == {"v2.0.0": git(linked, "rev-parse", "HEAD")}


def test_a_subproject_is_tagged_with_its_own_version_and_template(tmp_path: Path) -> None:
    config = '[tag]\ntemplate = "{name}/v{version}"\n'
    project = make_project(
        tmp_path,
        {
            "package.json": '{"name": "all", "version": "0.1.0"}\n',
            "services/api/package.json": '{"name": "@team/api", "version": "4.5.6"}\n',
            "services/api/releasebot.toml": config,
        },
    )
    assert project.run("tag", cwd=project.folder / "services/api").code == 0
    assert project.remote_tags() == {"api/v4.5.6": project.head}


def test_the_message_may_be_a_template(project: Project) -> None:
    config = '[tag]\nmessage = "{{ name }} {{ version }} ({{ commit[:7] }})"\n'
    project.commit("chore: configure", {"releasebot.toml": config})
    assert project.run("tag").code == 0
    message = git(project.remote, "for-each-ref", "--format=%(contents)", "refs/tags")
    assert message.strip() == f"order-api 1.2.3 ({project.head[:7]})"


def test_a_template_with_a_fault_is_said_before_anything_is_made(project: Project) -> None:
    project.commit("chore: configure", {"releasebot.toml": '[tag]\nmessage = "{{ nobody }}"\n'})
    ended = project.run("tag")
    assert ended.code == 2
    assert "tag.message" in ended.err
    assert git(project.folder, "tag") == ""


def test_a_json_error_is_one_document_on_standard_output(project: Project) -> None:
    project.write({"package.json": '{"version": "1.2.4"}'})
    ended = project.run("tag", "--format", "json")
    assert ended.code == 3
    assert json.loads(ended.out)["error"]["exit_code"] == 3


def test_options_may_stand_before_or_behind_the_command(project: Project) -> None:
    before = run_releasebot("--repo", str(project.folder), "--format", "json", "tag", cwd=Path("/"))
    behind = run_releasebot("tag", "--repo", str(project.folder), "--format=json", cwd=Path("/"))
    assert before.json["tag"] == behind.json["tag"] == "v1.2.3"


def test_a_workflow_gets_its_outputs_and_summary(project: Project, tmp_path: Path) -> None:
    outputs, summary = tmp_path / "outputs", tmp_path / "summary"
    project.run("tag", GITHUB_OUTPUT=str(outputs), GITHUB_STEP_SUMMARY=str(summary))
    written = outputs.read_text()
    assert "version<<" in written
    assert "\n1.2.3\n" in written
    assert "\ntrue\n" in written
    assert "v1.2.3 released" in summary.read_text()
