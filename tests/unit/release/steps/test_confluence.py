from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from releasebot.errors import ExitCode
from tests.projects import SPEC, Project, git, make_project

WORDS = ("docs", "publish", "--to", "confluence")


def publish(project: Project, *words: str) -> Any:  # noqa: ANN401  a JSON document
    ended = project.run(*WORDS, "--format", "json", *words)
    assert ended.code == ExitCode.DONE, ended.err
    return ended.json["steps"][0]


def refused(project: Project) -> str:
    ended = project.run(*WORDS)
    assert ended.code == ExitCode.CONFLICT, ended.err
    return ended.err


def folder(project: Project) -> Path:
    return project.folder / "build" / "releasebot" / "confluence"


def release(project: Project, version: str) -> None:
    manifest = json.dumps({"name": "order-api", "version": version})
    project.commit(f"chore: {version}", {"package.json": manifest})


def changed_spec(summary: str) -> str:
    spec = json.loads(json.dumps(SPEC))
    spec["paths"]["/orders/{id}"]["get"]["description"] = summary
    return json.dumps(spec, ensure_ascii=False)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Without pages about releases, which differ with every commit until it is released."""
    project = make_project(tmp_path)
    project.commit("chore: settings", {"releasebot.toml": "[docs]\nreleases = 0\n"})
    return project


def test_the_pages_are_made_and_then_found_made(project: Project) -> None:
    first = publish(project)
    assert first["state"] == "made"
    assert first["made"].startswith("created ")
    assert Path(first["where"]) == folder(project) / "index.html"
    assert "주문 조회" in "".join(
        path.read_text("utf-8") for path in (folder(project) / "pages").glob("*.xml")
    )
    again = publish(project)
    assert again["state"] == "already_so"
    assert again["found"].endswith("pages of 1.2.3")
    assert git(project.folder, "status", "--porcelain") == ""


def test_another_commit_that_leaves_the_api_as_it_was_leaves_the_pages(project: Project) -> None:
    publish(project)
    project.commit("docs: a word", {"README.md": "x"})
    assert publish(project)["state"] == "already_so"


def test_a_change_is_found_and_only_its_page_is_written(project: Project) -> None:
    publish(project)
    project.commit("docs: say more", {"swagger.json": changed_spec("한 건을 돌려줍니다.")})
    step = publish(project)
    assert step["state"] == "made"
    assert step["made"].startswith("updated 1, unchanged ")


def test_a_page_edited_by_hand_is_a_conflict_that_shows_the_edit(project: Project) -> None:
    publish(project)
    path = next((folder(project) / "pages").glob("*.xml"))
    path.write_text(
        path.read_text("utf-8").replace("</ac:confluence>", "<p>메모</p>\n</ac:confluence>")
    )
    project.commit("docs: say more", {"swagger.json": changed_spec("한 건을 돌려줍니다.")})
    said = refused(project)
    assert "was edited by hand" in said
    assert "+<p>메모</p>" in said
    assert "<p>메모</p>" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("later", "earlier"), [("1.10.0", "1.9.9"), ("2.0.0", "2.0.0-rc.1"), ("2.0", "1.9.9")]
)
def test_an_earlier_version_does_not_replace_a_later_one(
    project: Project, later: str, earlier: str
) -> None:
    release(project, later)
    publish(project)
    release(project, earlier)
    assert f"show {later}, a later edition than {earlier}" in refused(project)
    release(project, later)
    assert publish(project)["state"] == "already_so"
