"""`releasebot verify`: what a release left behind, against the commit of its tag."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.memory import Asset, Release
from tests.fakes.github.server import REPOSITORY, FakeGithub, Fault, fake_github
from tests.fakes.oci_registry import oci_registry
from tests.keys import end_agent, gpg_home, ssh_key
from tests.projects import SPEC, Ended, Project, git, make_project
from tests.shop import make_shop

GITHUB = f'[github]\nrepository = "{REPOSITORY}"\n'
WHOLE = f'{GITHUB}[site]\nbranch = "pages"\n'
LIGHT = f"{GITHUB}[site]\nenabled = false\n[confluence]\nenabled = false\n"
PACKAGE = '{{"name": "order-api", "version": "{}"}}\n'
ALL = ("tag", "version", "github", "checksums", "spec", "site", "versions", "confluence")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    files = {
        "package.json": PACKAGE.format("1.2.3"),
        "swagger.json": json.dumps(SPEC),
        "releasebot.toml": LIGHT,
    }
    return make_project(tmp_path, files)


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote) as server:
        project.env = server.env
        yield server


@pytest.fixture
def released(project: Project, github: FakeGithub) -> FakeGithub:
    """A release whose only targets are the tag and GitHub."""
    assert project.call("release").code == 0
    return github


@pytest.fixture
def everywhere(project: Project, github: FakeGithub) -> FakeGithub:
    """A release with a site, in its folder and on a branch, and Confluence pages."""
    project.commit("docs: everywhere", {"releasebot.toml": WHOLE})
    assert project.call("release").code == 0
    return github


def verified(project: Project, *words: str) -> Ended:
    return project.call("verify", *words, "--format", "json")


def states(ended: Ended) -> dict[str, str]:
    return {one["name"]: one["state"] for one in ended.json["targets"]}


def row(ended: Ended, name: str) -> dict[str, Any]:
    (found,) = (one for one in ended.json["targets"] if one["name"] == name)
    return dict(found)


@pytest.mark.usefixtures("everywhere")
def test_a_release_agrees_everywhere_and_nothing_is_written(project: Project) -> None:
    before = git(project.remote, "for-each-ref"), git(project.folder, "for-each-ref")
    ended = verified(project)
    assert ended.code == 0, ended.out
    assert states(ended) == dict.fromkeys(ALL, "agrees") | {"signature": "silent"}
    assert row(ended, "signature")["found"] == "unsigned"
    assert ended.json["commit"] == project.head
    assert ended.json["agrees"] is True
    assert (git(project.remote, "for-each-ref"), git(project.folder, "for-each-ref")) == before
    summary = project.folder.parent / "summary"
    text = project.call("verify", "v1.2.3", GITHUB_STEP_SUMMARY=str(summary)).out
    assert "| tag | agrees | v1.2.3 of " in summary.read_text()
    assert text.startswith(f"v1.2.3 at {project.head[:9]}: all that names a commit names this one")
    (project.folder / "build" / "releasebot" / "site" / "index.html").write_text("other")
    ended = verified(project)
    assert ended.code == 4
    assert row(ended, "site")["details"] == ["index.html"]


def test_an_older_version_is_verified_from_a_later_commit_and_a_fresh_clone(
    project: Project, everywhere: FakeGithub, tmp_path: Path
) -> None:
    commit = project.head
    spec = json.dumps(SPEC | {"info": {"title": "Orders", "version": "1.3.0"}})
    project.commit("feat: more", {"package.json": PACKAGE.format("1.3.0"), "swagger.json": spec})
    assert project.call("release").code == 0
    ended = verified(project, "1.2.3")
    assert ended.code == 0, ended.out
    assert ended.json["commit"] == commit
    later = {"signature", "site", "confluence"}
    assert {name for name, state in states(ended).items() if state == "silent"} == later
    assert row(ended, "confluence")["found"] == "the pages show 1.3.0, which came later"
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", f"file://{project.remote}",
        str(shallow))  # fmt: skip
    clone = Project(shallow, project.remote, project.env)
    writes = len(everywhere.writes)
    for version in ("v1.2.3", "v1.3.0"):
        ended = verified(clone, version)
        assert ended.code == 0, ended.out
        assert row(ended, "spec")["state"] == "agrees"
        assert row(ended, "site")["state"] == "silent"
    assert git(shallow, "status", "--porcelain") == git(shallow, "tag") == ""
    assert len(everywhere.writes) == writes


def test_a_version_without_a_tag_differs(project: Project, github: FakeGithub) -> None:
    ended = verified(project, "v9.9.9")
    assert ended.code == 4
    assert states(ended) == {"tag": "differs"}
    assert github.requests == []


@pytest.mark.usefixtures("everywhere")
def test_a_tag_that_was_moved_is_found_by_all_that_stayed(project: Project) -> None:
    old = project.head
    project.commit("fix: sneaked in", {"a": "1"})
    git(project.folder, "tag", "-d", "v1.2.3")
    git(project.remote, "tag", "-f", "-a", "-m", "moved", "v1.2.3", "main")
    ended = verified(project)
    assert ended.code == 4
    differ = {name for name, state in states(ended).items() if state == "differs"}
    assert differ == {"github", "site", "versions", "confluence"}
    assert old[:9] in row(ended, "github")["found"]


@pytest.mark.usefixtures("released")
def test_a_tag_here_that_is_not_the_remotes_differs(project: Project) -> None:
    project.commit_here("fix: more", {"a": "1"})
    git(project.folder, "tag", "-f", "v1.2.3")
    ended = verified(project, "v1.2.3")
    assert ended.code == 4
    assert row(ended, "tag")["hint"].startswith("git fetch origin --force")


@pytest.mark.usefixtures("released")
def test_a_tag_on_a_commit_that_states_another_version_differs(project: Project) -> None:
    git(project.remote, "tag", "v1.2.4", "main")
    ended = verified(project, "v1.2.4")
    assert ended.code == 4
    assert row(ended, "version")["found"].startswith("1.2.3 at package.json:1 of ")
    assert set(states(ended)) == {"tag", "version", "signature"}


def test_a_commit_that_states_no_version_or_cannot_be_configured_says_so(
    project: Project, github: FakeGithub
) -> None:
    git(project.folder, "rm", "-q", "package.json", "swagger.json")
    project.commit("chore: gone", {})
    git(project.remote, "tag", "v2.0.0", "main")
    project.commit("chore: other settings", {"releasebot.toml": "[tags]\n"})
    git(project.remote, "tag", "v3.0.0", "main")
    files = {"package.json": PACKAGE.format("4.0.0"), "releasebot.toml": LIGHT}
    project.commit("chore: back", files)
    ended = verified(project, "v2.0.0")
    assert ended.code == 4
    assert row(ended, "version")["state"] == "differs"
    refused = project.call("verify", "v3.0.0")
    assert refused.code == 2
    assert "cannot be used: releasebot.toml:1" in refused.err
    assert github.requests == []


def spec(release: Release) -> Asset:
    found = release.asset("openapi.json")
    assert found
    return found


def change_a_file(release: Release) -> None:
    spec(release).content += b" "


def change_a_file_and_its_checksum(release: Release) -> None:
    before = spec(release).digest[7:].encode()
    change_a_file(release)
    sums = release.asset("SHA256SUMS")
    assert sums
    sums.content = sums.content.replace(before, spec(release).digest[7:].encode())


def add_a_file(release: Release) -> None:
    release.assets.append(Asset(9999, "more.zip", b"x", "application/zip"))


def remove_a_file(release: Release) -> None:
    release.assets.remove(spec(release))


def remove_the_checksums(release: Release) -> None:
    release.assets = [one for one in release.assets if one.name != "SHA256SUMS"]


def aim_elsewhere(release: Release) -> None:
    release.commit = "a" * 40


def withdraw(release: Release) -> None:
    release.draft = True


CHANGES: dict[Callable[[Release], None], str] = {
    change_a_file: "checksums",
    change_a_file_and_its_checksum: "spec",
    add_a_file: "checksums",
    remove_a_file: "checksums",
    remove_the_checksums: "checksums",
    aim_elsewhere: "github",
    withdraw: "github",
}
"""What somebody may do to a release, and the row that tells."""


def test_whatever_is_changed_on_github_is_told_by_its_row(
    project: Project, released: FakeGithub
) -> None:
    whole = released.release()
    for change, name in CHANGES.items():
        changed = replace(whole, assets=[replace(one) for one in whole.assets])
        released.memory.releases[whole.id] = changed
        change(changed)
        ended = verified(project)
        assert ended.code == 4, change
        assert row(ended, name)["state"] == "differs", change


def test_the_evidence_of_the_gates_is_of_the_commit_in_both_places(
    project: Project, github: FakeGithub
) -> None:
    gates = "[gates.lint]\ncommand = 'true'\n"
    project.commit("ci: a gate", {"releasebot.toml": LIGHT + gates})
    assert project.call("release").code == 0
    ended = verified(project)
    assert ended.code == 0, ended.out
    told = f"1 gate of {project.head[:9]}, on origin and on GitHub"
    assert row(ended, "evidence")["found"] == told
    kept = github.release().asset("evidence.json")
    assert kept
    whole = kept.content
    for before, after, found in (
        (project.head, "b" * 40, "evidence.json on GitHub of bbbbbbbbb"),
        ('"passed"', '"failed"', "lint not passed, as evidence.json on GitHub says"),
        ('"schema": 1', '"schema": 9', "evidence.json on GitHub that cannot be read"),
        ('"version": "1.2.3"', '"version": "9"', "evidence.json on GitHub is otherwise than on"),
    ):
        assert before.encode() in whole
        kept.content = whole.replace(before.encode(), after.encode())
        ended = verified(project)
        assert ended.code == 4
        assert row(ended, "evidence")["found"].startswith(found)


def test_a_tag_that_was_made_without_the_gates_says_so(project: Project) -> None:
    gates = "[gates.lint]\ncommand = 'true'\n[github]\nenabled = false\n"
    project.commit("ci: a gate", {"releasebot.toml": gates})
    assert project.call("tag").code == 0
    ended = verified(project)
    assert ended.code == 0, ended.out
    assert row(ended, "evidence")["found"] == "none: it was tagged without the gates"


def test_a_server_that_does_not_answer_is_unreachable_and_the_rest_is_told(
    project: Project, released: FakeGithub
) -> None:
    released.faults.append(Fault(lambda one: "/releases/" in one.path, times=99))
    ended = verified(project)
    assert ended.code == 5
    assert row(ended, "github")["state"] == "unreachable"
    assert row(ended, "version")["state"] == "agrees"
    assert project.call("verify", GITHUB_TOKEN="").code == 5


def test_a_document_that_cannot_be_made_again_leaves_the_rest_to_be_told(
    project: Project, github: FakeGithub
) -> None:
    command = f'{LIGHT}[spec]\ncommand = "cat built/spec.json"\n'
    project.commit("build: export", {"releasebot.toml": command, ".gitignore": "built\n"})
    project.write({"built/spec.json": json.dumps(SPEC)})
    assert project.call("release").code == 0
    assert verified(project).code == 0
    project.commit("fix: later", {"a": "1"})
    ended = verified(project)
    assert ended.code == 5
    found = {name for name, state in states(ended).items() if state == "unreachable"}
    assert found == {"spec"}
    assert github.release().published_times == 1


def test_what_is_not_configured_is_not_listed(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": PACKAGE.format("1.2.3")})
    assert project.call("tag").code == 0
    ended = verified(project)
    assert ended.code == 0
    assert set(states(ended)) == {"tag", "version", "signature"}


def sign(project: Project, text: str) -> None:
    project.commit("chore: sign", {"releasebot.toml": f"[tag]\n{text}"})
    ended = project.call("tag")
    assert ended.code == 0, ended.err


def test_a_signature_is_believed_from_those_who_are_named(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path)
    project.write({"allowed": "lee@example.invalid " + key.with_suffix(".pub").read_text()})
    sign(project, f'sign = "ssh"\nsigning_key = "{key}"\nallowed_signers = "allowed"\n')
    found = row(verified(project), "signature")
    assert found["state"] == "agrees"
    assert found["found"].startswith("ssh, by lee@example.invalid (ED25519 key SHA256:")
    project.write({"allowed": ""})
    ended = verified(project)
    assert ended.code == 4
    assert "somebody who is not trusted here" in row(ended, "signature")["found"]


def test_a_signature_of_another_text_is_bad(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path)
    project.write({"allowed": "lee@example.invalid " + key.with_suffix(".pub").read_text()})
    sign(project, f'sign = "ssh"\nsigning_key = "{key}"\nallowed_signers = "allowed"\n')
    forged = git(project.remote, "cat-file", "tag", "v1.2.3").replace("order-api", "other-api")
    (tmp_path / "forged").write_text(f"{forged}\n")
    made = git(project.remote, "hash-object", "-t", "tag", "-w", str(tmp_path / "forged"))
    git(project.remote, "update-ref", "refs/tags/v1.2.3", made)
    ended = verified(project)
    assert ended.code == 4
    assert "that is not of this tag" in row(ended, "signature")["found"]


def test_a_signed_tag_under_another_name_is_not_taken_for_that_one(
    project: Project, tmp_path: Path
) -> None:
    key = ssh_key(tmp_path)
    project.write({"allowed": "lee@example.invalid " + key.with_suffix(".pub").read_text()})
    sign(project, f'sign = "ssh"\nsigning_key = "{key}"\nallowed_signers = "allowed"\n')
    git(project.remote, "update-ref", "refs/tags/v1.2.4", "refs/tags/v1.2.3")
    ended = verified(project, "v1.2.4")
    assert ended.code == 4
    assert row(ended, "signature")["found"] == "a tag that calls itself v1.2.3"


def test_a_gpg_signature_is_believed_from_the_users_own_keys(
    project: Project, tmp_path: Path
) -> None:
    home = gpg_home(tmp_path)
    try:
        project.env = {"GNUPGHOME": str(home)}
        sign(project, 'sign = "gpg"\nsigning_key = "kim@example.invalid"\n')
        found = row(verified(project), "signature")
        assert found["found"] == "gpg, by Kim Dev <kim@example.invalid>"
        project.env = {"GNUPGHOME": str(tmp_path)}
        assert row(verified(project), "signature")["state"] == "differs"
    finally:
        end_agent(home)


def test_an_unsigned_tag_differs_where_tags_are_to_be_signed(project: Project) -> None:
    assert project.call("tag").code == 0
    project.write({"releasebot.toml": '[tag]\nsign = "ssh"\n'})
    ended = verified(project, "v1.2.3")
    assert ended.code == 4
    assert row(ended, "signature")["wanted"] == "a signature with ssh"


@pytest.mark.parametrize(
    ("image", "state", "told"),
    [
        ("of this commit", "agrees", "1.4.0 (sha256:"),
        ("without a label", "silent", "names no commit"),
        ("of an older commit", "differs", "(sha256:"),
        ("not pushed", "differs", "no 127.0.0.1:"),
    ],
)
def test_an_image_is_of_the_commit_that_its_label_names(
    tmp_path: Path, image: str, state: str, told: str
) -> None:
    with oci_registry() as registry:
        shop = make_shop(tmp_path, registry.host + "/team/{env}-{service}", services=("api",))
        if image != "without a label":
            labels = {"org.opencontainers.image.revision": shop.project.head}
            shop.build("api", "1.4.0", labels)
        if image != "not pushed":
            assert shop.call("push").code == 0
        if image == "of an older commit":
            shop.project.commit("fix: later", {"a": "1"})
        assert shop.project.call("tag").code == 0
        ended = verified(shop.project)
        assert ended.code == (4 if state == "differs" else 0), ended.out
        found = row(ended, "image api")
        assert found["state"] == state
        assert told in found["found"]
