"""`releasebot release`, `plan` and `status`, run as processes in real repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.projects import SPEC, Project, git, make_project, run_releasebot


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def states(document: dict[str, Any]) -> dict[str, str]:
    return {step["name"]: step["state"] for step in document["steps"]}


def below(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and the moment it was last written."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_release_needs_no_configuration_and_makes_everything(project: Project) -> None:
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    found = dict.fromkeys(("tree", "branch", "version", "order", "api"), "already_so")
    found["github"] = "skipped"
    assert states(ended.json) == found | {"tag": "made", "site": "made", "confluence": "made"}
    assert ended.json["released"] is True
    assert project.remote_tags() == {"v1.2.3": project.head}
    places = {step["name"]: step.get("where", "") for step in ended.json["steps"]}
    assert "주문 목록" in Path(places["site"]).parent.joinpath("index.html").read_text(
        "utf-8"
    ) or any(
        "주문 목록" in page.read_text("utf-8")
        for page in Path(places["site"]).parent.rglob("*.html")
    )
    assert Path(places["confluence"]).is_file()


def test_a_second_run_says_already_so_for_every_step_and_changes_nothing(
    project: Project,
) -> None:
    project.run("release")
    before = below(project.folder / "build"), git(project.remote, "for-each-ref")
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    assert set(states(ended.json).values()) == {"already_so", "skipped"}
    assert ended.json["released"] is False
    assert (below(project.folder / "build"), git(project.remote, "for-each-ref")) == before


def test_a_release_leaves_the_work_tree_clean(project: Project) -> None:
    project.run("release")
    assert git(project.folder, "status", "--porcelain") == ""


def test_two_clones_of_one_commit_publish_the_same_bytes(project: Project, tmp_path: Path) -> None:
    project.run("release")
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(project.remote), str(other))
    ended = Project(other, project.remote).run("release", "--format", "json")
    assert states(ended.json)["tag"] == "already_so"
    assert states(ended.json)["site"] == "made"
    one, two = (
        {name.removeprefix(str(folder)): content for name, (content, _) in below(folder).items()}
        for folder in (project.folder / "build", other / "build")
    )
    assert one == two


def test_a_plan_writes_nothing_and_names_what_a_release_makes(project: Project) -> None:
    before = below(project.folder)
    planned = project.run("plan", "--format", "json")
    assert planned.code == 0, planned.err
    assert set(below(project.folder)) == set(before)
    assert project.remote_tags() == {}
    todo = [name for name, state in states(planned.json).items() if state == "absent"]
    made = project.run("release", "--format", "json")
    assert [name for name, state in states(made.json).items() if state == "made"] == todo


def test_equal_plans_have_equal_hashes_and_a_release_changes_them(project: Project) -> None:
    first = project.run("plan", "--format", "json").json["hash"]
    assert project.run("plan", "--format", "json").json["hash"] == first
    project.run("tag")
    assert project.run("plan", "--format", "json").json["hash"] != first


def test_a_plan_is_the_same_in_every_surroundings(project: Project, tmp_path: Path) -> None:
    project.commit("chore: one more", {"a": "1"})
    wanted = project.run("plan", "--format", "json")
    assert wanted.code == 0, wanted.err
    for number, environ in enumerate(
        (
            {},
            {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/heads/main", "CI": "true"},
            {"JENKINS_URL": "http://ci.invalid/", "BRANCH_NAME": "main", "LANG": "ko_KR.UTF-8"},
            {"GIT_BRANCH": "origin/main", "USER": "jenkins", "HOME": str(tmp_path)},
        )
    ):
        folder = tmp_path / f"workspace{number}" / "deep"
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.remote}", str(folder))
        git(folder, "checkout", "-q", "--detach")
        found = run_releasebot(
            "plan", "--format", "json", "--repo", str(folder), cwd=Path("/"), env=environ
        )
        assert found.out == wanted.out, found.err


def test_status_tells_what_is_published_and_what_is_not(project: Project) -> None:
    assert project.run("status", "--format", "json").json["complete"] is False
    project.run("tag")
    assert states(project.run("status", "--format", "json").json)["tag"] == "already_so"
    project.run("release")
    ended = project.run("status", "--format", "json")
    assert (ended.code, ended.json["complete"]) == (0, True)


def test_a_commit_that_raises_no_version_has_nothing_to_release(project: Project) -> None:
    project.run("release")
    released = project.head
    project.commit("fix: a typo", {"README.md": "x"})
    before = below(project.folder / "build")
    ended = project.run("release", "--format", "json")
    assert ended.code == 0
    assert ended.json["released"] is False
    assert ended.json["released_commit"] == released
    assert project.run("release", "--detailed-exit-code").code == 10
    assert "nothing to release" in project.run("plan").out
    assert below(project.folder / "build") == before


def test_a_shallow_clone_fetches_what_it_takes_to_know_and_no_more(
    project: Project, tmp_path: Path
) -> None:
    for number in range(200):
        project.commit_here(f"chore: {number}", {})
    project.commit("feat: the last", {"VERSION": "1.2.3\n"})
    project.run("tag")
    project.commit("fix: a typo", {"README.md": "x"})
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.remote}", str(shallow))
    refs = git(shallow, "for-each-ref")
    clone = Project(shallow, project.remote)
    ended = clone.run("release", "--format", "json")
    assert ended.code == 0
    assert ended.json["released_commit"] == git(project.folder, "rev-parse", "HEAD~1")
    assert git(shallow, "rev-parse", "--is-shallow-repository") == "true"
    assert int(git(shallow, "rev-list", "--count", "HEAD")) < 50
    assert git(shallow, "for-each-ref") == refs


def test_a_shallow_clone_knows_a_tag_beside_its_branch_from_one_before_it(
    project: Project, tmp_path: Path
) -> None:
    base = project.head
    project.commit("feat: one way", {"a": "1"})
    project.run("tag")
    git(project.folder, "checkout", "-q", "-b", "other", base)
    project.commit("feat: another way", {"b": "1"})
    shallow = tmp_path / "shallow"
    git(
        tmp_path, "clone", "-q", "--depth", "1", "-b", "other", f"file://{project.remote}",
        str(shallow),
    )  # fmt: skip
    ended = Project(shallow, project.remote).run("release")
    assert ended.code == 4
    assert "v1.2.3 on origin" in ended.err


def test_a_tag_on_a_commit_beside_this_one_stops_everything(project: Project) -> None:
    base = project.head
    project.commit("feat: one way", {"a": "1"})
    project.run("tag")
    git(project.folder, "checkout", "-q", "-b", "other", base)
    git(project.folder, "tag", "-d", "v1.2.3")
    project.commit("feat: another way", {"b": "1"})
    ended = project.run("release")
    assert ended.code == 4
    assert not (project.folder / "build").exists()


def test_the_next_version_replaces_the_site_and_updates_changed_pages(project: Project) -> None:
    project.run("release")
    spec = json.loads(json.dumps(SPEC))
    spec["info"]["version"] = "1.3.0"
    spec["paths"]["/orders"]["get"]["summary"] = "모든 주문"
    project.commit(
        "feat: next",
        {
            "package.json": '{"name": "order-api", "version": "1.3.0"}\n',
            "swagger.json": json.dumps(spec, ensure_ascii=False),
        },
    )
    ended = project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    assert states(ended.json)["site"] == "made"
    assert set(project.remote_tags()) == {"v1.2.3", "v1.3.0"}


def test_a_project_without_a_spec_is_released_without_documentation(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"package.json": '{"version": "1.0.0"}'})
    ended = project.run("release", "--format", "json")
    assert list(states(ended.json)) == ["tree", "branch", "version", "order", "tag", "github"]
    refused = project.run("docs", "build")
    assert refused.code == 2
    assert "swagger.json" in refused.err


def test_a_target_that_is_switched_off_is_not_in_the_plan(project: Project) -> None:
    off = "[confluence]\nenabled = false\n"
    project.commit("chore: no wiki", {"releasebot.toml": off})
    assert "confluence" not in states(project.run("plan", "--format", "json").json)
    assert project.run("docs", "publish", "--to", "confluence").code == 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "swagger.json:1"),
        ('{"hello": 1}', "OpenAPI"),
        ("", "swagger.json"),
    ],
)
def test_a_spec_that_is_none_stops_the_release_before_the_tag(
    tmp_path: Path, text: str, complaint: str
) -> None:
    project = make_project(tmp_path, {"package.json": '{"version": "1.0.0"}', "swagger.json": text})
    ended = project.run("release")
    assert ended.code == 2
    assert complaint in ended.err
    assert "Traceback" not in ended.err
    assert project.remote_tags() == {}


def test_a_configured_spec_that_is_not_there_is_named(project: Project) -> None:
    project.commit("chore: configure", {"releasebot.toml": '[spec]\nfile = "api/missing.json"\n'})
    ended = project.run("release")
    assert ended.code == 2
    assert "api/missing.json" in ended.err
    assert project.remote_tags() == {}


def test_a_spec_may_come_from_a_command(project: Project) -> None:
    config = '[spec]\ncommand = "cat swagger.json"\n'
    project.commit("chore: configure", {"releasebot.toml": config})
    assert project.run("release").code == 0


def test_a_command_that_fails_shows_what_it_said(project: Project) -> None:
    config = "[spec]\ncommand = \"sh -c 'echo no database here >&2; exit 3'\"\n"
    project.commit("chore: configure", {"releasebot.toml": config})
    ended = project.run("release")
    assert ended.code == 5
    assert "no database here" in ended.err
    assert project.remote_tags() == {}


def test_docs_build_makes_the_site_alone(project: Project) -> None:
    ended = project.run("docs", "build", "--format", "json")
    assert ended.code == 0, ended.err
    assert states(ended.json) == {"site": "made"}
    assert project.remote_tags() == {}


def test_a_folder_with_somebody_elses_files_is_never_overwritten(project: Project) -> None:
    project.write({"build/releasebot/site/mine.html": "mine"})
    ended = project.run("release")
    assert ended.code == 4
    assert "mine.html" in ended.err
    assert project.remote_tags() == {}
    assert (project.folder / "build/releasebot/site/mine.html").read_text() == "mine"


def test_every_problem_of_a_configuration_is_told_in_one_go(project: Project) -> None:
    config = '[tag]\ntemplat = "v{version}"\n[spec]\ntimeout = "long"\n'
    project.commit("chore: configure", {"releasebot.toml": config})
    ended = project.run("release")
    assert ended.code == 2
    assert "releasebot.toml:2" in ended.err
    assert "template" in ended.err
    assert "releasebot.toml:4" in ended.err


def test_a_workflow_gets_version_tag_released_and_site(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "outputs"
    project.run("release", GITHUB_OUTPUT=str(file))
    lines = file.read_text().splitlines()
    values = {lines[at].split("<<")[0]: lines[at + 1] for at in range(0, len(lines), 3)}
    assert values["version"] == "1.2.3"
    assert values["tag"] == "v1.2.3"
    assert values["released"] == "true"
    assert values["site"].endswith("index.html")


def test_help_lists_every_command_and_an_unknown_one_is_a_usage_error(project: Project) -> None:
    shown = project.run("--help").out
    for name in ("demo", "version", "tag", "docs", "plan", "status", "release"):
        assert f"\n  {name} " in shown
    ended = project.run("publish-it")
    assert ended.code == 2
    assert "publish-it" in ended.err
