"""Versions of the site on a branch of a real remote, deployed by processes of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.projects import IDENTITY, Project, git, make_project

CONFIG = """\
[site]
branch = "gh-pages"
url = "https://docs.example.com/api/"
console = false
[confluence]
enabled = false
"""
PUBLISHERS = int(os.environ.get("RELEASEBOT_PUBLISHERS", "5"))
"""How many deploy at once; 20 were tried by hand."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    project.commit("chore: configure", {"releasebot.toml": CONFIG})
    return project


def raised(project: Project, version: str) -> None:
    project.commit(f"chore: {version}", {"package.json": manifest(version)})


def manifest(version: str) -> str:
    return json.dumps({"name": "order-api", "version": version}) + "\n"


def publish(project: Project) -> Any:  # noqa: ANN401  a JSON document
    ended = project.run("docs", "publish", "--to", "site", "--format", "json")
    assert ended.code == 0, ended.err
    return ended.json


def publish_at_once(project: Project, place: Path) -> list[str]:
    """Copies of the project, a version each, are published side by side; their versions."""
    versions = [f"2.{number}.0" for number in range(PUBLISHERS)]
    children = []
    for version in versions:
        folder = place / version
        shutil.copytree(project.folder, folder, symlinks=True)
        (folder / "package.json").write_text(manifest(version))
        git(folder, "commit", "-q", "-a", "-m", version)
        children.append(
            subprocess.Popen(
                (sys.executable, "-m", "releasebot", "docs", "publish", "--to", "site"),
                cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL, env={**os.environ, **IDENTITY},
            )
        )  # fmt: skip
    for child in children:
        _, said = child.communicate(timeout=600)
        assert child.returncode == 0, said.decode()
    return versions


def shown(project: Project, path: str) -> str:
    return git(project.remote, "show", f"gh-pages:{path}")


def aliases(project: Project) -> dict[str, list[str]]:
    return {one["version"]: one["aliases"] for one in json.loads(shown(project, "versions.json"))}


def states(document: Any) -> dict[str, str]:  # noqa: ANN401  a JSON document
    return {step["name"]: step["state"] for step in document["steps"]}


def test_a_version_is_deployed_beside_the_others_and_found_there(project: Project) -> None:
    assert states(publish(project)) == {"site": "made", "versions": "made"}
    raised(project, "1.3.0")
    publish(project)
    assert aliases(project) == {"1.3.0": ["dev", "latest"], "1.2.3": []}
    before = git(project.remote, "rev-parse", "gh-pages")
    assert states(publish(project)) == {"site": "already_so", "versions": "already_so"}
    assert git(project.remote, "rev-parse", "gh-pages") == before
    for path in ("1.2.3/index.html", "1.3.0/index.html", "latest/index.html", ".nojekyll"):
        shown(project, path)
    assert "../1.3.0/orders.html" in shown(project, "latest/orders.html")
    assert "latest/index.html" in shown(project, "index.html")
    assert "/api/latest/" in shown(project, "404.html")
    assert "https://docs.example.com/api/1.3.0/sitemap.xml" in shown(project, "sitemap.xml")
    page = shown(project, "1.2.3/orders.html")
    assert 'rel="canonical" href="https://docs.example.com/api/latest/orders.html"' in page
    assert "이전 버전의 문서입니다." in page


def test_a_prerelease_is_dev_and_an_older_line_takes_no_alias(project: Project) -> None:
    for version in ("2.0.0", "2.1.0-rc.1", "1.9.9"):
        raised(project, version)
        publish(project)
    assert aliases(project) == {"2.1.0-rc.1": ["dev"], "2.0.0": ["latest"], "1.9.9": []}
    assert "../2.0.0/index.html" in shown(project, "latest/index.html")
    assert "../2.1.0-rc.1/index.html" in shown(project, "dev/index.html")


def test_what_somebody_else_put_on_the_branch_stays(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(project.remote), str(other))
    git(other, "checkout", "-q", "--orphan", "gh-pages")
    git(other, "rm", "-rfq", ".")
    for name, text in (("CNAME", "docs.example.com"), ("404.html", "mine"), ("9.9.9/x", "theirs")):
        (other / name).parent.mkdir(exist_ok=True)
        (other / name).write_text(text)
    git(other, "add", "--all")
    git(other, "commit", "-q", "-m", "mine")
    git(other, "push", "-q", "origin", "gh-pages")
    publish(project)
    assert shown(project, "CNAME") == "docs.example.com"
    assert shown(project, "404.html") == "mine"
    assert shown(project, "9.9.9/x") == "theirs"
    raised(project, "9.9.9")
    refused = project.run("docs", "publish", "--to", "site")
    assert refused.code == 4
    assert "9.9.9 that releasebot did not make" in refused.err


def test_building_alone_deploys_nothing(project: Project) -> None:
    assert project.run("docs", "build").code == 0
    assert git(project.remote, "branch", "--list", "gh-pages") == ""


def test_a_shallow_clone_deploys_beside_what_is_there(project: Project, tmp_path: Path) -> None:
    publish(project)
    raised(project, "1.3.0")
    git(project.folder, "push", "-q", "origin", "main")
    shallow = tmp_path / "shallow"
    url = f"file://{project.remote}"
    git(tmp_path, "clone", "-q", "--depth", "1", "--single-branch", url, str(shallow))
    publish(Project(shallow, project.remote))
    assert set(aliases(project)) == {"1.2.3", "1.3.0"}


def test_publishers_at_once_lose_no_version(project: Project, tmp_path: Path) -> None:
    publish(project)
    wanted = {"1.2.3", *publish_at_once(project, tmp_path)}
    assert set(aliases(project)) == wanted
    for version in wanted:
        assert (
            json.loads(shown(project, f"{version}/releasebot.json"))["edition"]["version"]
            == version
        )
    newest = f"2.{PUBLISHERS - 1}.0"
    assert aliases(project)[newest] == ["dev", "latest"]
    assert f"../{newest}/index.html" in shown(project, "latest/index.html")
