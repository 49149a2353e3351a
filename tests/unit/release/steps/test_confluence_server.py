"""The release step with a server, as the whole program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from releasebot.errors import ExitCode
from tests.fakes.confluence.publisher import faults_of
from tests.fakes.confluence.site import Site, serving
from tests.projects import SPEC, Ended, Project, make_project

PUBLISH = ("docs", "publish", "--to", "confluence")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving("cloud") as served:
        yield served
        assert faults_of(served) == []


@pytest.fixture
def project(tmp_path: Path, site: Site) -> Project:
    made = make_project(tmp_path)
    configure(made, site, product="cloud")
    made.env.update(site.environ)
    return made


def configure(project: Project, site: Site, **settings: str) -> None:
    named = {"url": site.url, "space": "DOCS", **settings}
    lines = [f"{key} = {json.dumps(value)}" for key, value in named.items()]
    text = '[docs]\npages = "operation"\n\n[confluence]\n' + "\n".join(lines) + "\n"
    project.commit("ci: publish", {"releasebot.toml": text})


def publish(project: Project, *words: str) -> Any:  # noqa: ANN401  a JSON document
    ended = project.run(*PUBLISH, "--format", "json", *words)
    assert ended.code == ExitCode.DONE, ended.err
    return ended.json["steps"][0]


def spec(**changes: Any) -> dict[str, str]:  # noqa: ANN401  a JSON document
    changed = json.loads(json.dumps(SPEC))
    for path, value in changes.items():
        if value is None:
            del changed["paths"][path]
        else:
            changed["paths"][path]["get"] |= value
    return {"swagger.json": json.dumps(changed, ensure_ascii=False)}


def test_a_run_reports_every_page_with_its_address_and_the_next_finds_it_so(
    project: Project, site: Site
) -> None:
    first = publish(project)
    assert first["state"] == "made"
    titles = {link["title"]: link for link in first["links"]}
    assert titles["주문 API"]["deed"] == "created"
    assert first["where"] == titles["주문 API"]["where"]
    assert first["where"].startswith(f"{site.url}/wiki/spaces/DOCS/pages/")
    attached = site.store.one("주문 API").files["order-api-openapi.json"].content
    assert json.loads(attached)["paths"].keys() == SPEC["paths"].keys()
    again = publish(project)
    assert again["state"] == "already_so"
    assert again["where"] == first["where"]


def test_the_plan_names_each_page_with_its_reason_and_writes_nothing(
    project: Project, site: Site
) -> None:
    publish(project)
    gone = spec(**{"/orders": None, "/orders/{id}": {"summary": "주문 보기"}})
    project.commit("feat: rename", gone)
    site.requests.clear()
    ended = project.run("plan")
    assert ended.code == ExitCode.DONE, ended.err
    assert "~ update 주문 보기: title '주문 조회' becomes '주문 보기'" in ended.out
    assert "? orphaned 주문 목록: nothing in the API stands for it" in ended.out
    assert site.writes == []
    steps = {step["name"]: step for step in project.run("plan", "--format", "json").json["steps"]}
    assert any("? orphaned" in line for line in steps["confluence"]["details"])


def test_orphans_are_archived_when_the_command_says_so(project: Project, site: Site) -> None:
    publish(project)
    page = site.store.one("주문 목록")
    project.commit("feat: drop", spec(**{"/orders": None}))
    publish(project, "--archive-orphans")
    assert page.status == "archived"


def test_a_long_run_says_how_far_it_is(project: Project) -> None:
    paths = {
        f"/things/{number}": {
            "get": {"operationId": f"thing{number}", "summary": f"것 {number}", "responses": {}}
        }
        for number in range(60)
    }
    big = json.dumps({**SPEC, "paths": paths}, ensure_ascii=False)
    project.commit("feat: much", {"swagger.json": big})
    said = project.run("--config", "releasebot.toml", *PUBLISH).err
    assert "confluence: " in said
    assert " of " in said


@pytest.mark.parametrize(
    ("version", "parameters", "told"),
    [
        ("1.2.4", [{"name": "day", "in": "query", "required": True}], True),
        ("2.0.0", [{"name": "day", "in": "query"}], False),
    ],
)
def test_who_watches_is_told_where_the_api_breaks_whatever_the_version(
    project: Project, site: Site, *, version: str, parameters: list[dict[str, Any]], told: bool
) -> None:
    publish(project)
    asked = [{"schema": {"type": "string"}, **one} for one in parameters]
    changed = spec(**{"/orders": {"parameters": asked}})
    package = json.dumps({"name": "order-api", "version": version})
    project.commit("feat: a day", changed | {"package.json": package})
    publish(project)
    assert site.store.one("주문 목록").now.minor is not told


def complaint(project: Project) -> Ended:
    ended = project.run(*PUBLISH)
    assert "Traceback" not in ended.err
    return ended


def test_credentials_that_are_missing_are_named(project: Project) -> None:
    del project.env["CONFLUENCE_TOKEN"]
    ended = complaint(project)
    assert ended.code == ExitCode.USAGE
    assert "CONFLUENCE_TOKEN is not set" in ended.err
    assert "hint: set CONFLUENCE_USER and CONFLUENCE_TOKEN" in ended.err


def test_a_token_is_never_shown(project: Project) -> None:
    project.env["CONFLUENCE_TOKEN"] = "s3cret-t0ken"
    ended = complaint(project)
    assert ended.code == ExitCode.OUTSIDE
    assert "does not know the account" in ended.err
    assert "s3cret" not in ended.err + ended.out


def test_an_edit_ends_the_release_before_the_first_write(project: Project, site: Site) -> None:
    publish(project)
    site.store.edit(site.store.one("주문 조회"), "<p>손으로 고침</p>")
    site.requests.clear()
    ended = project.run("release")
    assert ended.code == ExitCode.CONFLICT
    assert "+<p>손으로 고침</p>" in ended.err
    assert site.writes == []
    assert project.remote_tags() == {}


def test_the_pages_can_be_looked_at_in_a_folder_without_the_server(
    project: Project, site: Site
) -> None:
    ended = project.run("docs", "build", "--to", "confluence-folder", "--format", "json")
    assert ended.code == ExitCode.DONE, ended.err
    index = Path(ended.json["steps"][0]["where"])
    assert index.name == "index.html"
    assert index.is_file()
    assert site.requests == []


def health(project: Project) -> Any:  # noqa: ANN401  a JSON document
    checks = project.run("doctor", "--format", "json").json["checks"]
    return next(one for one in checks if one["name"] == "confluence")


def test_the_doctor_says_who_may_write_where(project: Project) -> None:
    assert health(project) == {
        "name": "confluence",
        "state": "fine",
        "found": "Release Bot in the space DOCS of Confluence Cloud",
    }


def test_the_doctor_names_the_permission_that_is_missing(project: Project, site: Site) -> None:
    site.store.allowed.discard(("create", "page"))
    found = health(project)
    assert found["state"] == "amiss"
    assert found["found"] == "Release Bot lacks Add pages in the space DOCS"
    assert site.writes == []


def test_the_doctor_names_a_parent_that_is_missing(project: Project, site: Site) -> None:
    configure(project, site, product="cloud", parent="없는 쪽")
    assert "no page titled" in health(project)["found"]
    configure(project, site, product="cloud", parent="99999")
    assert health(project)["found"] == "there is no page 99999 for the pages to go below"


def test_the_doctor_needs_no_server_where_none_is_set(tmp_path: Path) -> None:
    assert health(make_project(tmp_path))["state"] == "aside"
