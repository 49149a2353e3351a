"""git asked and changed through the user's program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.errors import OutsideError, ReleasebotError, UsageError
from releasebot.git.repository import Head, Repository
from tests.projects import IDENTITY, Project, git, make_project


def repository(project: Project, **environ: str) -> Repository:
    return Repository(project.folder, {**os.environ, **IDENTITY, **environ})


def hook(project: Project, name: str, script: str) -> None:
    path = project.remote / "hooks" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def test_a_clean_checkout_has_a_commit_a_branch_and_an_upstream(project: Project) -> None:
    assert repository(project).head() == Head(project.head, "main", "origin/main", ())


def test_a_detached_head_has_no_branch(project: Project) -> None:
    git(project.folder, "checkout", "-q", "--detach")
    head = repository(project).head()
    assert (head.commit, head.branch, head.upstream) == (project.head, "", "")


def test_changed_files_are_named_whatever_their_name(project: Project) -> None:
    project.commit("add", {"한글 이름.txt": "1", "old.txt": "a\nb\nc\n" * 9, "gone.txt": "2"})
    project.write({"한글 이름.txt": "2", "untracked.txt": "3"})
    git(project.folder, "mv", "old.txt", "new name.txt")
    git(project.folder, "rm", "-q", "gone.txt")
    assert set(repository(project).head().changed) == {"한글 이름.txt", "new name.txt", "gone.txt"}


def test_a_repository_without_a_commit_is_said_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="no commit yet"):
        Repository(tmp_path, os.environ).head()


def test_an_inherited_git_dir_does_not_lead_elsewhere(project: Project, tmp_path: Path) -> None:
    other = make_project(tmp_path / "other")
    asked = repository(project, GIT_DIR=str(other.folder / ".git"), GIT_INDEX_FILE="/nowhere")
    assert asked.head().commit == project.head


def test_a_pushed_tag_is_found_with_its_commit(project: Project) -> None:
    asked = repository(project)
    assert asked.remote_refs("origin").tag("v1.2.3") is None
    asked.create_tag("v1.2.3", project.head, "order-api 1.2.3\n")
    made = asked.look_up("v1.2.3", "").tag
    assert made is not None
    assert asked.push_tag("origin", "v1.2.3") is None
    assert asked.remote_refs("origin").tag("v1.2.3") == made
    assert made.commit == project.head != made.object
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_only_the_one_tag_is_pushed(project: Project) -> None:
    git(project.folder, "tag", "mine")
    git(project.folder, "tag", "-a", "-m", "x", "annotated")
    git(project.folder, "config", "push.followTags", "true")
    asked = repository(project)
    asked.create_tag("v1", project.head, "v1\n")
    asked.push_tag("origin", "v1")
    assert set(project.remote_tags()) == {"v1"}


def test_a_tag_that_is_on_the_remote_is_never_moved(project: Project) -> None:
    asked = repository(project)
    asked.create_tag("v1", project.head, "v1\n")
    asked.push_tag("origin", "v1")
    first = project.head
    git(project.folder, "tag", "-d", "v1")
    second = project.commit("more", {"a": "b"})
    asked.create_tag("v1", second, "v1\n")
    assert isinstance(asked.push_tag("origin", "v1"), OutsideError)
    assert project.remote_tags() == {"v1": first}


def test_a_message_is_kept_to_the_letter(project: Project) -> None:
    message = "# not a comment\n\n  한글 $(touch x) `y`\n"
    repository(project).create_tag("v1", project.head, message)
    assert git(project.folder, "for-each-ref", "--format=%(contents)", "refs/tags/v1") == (
        message.rstrip("\n")
    )


def test_a_refusing_hook_is_quoted(project: Project) -> None:
    hook(project, "pre-receive", 'echo "policy: no tags on Friday" >&2; exit 1')
    asked = repository(project)
    asked.create_tag("v1", project.head, "v1\n")
    failure = asked.push_tag("origin", "v1")
    assert isinstance(failure, OutsideError)
    assert "refuses" in failure.message
    assert any("no tags on Friday" in line for line in failure.details)


def test_a_remote_that_is_gone_is_an_outside_error(project: Project) -> None:
    git(project.folder, "remote", "set-url", "origin", "/nowhere/app.git")
    with pytest.raises(OutsideError, match="no repository"):
        repository(project).remote_refs("origin").tag("v1")


def test_a_server_nobody_answers_at_is_no_network(project: Project) -> None:
    git(project.folder, "remote", "set-url", "origin", "http://127.0.0.1:9/app.git")
    with pytest.raises(OutsideError, match="no network"):
        repository(project, http_proxy="", https_proxy="").remote_refs("origin").tag("v1")


def test_a_tagger_without_a_name_is_told_how_to_get_one(project: Project, tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    bare |= {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": ""}
    git(project.folder, "config", "user.useConfigOnly", "true")
    with pytest.raises(UsageError) as caught:
        Repository(project.folder, bare).create_tag("v1", project.head, "v1\n")
    assert "user.name" in caught.value.hint


def test_a_signing_key_that_fails_is_said_so_and_leaves_no_tag(project: Project) -> None:
    git(project.folder, "config", "tag.gpgSign", "true")
    git(project.folder, "config", "gpg.program", "/bin/false")
    asked = repository(project)
    with pytest.raises(UsageError, match="sign"):
        asked.create_tag("v1", project.head, "v1\n")
    assert asked.look_up("v1", "").tag is None


def test_a_branch_knows_the_remote_it_follows_whatever_its_name(project: Project) -> None:
    asked = repository(project)
    assert asked.look_up("v1", "main").remote == "origin"
    git(project.folder, "remote", "rename", "origin", "company/main")
    assert asked.look_up("v1", "main").remote == "company/main"
    git(project.folder, "checkout", "-q", "-b", "mine")
    assert asked.look_up("v1", "mine").remote == ""


def test_without_a_branch_the_only_remote_counts_and_of_several_origin(project: Project) -> None:
    asked = repository(project)
    git(project.folder, "remote", "rename", "origin", "company")
    assert asked.only_remote() == "company"
    git(project.folder, "remote", "add", "other", "/x")
    with pytest.raises(UsageError, match="company, other"):
        asked.only_remote()
    git(project.folder, "remote", "add", "origin", "/y")
    assert asked.only_remote() == "origin"


def test_a_repository_without_a_remote_is_said_so(project: Project) -> None:
    git(project.folder, "remote", "remove", "origin")
    with pytest.raises(UsageError, match="no remote"):
        repository(project).only_remote()


def test_ancestry_tells_later_from_earlier(project: Project) -> None:
    first = project.head
    second = project.commit("more", {"a": "b"})
    asked = repository(project)
    assert asked.contains(second, first)
    assert not asked.contains(first, second)
    assert not asked.contains(second, "0" * 40)


def test_tracked_files_are_listed_below_a_folder(project: Project) -> None:
    project.commit("more", {"services/api/a.ts": "", "services/api/sub/한.ts": ""})
    project.write({"services/api/untracked.ts": ""})
    found = repository(project).files(project.folder / "services/api")
    assert found == ("a.ts", "sub/한.ts")


def test_a_repository_of_another_user_is_explained(project: Project) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to another user")
    for path in (project.folder, *project.folder.rglob("*")):
        os.chown(path, 12345, 12345)
    with pytest.raises(ReleasebotError) as caught:
        repository(project).head()
    assert caught.value.exit_code == 2
    assert "safe.directory" in caught.value.hint
