"""Who may do what, with a GitHub and a Jenkins that know who runs the program."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.github.people import Started
from tests.fakes.github.server import REPOSITORY, FakeGithub, Fault, fake_github
from tests.fakes.jenkins_server import (
    Build,
    FakeJenkins,
    by,
    by_build,
    by_push,
    by_remote,
    fake_jenkins,
)
from tests.projects import Ended, Project, git, make_project

GITHUB = f'[github]\nrepository = "{REPOSITORY}"\n'
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}
WORKFLOW = {"GITHUB_TOKEN": "ghs_" + "b" * 36, "GITHUB_RUN_ID": "42", "GITHUB_ACTIONS": "true"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, PACKAGE | {"releasebot.toml": GITHUB})


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote) as server:
        project.env = server.env
        yield server


@pytest.fixture
def workflow(project: Project, github: FakeGithub) -> FakeGithub:
    """The same GitHub, asked with the token of a workflow."""
    project.env |= WORKFLOW
    github.token = github.rules.token = WORKFLOW["GITHUB_TOKEN"]
    return github


def configure(project: Project, roles: str) -> None:
    project.commit("chore: roles", {"releasebot.toml": f"{GITHUB}[roles]\n{roles}\n"})


def who(ended: Ended) -> dict[str, Any]:
    (found,) = (one for one in ended.json["steps"] if one["name"] == "who")
    return dict(found)


def trailers(project: Project, tag: str = "v1.2.3") -> dict[str, str]:
    """What git itself reads of the tag's message on the remote."""
    message = git(project.remote, "cat-file", "tag", tag).partition("\n\n")[2] + "\n"
    read = subprocess.run(
        ("git", "interpret-trailers", "--parse"), input=message, capture_output=True, text=True,
        check=True, cwd=project.remote,
    )  # fmt: skip
    return dict(line.split(": ", 1) for line in read.stdout.splitlines())


def asked(github: FakeGithub, since: int = 0) -> list[str]:
    return [one.line.replace(f"/repos/{REPOSITORY}", "") for one in github.requests[since:]]


@pytest.mark.parametrize(
    "entry",
    ["Kim-Dev", "acme/backend", "permission:write", "permission:maintain", "permission:read"],
)
def test_whoever_is_meant_by_an_entry_may_release(
    project: Project, github: FakeGithub, entry: str
) -> None:
    github.people.roles["kim-dev"] = "maintain"
    github.people.teams["acme/backend"] = {"kim-dev": "active"}
    configure(project, f'releaser = ["{entry}"]')
    ended = project.call("release")
    assert ended.code == 0, ended.err
    assert trailers(project) == {
        "Released-by": "kim-dev (GitHub)",
        "Released-from": "outside CI",
    }


@pytest.mark.parametrize("entry", ["lee-lead", "acme/leads", "permission:admin", "acme/guests"])
def test_whoever_is_meant_by_none_is_refused_before_anything_is_written(
    project: Project, github: FakeGithub, entry: str
) -> None:
    github.people.roles["kim-dev"] = "maintain"
    github.people.teams |= {"acme/leads": {}, "acme/guests": {"kim-dev": "pending"}}
    configure(project, f'releaser = ["{entry}"]')
    ended = project.call("release")
    assert ended.code == 3
    assert "who: found kim-dev (GitHub), wanted releaser for tag, publish" in ended.err
    assert entry.rpartition(":")[2] in ended.err
    assert "add kim-dev to roles.releaser" in ended.err
    assert project.remote_tags() == {}
    assert github.writes == []


def test_a_refusal_is_told_with_every_other_condition(project: Project, github: FakeGithub) -> None:
    configure(project, 'releaser = ["lee-lead"]')
    project.write({"package.json": '{"name": "order-api", "version": "1.2.4"}\n'})
    ended = project.call("release")
    assert ended.code == 3
    assert "found kim-dev (GitHub)" in ended.err
    assert "tree: found" in ended.err
    assert github.writes == []


def test_a_greater_role_has_the_rights_of_a_lesser_one(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'releaser = ["lee-lead"]\nadmin = ["kim-dev"]')
    assert project.call("release").code == 0
    assert github.release().published_times == 1


def test_each_part_of_a_release_may_ask_for_its_own_role(
    project: Project, github: FakeGithub
) -> None:
    roles = 'releaser = ["kim-dev"]\nadmin = ["lee-lead"]\n[roles.steps]\npublish = "admin"'
    configure(project, roles)
    assert project.call("tag").code == 0
    ended = project.call("release", "--format", "json")
    assert ended.code == 3
    assert ended.json["error"]["message"] == "who: found kim-dev (GitHub), wanted admin for publish"
    github.people.login = "lee-lead"
    assert project.call("release").code == 0
    assert trailers(project)["Released-by"] == "kim-dev (GitHub)"
    assert "- begun by `lee-lead" not in github.release().body
    assert "- published by `lee-lead (GitHub)` from `outside CI`" in github.release().body


IMAGES = """
[images]
repository = "127.0.0.1:1/{env}-{service}"
[images.services.api]
[environments.dev]
[environments.prod]
role = "admin"
"""


@pytest.mark.usefixtures("github")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("push", "--env", "prod", "--target"), "releaser for images; admin for target in prod"),
        (("target", "--env", "prod"), "admin for target in prod"),
        (("target", "--env", "dev"), "releaser for target in dev"),
        (("rollback", "--env", "prod"), "admin for target in prod"),
    ],
)
def test_each_environment_may_ask_for_its_own_role(
    project: Project, words: tuple[str, ...], wanted: str
) -> None:
    configure(project, f'releaser = ["park-dev"]\nadmin = ["lee-lead"]\n{IMAGES}')
    ended = project.call("images", *words)
    assert ended.code == 3
    assert f"who: found kim-dev (GitHub), wanted {wanted}" in ended.err


def test_a_release_that_another_one_finishes_names_both(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'releaser = ["kim-dev", "lee-lead"]')
    github.faults.append(Fault(lambda one: one.verb == "PATCH", times=99))
    assert project.call("release").code == 5
    github.faults.clear()
    github.people.login = "lee-lead"
    assert project.call("release").code == 0
    assert github.release().body.endswith(
        "<!-- /releasebot -->\n\n"
        "<!-- releasebot audit -->\n"
        "- begun by `kim-dev (GitHub)` from `outside CI`\n"
        "- published by `lee-lead (GitHub)` from `outside CI`\n"
        "<!-- /releasebot audit -->"
    )
    assert project.call("release", "--format", "json").json["released"] is False


def test_what_people_write_around_the_notes_stays_beside_who_made_them(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'releaser = ["kim-dev"]')
    github.add("v1.2.3", draft=True, body="Thanks to everybody!")
    github.faults.append(Fault(lambda one: '"draft": false' in one.content.decode(), times=99))
    assert project.call("release").code == 5
    github.faults.clear()
    github.release().body += "\r\n\r\nSee you next time."
    assert project.call("release").code == 0
    body = github.release().body
    assert body.startswith("Thanks to everybody!\n\n<!-- releasebot v1.2.3 ")
    assert body.endswith("<!-- /releasebot audit -->\n\nSee you next time.")
    assert body.count("- published by `kim-dev (GitHub)`") == 1
    assert "begun" not in body


def test_what_is_done_already_asks_for_no_role_and_no_request(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'releaser = ["kim-dev"]')
    assert project.call("release").code == 0
    body, before = github.release().body, len(github.requests)
    github.people.login = "somebody-else"
    again = project.call("release", "--format", "json")
    assert again.code == 0, again.err
    assert {step["state"] for step in again.json["steps"]} == {"already_so"}
    assert asked(github, before) == ["GET /releases/tags/v1.2.3", "GET /releases"]
    assert github.release().body == body


def test_without_roles_nobody_is_asked_for(project: Project, github: FakeGithub) -> None:
    ended = project.call("release", "--format", "json")
    assert ended.code == 0
    assert "who" not in {step["name"] for step in ended.json["steps"]}
    assert "GET /user" not in asked(github)
    assert trailers(project) == {}
    assert "audit" not in github.release().body


def test_a_plan_is_the_same_for_everybody_and_says_who_may_not(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'releaser = ["kim-dev", "park-dev"]')
    plans = {}
    for login in ("kim-dev", "park-dev", "guest"):
        github.people.login = login
        plans[login] = project.call("plan", "--format", "json")
        assert plans[login].code == 0
    assert plans["kim-dev"].json == plans["park-dev"].json
    assert plans["guest"].json["hash"] == plans["kim-dev"].json["hash"]
    assert who(plans["guest"])["state"] == "skipped"
    assert "you are guest (GitHub); to release takes a releaser" in who(plans["guest"])["reason"]
    github.people.login = "park-dev"
    assert project.call("release", "--plan", plans["guest"].json["hash"]).code == 0


def test_only_a_viewer_may_plan_where_viewers_are_named(
    project: Project, github: FakeGithub
) -> None:
    configure(project, 'viewer = ["permission:read"]\nreleaser = ["lee-lead"]')
    ended = project.call("plan")
    assert ended.code == 3
    assert "whoever has read on GitHub" in ended.err
    github.people.roles["kim-dev"] = "triage"
    before = len(github.requests)
    assert project.call("plan").code == 0
    assert sum("permission" in line for line in asked(github, before)) == 1
    assert project.call("release").code == 3


def test_a_team_that_the_token_may_not_see_is_told_and_gives_nothing(
    project: Project, github: FakeGithub
) -> None:
    github.people.teams["acme/backend"] = {"kim-dev": "active"}
    github.people.sees_teams = False
    configure(project, 'releaser = ["acme/backend"]')
    ended = project.call("release")
    assert ended.code == 3
    assert "the team acme/backend could not be told: give the token the scope read:org" in ended.err


def test_no_more_is_asked_than_the_answer_takes(project: Project, github: FakeGithub) -> None:
    configure(project, 'releaser = ["acme/backend", "permission:admin", "kim-dev"]')
    assert project.call("release").code == 0
    about = [line for line in asked(github) if "teams" in line or "permission" in line]
    assert about == []
    assert asked(github).count("GET /user") == 1


def test_a_github_that_does_not_answer_is_no_refusal(project: Project, github: FakeGithub) -> None:
    configure(project, 'releaser = ["kim-dev"]\n')
    github.faults.append(Fault(lambda one: one.path == "/user", times=99))
    ended = project.call("release")
    assert ended.code == 5
    assert project.remote_tags() == {}
    planned = project.call("plan", "--format", "json")
    assert planned.code == 0
    assert who(planned)["reason"].startswith("who runs this could not be told: ")


def test_a_workflow_is_who_started_it_and_not_what_a_variable_says(
    project: Project, workflow: FakeGithub
) -> None:
    configure(project, 'releaser = ["lee-lead"]')
    workflow.people.runs[42] = Started("kim-dev", project.head)
    ended = project.call("release", GITHUB_ACTOR="lee-lead", GITHUB_TRIGGERING_ACTOR="lee-lead")
    assert ended.code == 3
    assert "found kim-dev (GitHub)" in ended.err
    workflow.people.runs[42] = Started("kim-dev", project.head, again_by="lee-lead", attempt=2)
    assert project.call("release").code == 0
    page = f"{workflow.base}/{REPOSITORY}/actions/runs/42/attempts/2"
    assert trailers(project) == {"Released-by": "lee-lead (GitHub)", "Released-from": page}
    assert f"- published by `lee-lead (GitHub)` from `{page}`" in workflow.release().body
    assert workflow.release().body.count("lee-lead") == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "completed"}, "is not running"),
        ({"commit": "a" * 40}, "is for aaaaaaaaa, not for "),
    ],
)
def test_a_run_that_is_not_this_one_proves_nothing(
    project: Project, workflow: FakeGithub, change: dict[str, str], reason: str
) -> None:
    configure(project, 'releaser = ["lee-lead"]')
    workflow.people.runs[42] = Started(**{"actor": "lee-lead", "commit": project.head} | change)  # type: ignore[arg-type]
    ended = project.call("release")
    assert ended.code == 3
    assert reason in ended.err
    assert project.remote_tags() == {}


def test_a_run_that_cannot_be_read_says_which_permission_is_missing(
    project: Project, workflow: FakeGithub
) -> None:
    configure(project, 'releaser = ["lee-lead"]')
    workflow.people.reads_runs = False
    ended = project.call("release")
    assert ended.code == 3
    assert "permissions: actions: read" in ended.err


def test_the_merge_that_a_pull_request_checks_out_is_its_runs(
    project: Project, workflow: FakeGithub
) -> None:
    configure(project, 'viewer = ["kim-dev"]\nreleaser = ["lee-lead"]')
    git(project.folder, "checkout", "-q", "-b", "change")
    head = project.commit("feat: change", {"a": "1"})
    git(project.folder, "checkout", "-q", "main")
    git(project.folder, "merge", "-q", "--no-ff", "-m", "merge", "change")
    workflow.people.runs[42] = Started("kim-dev", head, event="pull_request")
    ended = project.call("plan", "--format", "json", GITHUB_REF="refs/pull/7/merge")
    assert "kim-dev (GitHub)" in who(ended)["reason"]


def test_without_an_api_nobody_is_known_and_the_refusal_says_what_to_do(tmp_path: Path) -> None:
    files = {"releasebot.toml": '[roles]\nreleaser = ["kim-dev"]\n'}
    project = make_project(tmp_path, PACKAGE | files)
    ended = project.call("tag", GITHUB_ACTOR="kim-dev", GITHUB_ACTIONS="true", USER="kim-dev")
    assert ended.code == 3
    assert "found nobody that a server knows: origin is no GitHub repository" in ended.err
    assert "gh auth login" in ended.err
    assert project.remote_tags() == {}
    assert project.call("plan").code == 0


JENKINS = '{}[roles]\nreleaser = ["jenkins:kim", "permission:write"]\njenkins = "{}"\n'


def in_jenkins(project: Project, jenkins: str) -> None:
    project.commit("chore: roles", {"releasebot.toml": JENKINS.format(GITHUB, jenkins)})


def run(project: Project, jenkins: FakeJenkins, page: str) -> Ended:
    project.env |= jenkins.env
    return project.call("release", BUILD_URL=page)


def test_a_build_is_who_started_it(project: Project, github: FakeGithub) -> None:
    github.people.roles["kim-dev"] = "admin"  # the server's own token proves nobody's right
    with fake_jenkins() as jenkins:
        in_jenkins(project, jenkins.base)
        project.env |= jenkins.env
        page = jenkins.add("job/api/17/", Build([by("lee")], [project.head]))
        ended = project.call("release", BUILD_URL=page, BUILD_USER_ID="kim")
        assert ended.code == 3
        assert "who: found lee (Jenkins)" in ended.err
        assert "kim in Jenkins" in ended.err
        jenkins.builds["job/api/17/"].causes = [by("kim")]
        assert project.call("release", BUILD_URL=page).code == 0
        assert trailers(project) == {"Released-by": "kim (Jenkins)", "Released-from": page}


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (Build([by("kim")], ["a" * 40]), "has not checked out"),
        (Build([by("kim")], building=False), "is not running"),
        (Build([by(None)]), "somebody who was not logged in"),
        (Build([by_remote()]), "somebody who was not logged in"),
        (Build([]), "somebody who was not logged in"),
    ],
)
def test_a_build_that_is_not_this_one_proves_nothing(
    project: Project, github: FakeGithub, build: Build, reason: str
) -> None:
    with fake_jenkins() as jenkins:
        in_jenkins(project, jenkins.base)
        build.commits = build.commits or [project.head]
        page = jenkins.add("job/api/17/", build)
        ended = run(project, jenkins, page)
        assert ended.code == 3
        assert reason in ended.err
        assert github.writes == []


def test_a_build_that_another_one_started_is_whose_that_was(
    project: Project, github: FakeGithub
) -> None:
    with fake_jenkins() as jenkins:
        in_jenkins(project, jenkins.base)
        jenkins.add("job/nightly/3/", Build([by("kim")]))
        causes = [by_build("job/nightly/", 3)]
        page = jenkins.add("job/api/17/", Build(causes, [project.head]))
        assert run(project, jenkins, page).code == 0
        assert trailers(project)["Released-by"] == "kim (Jenkins)"
        assert github.release().published_times == 1


@pytest.mark.usefixtures("github")
def test_what_jenkins_does_by_itself_may_be_let_release(project: Project) -> None:
    with fake_jenkins() as jenkins:
        in_jenkins(project, jenkins.base)
        page = jenkins.add("job/api/17/", Build([by_push()], [project.head]))
        assert run(project, jenkins, page).code == 3
        text = JENKINS.format(GITHUB, jenkins.base).replace("jenkins:kim", "jenkins:SYSTEM")
        jenkins.builds["job/api/17/"].commits = [
            project.commit("chore: pushes release", {"releasebot.toml": text})
        ]
        assert run(project, jenkins, page).code == 0


def test_a_build_elsewhere_is_not_asked_about_and_gets_no_token(
    project: Project, github: FakeGithub
) -> None:
    github.people.roles["kim-dev"] = "admin"
    with fake_jenkins() as ours, fake_jenkins() as theirs:
        in_jenkins(project, ours.base)
        page = theirs.add("job/api/17/", Build([by("kim")], [project.head]))
        ended = run(project, ours, page)
        assert ended.code == 3
        assert "which is not below" in ended.err
        assert theirs.requests == []


@pytest.mark.usefixtures("github")
def test_a_jenkins_that_refuses_or_fails_is_told_apart(project: Project) -> None:
    with fake_jenkins() as jenkins:
        in_jenkins(project, jenkins.base)
        page = jenkins.add("job/api/17/", Build([by("kim")], [project.head]))
        ended = project.call("release", BUILD_URL=page)
        assert ended.code == 3
        assert "JENKINS_USER is not set" in ended.err
        jenkins.status = 500
        assert run(project, jenkins, page).code == 5


def test_a_tag_made_by_somebody_else_is_already_so(project: Project, github: FakeGithub) -> None:
    configure(project, 'releaser = ["kim-dev", "lee-lead"]')
    assert project.call("tag").code == 0
    github.people.login = "lee-lead"
    made = git(project.remote, "rev-parse", "v1.2.3")
    assert project.call("tag").code == 0
    assert git(project.remote, "rev-parse", "v1.2.3") == made
    assert trailers(project)["Released-by"] == "kim-dev (GitHub)"


def test_what_comes_from_outside_adds_no_line(project: Project, github: FakeGithub) -> None:
    login, page = "a`b\nReleased-by: root<!-- x -->", "https://ci.example.com/\nReleased-by: root"
    github.people.login, github.people.roles[login] = login, "admin"
    configure(project, 'releaser = ["permission:admin"]')
    assert project.call("release", BUILD_URL=page).code == 0
    told = trailers(project)
    assert list(told) == ["Released-by", "Released-from"]
    assert told["Released-by"] == "a`b Released-by: root<!-- x --> (GitHub)"
    audit = github.release().body.rpartition("<!-- releasebot audit -->\n")[2]
    who, where = (
        "ab Released-by: root!-- x -- (GitHub)",
        "https://ci.example.com/ Released-by: root",
    )
    assert audit.splitlines() == [
        f"- published by `{who}` from `{where} (unproven)`",
        "<!-- /releasebot audit -->",
    ]


def test_the_doctor_tells_who_somebody_is_and_what_they_may(
    project: Project, github: FakeGithub
) -> None:
    def row() -> dict[str, Any]:
        ended = project.call("doctor", "--format", "json")
        (found,) = (one for one in ended.json["checks"] if one["name"] == "roles")
        return dict(found)

    assert row()["state"] == "aside"
    configure(project, 'releaser = ["permission:write"]\nadmin = ["lee-lead"]')
    assert row()["found"] == "kim-dev (GitHub) is in none of the roles"
    github.people.roles["kim-dev"] = "write"
    assert row()["found"] == "kim-dev (GitHub) is releaser"
    assert row()["state"] == "fine"
    project.env["GITHUB_ACTIONS"] = "true"
    assert row()["found"].startswith("whoever starts this workflow counts as kim-dev (GitHub)")
