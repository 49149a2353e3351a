"""The site step, seen through the program that runs it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.projects import IDENTITY, SPEC, Project, git, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def site(project: Project) -> Path:
    return project.folder / "build" / "releasebot" / "site"


def step(project: Project) -> Any:  # noqa: ANN401  the shape is JSON's
    ended = project.run("docs", "build", "--format", "json")
    assert ended.code == 0, ended.err
    return ended.json["steps"][0]


def spec(**info: str) -> str:
    return json.dumps({**SPEC, "info": {**SPEC["info"], **info}}, ensure_ascii=False)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_site_is_made_once_and_then_already_so(project: Project) -> None:
    made = step(project)
    assert made["state"] == "made"
    assert made["where"] == str(site(project) / "index.html")
    before = bytes_of(site(project))
    assert step(project)["state"] == "already_so"
    assert bytes_of(site(project)) == before
    assert git(project.folder, "status", "--porcelain", "--untracked-files=all") == ""


def test_the_same_commit_gives_the_same_bytes_in_another_checkout(
    project: Project, tmp_path: Path
) -> None:
    step(project)
    git(tmp_path, "clone", "-q", str(project.remote), "elsewhere")
    other = Project(tmp_path / "elsewhere", project.remote)
    step(other)
    assert bytes_of(site(other)) == bytes_of(site(project))


def test_a_changed_spec_is_built_again(project: Project) -> None:
    step(project)
    project.write({"swagger.json": spec(title="새 주문 API")})
    assert step(project)["state"] == "made"
    assert "새 주문 API" in (site(project) / "index.html").read_text("utf-8")


def test_a_new_version_takes_the_place_of_the_old(project: Project) -> None:
    step(project)
    project.commit("feat: more", {"package.json": '{"name": "order-api", "version": "1.3.0"}\n'})
    assert step(project)["state"] == "made"
    assert "1.3.0" in (site(project) / "releasebot.json").read_text("utf-8")


def test_an_older_version_does_not_take_the_place_of_a_newer(project: Project) -> None:
    old = project.head
    project.write({"package.json": '{"name": "order-api", "version": "1.3.0"}\n'})
    subprocess.run(
        ["git", "commit", "-q", "-a", "-m", "feat: more"],
        cwd=project.folder,
        check=True,
        env={**os.environ, **IDENTITY, "GIT_COMMITTER_DATE": "2026-02-03T04:05:06+09:00"},
    )
    step(project)
    before = bytes_of(site(project))
    git(project.folder, "checkout", "-q", old)
    ended = project.run("docs", "build")
    assert ended.code == 4
    assert "1.3.0" in ended.err
    assert "newer" in ended.err
    assert bytes_of(site(project)) == before


def test_a_folder_with_other_content_is_a_conflict_and_stays(project: Project) -> None:
    settings = '[site]\nfolder = "public"\n'
    project.write({"public/thesis.txt": "of great value", "releasebot.toml": settings})
    ended = project.run("docs", "build")
    assert ended.code == 4
    assert "public" in ended.err
    assert "site.folder" in ended.err
    assert bytes_of(project.folder / "public") == {"thesis.txt": b"of great value"}


def test_a_broken_spec_leaves_the_site_as_it_is(project: Project) -> None:
    step(project)
    before = bytes_of(site(project))
    project.write({"swagger.json": '{"openapi": "3.0.0", "paths": '})
    ended = project.run("docs", "build")
    assert ended.code == 2
    assert "swagger.json" in ended.err
    assert bytes_of(site(project)) == before


def test_the_folder_is_found_from_the_configuration_whatever_the_current_one_is(
    project: Project,
) -> None:
    project.write({"releasebot.toml": '[site]\nfolder = "out/api"\n', "src/main.ts": ""})
    ended = project.run("docs", "build", cwd=project.folder / "src")
    assert ended.code == 0, ended.err
    assert (project.folder / "out" / "api" / "index.html").is_file()


def test_the_address_of_the_site_is_in_its_sitemap(project: Project) -> None:
    project.write({"releasebot.toml": '[site]\nurl = "https://docs.example.com/api/"\n'})
    step(project)
    sitemap = (site(project) / "sitemap.xml").read_text("utf-8")
    assert "<loc>https://docs.example.com/api/" in sitemap
