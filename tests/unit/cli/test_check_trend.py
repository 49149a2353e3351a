"""What gates measured, release after release: in the terminal and on a page of the site."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.projects import SPEC, Project, git, make_project

SETTINGS = """
[version]
ignore = ["swagger.json"]
[github]
enabled = false
[confluence]
enabled = false
[gates.test]
command = "cat report.xml"
format = "junit"
"""


def report(tests: int) -> str:
    cases = "".join(f'<testcase classname="a" name="t{one}" time="0.5"/>' for one in range(tests))
    return f'<testsuite name="all" tests="{tests}" failures="0">{cases}</testsuite>\n'


def files(version: str, tests: int) -> dict[str, str]:
    return {
        "package.json": json.dumps({"name": "order-api", "version": version}),
        "report.xml": report(tests),
    }


def released(place: Path, counts: dict[str, int]) -> Project:
    """A project with a release for each version, whose tests are so many."""
    project = make_project(place, {"releasebot.toml": SETTINGS, "swagger.json": json.dumps(SPEC)})
    for version, tests in counts.items():
        project.commit(f"feat: {version}", files(version, tests))
        ended = project.run("release")
        assert ended.code == 0, ended.err
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return released(tmp_path_factory.mktemp("trend"), {"1.0.0": 2, "1.1.0": 4, "1.2.0": 3})


def trends(project: Project) -> str:
    page = project.folder / "build" / "releasebot" / "site" / "releases" / "trends.html"
    return page.read_text("utf-8")


def test_the_terminal_shows_a_line_for_each_figure(project: Project) -> None:
    ended = project.run("check", "--trend")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "1.0.0 to 1.2.0",
        "test tests      ▁█▅  2 → 3",
        "test test-time  ▁█▅  1 s → 1.5 s",
    ]
    found = project.run("check", "--trend", "--format=json").json
    assert found["releases"] == ["1.0.0", "1.1.0", "1.2.0"]
    tests = next(one for one in found["figures"] if one["figure"] == "tests")
    assert tests == {"gate": "test", "figure": "tests", "values": [2, 4, 3]}


def test_the_site_shows_the_releases_before_it_and_stays_as_it_is(project: Project) -> None:
    page = trends(project)
    points = re.findall(r'href="([^"]*)"[^>]*><title>([^<]*)</title>', page)
    assert ("1.0.0.html", "1.0.0: 2") in points
    assert ("1.1.0.html", "1.1.0: 4") in points
    assert not [title for _, title in points if title.startswith("1.2.0")]
    again = project.run("release")
    assert re.search(r"^site +already so", again.out, re.MULTILINE), again.out


def test_the_figures_of_a_release_are_shown_with_the_next_one(
    project: Project, tmp_path: Path
) -> None:
    shutil.copytree(project.folder, tmp_path / "next")
    shutil.copytree(project.remote, tmp_path / "next.git")
    later = Project(tmp_path / "next", tmp_path / "next.git")
    git(later.folder, "remote", "set-url", "origin", str(later.remote))
    later.commit_here("feat: next", files("1.3.0", 9))
    assert later.run("docs", "build").code == 0
    assert "<title>1.2.0: 3</title>" in trends(later)


def test_a_remote_that_cannot_be_asked_is_told_of_on_the_page(
    project: Project, tmp_path: Path
) -> None:
    shutil.copytree(project.folder, tmp_path / "alone")
    alone = Project(tmp_path / "alone", project.remote)
    git(alone.folder, "remote", "set-url", "origin", str(tmp_path / "gone.git"))
    assert alone.run("docs", "build").code == 0
    site = alone.folder / "build" / "releasebot" / "site" / "releases"
    assert "게이트가 잰 값을 읽지 못했습니다" in (site / "index.html").read_text("utf-8")
    assert not (site / "trends.html").exists()
    assert project.run("check", "--trend").code == 0
    assert alone.run("check", "--trend").code == 5


def test_without_any_evidence_it_is_said(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    ended = project.run("check", "--trend")
    assert (ended.code, ended.out) == (0, "no release has evidence of what gates measured\n")
