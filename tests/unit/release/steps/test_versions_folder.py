"""Versions of the site in a plain folder, deployed by processes of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.projects import Project, make_project
from tests.unit.release.steps.test_versions import (
    PUBLISHERS,
    publish,
    publish_at_once,
    raised,
    states,
)

CONFIG = """\
[site]
versions_folder = "../served"
url = "https://docs.example.com/api/"
console = false
[confluence]
enabled = false
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    project.commit("chore: configure", {"releasebot.toml": CONFIG})
    return project


@pytest.fixture
def served(project: Project) -> Path:
    return project.folder.parent / "served"


def aliases(served: Path) -> dict[str, list[str]]:
    index = json.loads((served / "versions.json").read_text("utf-8"))
    return {one["version"]: one["aliases"] for one in index}


def text(path: Path) -> str:
    return path.read_text("utf-8")


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_version_stands_beside_the_others_and_running_again_writes_nothing(
    project: Project, served: Path
) -> None:
    assert states(publish(project)) == {"site": "made", "versions-folder": "made"}
    raised(project, "1.3.0")
    publish(project)
    assert aliases(served) == {"1.3.0": ["dev", "latest"], "1.2.3": []}
    before = stamps(served)
    assert states(publish(project)) == {"site": "already_so", "versions-folder": "already_so"}
    assert stamps(served) == before
    assert not [path for path in served.rglob("*") if path.is_symlink()]
    assert "../1.3.0/orders.html" in text(served / "latest" / "orders.html")
    assert "latest/index.html" in text(served / "index.html")
    assert "/api/latest/" in text(served / "404.html")
    assert "https://docs.example.com/api/1.3.0/sitemap.xml" in text(served / "sitemap.xml")
    page = text(served / "1.2.3" / "orders.html")
    assert 'rel="canonical" href="https://docs.example.com/api/latest/orders.html"' in page
    assert "이전 버전의 문서입니다." in page


def test_what_somebody_else_put_there_stays(project: Project, served: Path) -> None:
    served.mkdir()
    (served / "robots.txt").write_text("mine")
    (served / "404.html").write_text("mine")
    (served / "9.9.9").mkdir()
    (served / "9.9.9" / "x").write_text("theirs")
    publish(project)
    assert [text(served / name) for name in ("robots.txt", "404.html", "9.9.9/x")] == [
        *("mine", "mine", "theirs")
    ]
    raised(project, "9.9.9")
    refused = project.run("docs", "publish", "--to", "site")
    assert refused.code == 4
    assert "1 file that releasebot did not make in" in refused.err
    assert text(served / "9.9.9" / "x") == "theirs"


def test_a_file_of_somebody_elses_in_an_alias_is_not_removed(
    project: Project, served: Path
) -> None:
    publish(project)
    (served / "latest" / "theirs.html").write_text("theirs")
    raised(project, "1.3.0")
    refused = project.run("docs", "publish", "--to", "site")
    assert refused.code == 4
    assert "latest/theirs.html is not ours" in refused.err
    assert aliases(served) == {"1.2.3": ["dev", "latest"]}


def test_a_spoilt_file_of_the_version_is_put_right(project: Project, served: Path) -> None:
    publish(project)
    page = served / "1.2.3" / "orders.html"
    good = text(page)
    page.write_text("spoilt")
    assert states(publish(project)) == {"site": "already_so", "versions-folder": "made"}
    assert text(page) == good


def test_publishers_at_once_lose_no_version(project: Project, served: Path, tmp_path: Path) -> None:
    config = CONFIG.replace("../served", str(served))
    project.commit("chore: one folder for all", {"releasebot.toml": config})
    publish(project)
    wanted = {"1.2.3", *publish_at_once(project, tmp_path)}
    assert set(aliases(served)) == wanted
    for version in wanted:
        mark = json.loads(text(served / version / "releasebot.json"))
        assert mark["edition"]["version"] == version
    newest = f"2.{PUBLISHERS - 1}.0"
    assert aliases(served)[newest] == ["dev", "latest"]
    assert f"../{newest}/index.html" in text(served / "latest" / "index.html")
