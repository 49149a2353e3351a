"""`releasebot init`, run as its users run it, in repositories of many kinds.

`tests/cases/init/NAME/in` is a repository, `history.toml` beside it its tags and remotes, `out` the
files that init makes or adds to. `UPDATE_CASES=1` writes `out` anew, to be looked at before it is
committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.projects import Project, git, make_project

CASES = Path(__file__).parents[2] / "cases" / "init"
ACTION = f"acme/releasebot@{'0123456789' * 4}"

WORKFLOWS = tuple(f".github/workflows/{name}.yml" for name in ("releasebot", "releasebot-comment"))


def repository(case: Path, place: Path) -> Project:
    """The case's repository on a commit after its tags, with every remote pushed to."""
    history = case / "history.toml"
    past = tomllib.loads(history.read_text("utf-8")) if history.is_file() else {}
    project = make_project(place, {"README.md": "# The project\n"})
    for tag in past.get("tags", ()):
        project.commit(f"chore: {tag}", {"README.md": f"# The project, {tag}\n"})
        git(project.folder, "tag", "-a", "-m", tag, tag)
    shutil.copytree(case / "in", project.folder, dirs_exist_ok=True)
    project.commit("feat: as it is today", {})
    for remote in past.get("remotes", ()):
        git(project.folder, "remote", "add", remote, str(project.remote))
    if "remotes" in past:
        git(project.folder, "remote", "remove", "origin")
    remote = past.get("remotes", ["origin"])[-1]
    git(project.folder, "push", "-q", "-u", "--follow-tags", remote, "main")
    return project


def new_files(project: Project, before: str) -> dict[str, bytes]:
    """The files that differ from the commit, with their content."""
    git(project.folder, "add", "--all")
    names = git(project.folder, "diff", "--name-only", "--no-renames", before).splitlines()
    return {name: (project.folder / name).read_bytes() for name in names}


def expected_files(case: Path, found: dict[str, bytes]) -> dict[str, bytes]:
    """What the case says init makes; written anew where that is asked for."""
    out = case / "out"
    if os.environ.get("UPDATE_CASES"):
        shutil.rmtree(out, ignore_errors=True)
        for name, content in found.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", sorted(case.name for case in CASES.iterdir()))
def test_a_plan_succeeds_in_a_repository_that_was_just_set_up(name: str, tmp_path: Path) -> None:
    project = repository(CASES / name, tmp_path)
    before = project.head
    made = project.run("init", "--action", ACTION, "--format", "json")
    assert made.code == 0, made.err
    found = new_files(project, before)
    assert found == expected_files(CASES / name, found)
    git(project.folder, "commit", "-q", "-m", "chore: set up releases")
    git(project.folder, "push", "-q")
    plan = project.run("plan", "--format", "json")
    assert plan.code == 0, plan.out + plan.err
    assert plan.json["version"]
    checked = project.run("init", "--check", "--action", ACTION)
    assert checked.code == 0, checked.err


@pytest.fixture
def service(tmp_path: Path) -> Project:
    return repository(CASES / "a-nestjs-service-on-github", tmp_path)


def states(project: Project, *words: str) -> dict[str, str]:
    """Each file that init speaks of, and what became of it."""
    ended = project.run("init", "--action", ACTION, "--format", "json", *words)
    assert ended.code == 0, ended.err
    return {one["file"]: one["state"] for one in ended.json["files"]}


def test_what_would_be_written_is_shown_and_nothing_is_written(service: Project) -> None:
    ended = service.run("init", "--show", "--action", ACTION)
    assert ended.code == 0
    assert "found NestJS: src/main.ts" in ended.err
    assert "--- releasebot.toml" in ended.err
    assert f"uses: {ACTION}" in ended.err
    assert "not written  releasebot.toml" in ended.out
    assert git(service.folder, "status", "--porcelain") == ""


def test_a_second_run_finds_all_of_it_already_so(service: Project) -> None:
    assert set(states(service).values()) == {"made"}
    assert set(states(service).values()) == {"already_so"}


def test_files_of_the_users_are_kept_unless_forced(service: Project) -> None:
    mine = '[tag]\ntemplate = "rel-{version}"\n'
    named = dict.fromkeys(WORKFLOWS, "name: mine\n")
    service.write({"releasebot.toml": mine, **named})
    assert set(states(service).values()) == {"kept"}
    assert (service.folder / "releasebot.toml").read_text("utf-8") == mine
    assert set(states(service, "--force").values()) == {"made"}
    assert set(states(service).values()) == {"already_so"}


def test_a_run_that_was_killed_half_way_is_finished_by_the_next(service: Project) -> None:
    states(service)
    (service.folder / ".github/workflows/releasebot.yml").unlink()
    assert states(service) == {
        "releasebot.toml": "already_so",
        ".github/workflows/releasebot.yml": "made",
        ".github/workflows/releasebot-comment.yml": "already_so",
    }


def test_what_drifted_is_told_with_its_place(service: Project) -> None:
    states(service)
    service.write({"releasebot.toml": '[spec]\nfile = "docs/gone.json"\n'})
    package = service.folder / "package.json"
    package.write_text(package.read_text("utf-8").replace("1.4.0", "1.5.0"), "utf-8")
    workflow = service.folder / ".github/workflows/releasebot.yml"
    workflow.write_text(workflow.read_text("utf-8").replace("timeout-minutes: 30", ""), "utf-8")
    ended = service.run("init", "--check", "--action", ACTION)
    assert ended.code == 3
    assert "spec.file names docs/gone.json, which is not there" in ended.err
    assert "state another version than package.json, 1.5.0" in ended.err
    assert "swagger.json:3: 1.4.0" in ended.err
    assert "releasebot.yml: differs from what would be written" in ended.err
    assert "timeout-minutes: 30" in ended.err
    data = service.run("init", "--check", "--action", ACTION, "--format", "json")
    assert data.code == 3
    assert {one["where"] for one in data.json["drift"]} == {
        "releasebot.toml", ".github/workflows/releasebot.yml"
    }  # fmt: skip


def test_a_repository_that_was_never_set_up_has_drifted(service: Project) -> None:
    ended = service.run("init", "--check")
    assert ended.code == 3
    assert "releasebot.toml: is not there" in ended.err


def test_a_table_is_added_to_a_pyproject_and_every_other_byte_stays(tmp_path: Path) -> None:
    project = repository(CASES / "a-python-library", tmp_path)
    pyproject = project.folder / "pyproject.toml"
    before = pyproject.read_bytes().replace(b"\n", b"\r\n").rstrip()
    pyproject.write_bytes(before)
    assert states(project, "--ci", "none") == {"pyproject.toml": "made"}
    after = pyproject.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == after.count(b"\n")
    assert tomllib.loads(after.decode())["tool"]["releasebot"] == {"tag": {"template": "{version}"}}
    assert states(project, "--ci", "none") == {"pyproject.toml": "already_so"}


def test_a_table_that_is_forced_replaces_only_itself(tmp_path: Path) -> None:
    project = repository(CASES / "a-python-library", tmp_path)
    pyproject = project.folder / "pyproject.toml"
    before = pyproject.read_bytes()
    mine = (
        b'\n[tool.releasebot.tag]\ntemplate = "x-{version}"\n\n[tool.mypy]\nstrict = true  # so\n'
    )
    pyproject.write_bytes(before + mine)
    assert states(project, "--ci", "none") == {"pyproject.toml": "kept"}
    assert states(project, "--ci", "none", "--force") == {"pyproject.toml": "made"}
    after = pyproject.read_bytes()
    assert after.startswith(before)
    assert b"\n[tool.mypy]\nstrict = true  # so\n" in after
    assert tomllib.loads(after.decode())["tool"]["releasebot"]["tag"]["template"] == "{version}"


def test_the_launcher_releases_its_own_project_from_any_folder(
    service: Project, tmp_path: Path
) -> None:
    assert states(service, "--ci", "none", "--launcher")["scripts/releasebot"] == "made"
    git(service.folder, "add", "--all")
    assert git(service.folder, "ls-files", "--stage", "scripts/releasebot").startswith("100755")
    other = make_project(tmp_path / "other", {"package.json": '{"version": "9.9.9"}\n'})
    linked = tmp_path / "linked"
    linked.symlink_to(service.folder / "scripts" / "releasebot")
    beside = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for launcher in (service.folder / "scripts" / "releasebot", linked):
        done = subprocess.run(
            (launcher, "version"), cwd=other.folder, env=beside,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == ("1.4.0\n", "")


def test_a_launcher_without_the_program_says_where_it_looked(service: Project) -> None:
    states(service, "--ci", "none", "--launcher")
    done = subprocess.run(
        (service.folder / "scripts" / "releasebot", "version"),
        env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "error: no releasebot" in done.stderr
    assert "hint: " in done.stderr


def test_a_project_inside_a_repository_gets_a_workflow_of_its_own(tmp_path: Path) -> None:
    project = repository(CASES / "a-monorepo-of-services", tmp_path)
    found = states(project, "--repo", "apps/web", "--ci", "github", "--ci", "jenkins")
    assert found == {
        "apps/web/releasebot.toml": "made",
        "apps/web/Jenkinsfile": "made",
        "apps/web/scripts/releasebot": "made",
        ".github/workflows/releasebot-web.yml": "made",
        ".github/workflows/releasebot-web-comment.yml": "made",
    }
    text = (project.folder / ".github/workflows/releasebot-web.yml").read_text("utf-8")
    assert text.count('project: "apps/web"') == 2
    jenkins = (project.folder / "apps/web/Jenkinsfile").read_text("utf-8")
    assert "sh 'apps/web/scripts/releasebot version check'" in jenkins
