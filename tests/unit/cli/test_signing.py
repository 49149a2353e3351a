"""Tags signed with real keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.keys import end_agent, gpg_home, ssh_key
from tests.projects import Project, git, make_project

PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, PACKAGE)


@pytest.fixture
def gpg(tmp_path: Path) -> Iterator[Path]:
    home = gpg_home(tmp_path)
    yield home
    end_agent(home)


def configure(project: Project, text: str) -> None:
    project.commit("chore: configure", {"releasebot.toml": text})


def tag_object(project: Project) -> str:
    return git(project.remote, "cat-file", "tag", "v1.2.3")


def test_a_tag_is_signed_with_an_ssh_key(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path)
    configure(project, f'[tag]\nsign = "ssh"\nsigning_key = "{key}"\n')
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    allowed = tmp_path / "allowed"
    allowed.write_text("kim@example.invalid " + key.with_suffix(".pub").read_text())
    git(
        project.folder, "-c", "gpg.format=ssh", "-c", f"gpg.ssh.allowedSignersFile={allowed}",
        "tag", "--verify", "v1.2.3",
    )  # fmt: skip
    assert project.run("tag", "--format", "json").json["released"] is False


def test_a_tag_is_signed_with_a_gpg_key(
    project: Project, gpg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(project, '[tag]\nsign = "gpg"\n')
    monkeypatch.setenv("GNUPGHOME", str(gpg))
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    git(project.folder, "tag", "--verify", "v1.2.3")


def test_git_set_to_sign_is_followed_and_can_be_overruled(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path)
    for name, value in (
        ("tag.gpgSign", "true"), ("gpg.format", "ssh"), ("user.signingKey", str(key)),
    ):  # fmt: skip
        git(project.folder, "config", name, value)
    assert project.run("tag").code == 0
    assert "BEGIN SSH SIGNATURE" in tag_object(project)
    configure(project, '[tag]\nsign = "never"\n')
    project.commit("feat: next", {"package.json": '{"name": "order-api", "version": "1.2.4"}\n'})
    assert project.run("tag").code == 0
    assert "SIGNATURE" not in git(project.remote, "cat-file", "tag", "v1.2.4")


def test_a_key_that_is_not_there_makes_no_tag_at_all(project: Project, tmp_path: Path) -> None:
    configure(project, f'[tag]\nsign = "ssh"\nsigning_key = "{tmp_path}/nobody"\n')
    ended = project.run("tag")
    assert ended.code == 2
    assert "sign" in ended.err
    assert git(project.folder, "tag") == ""
    assert project.remote_tags() == {}


def test_the_doctor_tries_the_key_before_a_release_does(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path)
    configure(project, f'[tag]\nsign = "ssh"\nsigning_key = "{key}"\n')
    assert "signs with" in project.run("doctor").out
    key.unlink()
    ended = project.run("doctor")
    assert ended.code == 3
    assert "could not sign" in ended.out
    assert git(project.folder, "tag") == ""


def test_why_a_signed_release_may_break_the_api_is_read_from_its_tag(
    project: Project, tmp_path: Path
) -> None:
    key = ssh_key(tmp_path)
    configure(project, f'[tag]\nsign = "ssh"\nsigning_key = "{key}"\n')
    ended = project.run("release", "--allow-breaking", "all clients are ours")
    assert ended.code == 0, ended.err
    assert "BEGIN SSH SIGNATURE" in tag_object(project)
    assert "all clients are ours" in project.run("notes", "1.2.3").out
