"""The API's releases as git has them: in whole and shallow clones, and with a cache."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from releasebot.cli.session import Options, Session
from releasebot.errors import OutsideError
from releasebot.git.root import Surroundings
from releasebot.openapi.history import ApiHistory
from releasebot.release.api_past import history_of
from releasebot.release.world import World
from tests.api_past import DOCUMENTS, QUIET, history, project_with_past
from tests.projects import Project, git, make_project, recorded_git


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with_past(tmp_path)


def world_of(
    folder: Path, env: Mapping[str, str] | None = None, cache: Path | None = None
) -> World:
    environ = {**os.environ, **(env or {})}
    if cache:
        environ["XDG_CACHE_HOME"] = str(cache)
    surroundings = Surroundings(folder / "none", folder / "none", folder, environ)
    return Session(Options(repo=folder), surroundings, interactive=False).world


def told(folder: Path) -> ApiHistory:
    return history_of(world_of(folder))


def versions(found: ApiHistory) -> list[str]:
    return [one.version for one in found.releases]


def clone(project: Project, place: Path, *words: str) -> Path:
    git(place, "clone", "-q", *words, f"file://{project.remote}", "clone")
    return place / "clone"


def test_the_releases_up_to_that_of_today_are_compared_one_by_one(project: Project) -> None:
    found = told(project.folder)
    assert versions(found) == ["1.1.0", "1.2.0", "2.0.0"]
    assert found.first == "1.0.0"
    assert [one.step for one in found.releases] == [one.step for one in history().releases]


def test_it_is_the_same_after_the_tag_and_in_a_shallow_clone(
    project: Project, tmp_path: Path
) -> None:
    found = told(project.folder)
    git(project.folder, "tag", "v2.0.0")
    assert told(project.folder) == found
    git(project.folder, "push", "-q", "--tags", "origin")
    for number in range(50):
        git(project.folder, "commit", "-q", "--allow-empty", "-m", f"chore: {number}")
    git(project.folder, "push", "-q", "origin", "HEAD")
    shallow = clone(project, tmp_path, "--depth=1")
    before = git(shallow, "rev-list", "--count", "HEAD")
    assert versions(told(shallow)) == ["1.1.0", "1.2.0", "2.0.0"]
    assert git(shallow, "rev-list", "--count", "HEAD") == before == "1"
    assert told(shallow) == told(project.folder)


def test_a_shallow_clone_of_the_release_itself_gives_the_same(
    project: Project, tmp_path: Path
) -> None:
    shallow = clone(project, tmp_path, "--depth=1")
    assert told(shallow) == told(project.folder)


def test_of_a_shallow_clone_without_its_remote_nothing_is_guessed(
    project: Project, tmp_path: Path
) -> None:
    shallow = clone(project, tmp_path, "--depth=1", "--no-tags")
    git(shallow, "remote", "set-url", "origin", str(tmp_path / "gone"))
    with pytest.raises(OutsideError):
        told(shallow)
    (shallow / "releasebot.toml").write_text(f"{QUIET}[docs]\nhistory = 0\n", "utf-8")
    assert told(shallow) == ApiHistory()


def test_a_whole_clone_without_tags_and_remote_has_no_past(
    project: Project, tmp_path: Path
) -> None:
    alone = clone(project, tmp_path, "--no-tags")
    git(alone, "remote", "set-url", "origin", str(tmp_path / "gone"))
    assert told(alone) == ApiHistory()
    git(alone, "remote", "set-url", "origin", f"file://{project.remote}")
    assert told(alone) == told(project.folder)


def test_what_came_after_the_release_of_today_is_not_released(project: Project) -> None:
    git(project.folder, "tag", "v2.0.0")
    changed = DOCUMENTS["2.0.0"].replace("findOrder", "readOrder")
    project.commit_here("feat: other", {"openapi.json": changed})
    assert versions(told(project.folder)) == ["1.1.0", "1.2.0", "2.0.0", ""]
    project.commit_here("feat: back", {"openapi.json": DOCUMENTS["2.0.0"]})
    assert versions(told(project.folder)) == ["1.1.0", "1.2.0", "2.0.0"]


def test_only_so_many_releases_are_looked_back_on(project: Project) -> None:
    project.write({"releasebot.toml": f"{QUIET}[docs]\nhistory = 2\n"})
    found = told(project.folder)
    assert (versions(found), found.first) == (["1.2.0", "2.0.0"], "")


def test_a_release_without_a_document_that_can_be_read_is_passed_over(project: Project) -> None:
    for number, text in (("1.3.0", "{"), ("1.4.0", '{"openapi": "3.0.0", "paths": {}}')):
        package = json.dumps({"name": "shop-api", "version": number})
        project.commit_here("x", {"package.json": package, "openapi.json": text})
        git(project.folder, "tag", f"v{number}")
    package = json.dumps({"name": "shop-api", "version": "2.0.0"})
    project.commit_here("x", {"package.json": package, "openapi.json": DOCUMENTS["2.0.0"]})
    assert versions(told(project.folder)) == ["1.1.0", "1.2.0", "1.4.0", "2.0.0"]


def test_prereleases_belong_to_the_release_that_they_led_to(project: Project) -> None:
    git(project.folder, "tag", "v2.0.0-rc.1")
    assert versions(told(project.folder)) == ["1.1.0", "1.2.0", "2.0.0"]


def test_an_accepted_change_is_told_and_breaks_nothing(project: Project) -> None:
    done = project.run("api", "diff", "v1.2.0", "--format", "json").json
    accepted = "".join(
        f'[[diff.accepted]]\nfingerprint = "{one["fingerprint"]}"\nreason = "nobody"\n'
        for one in done["changes"]
    )
    project.write({"releasebot.toml": QUIET + accepted})
    levels = dict(told(project.folder).releases[-1].step.levels)
    titles = {level: [one.title for one in subjects] for level, subjects in levels.items()}
    # what was removed too early on the day of the release is another change today
    assert titles == {"breaking": ["GET /export"], "info": ["GET /orders"]}


def test_a_comparison_is_made_once_and_a_damaged_one_again(
    project: Project, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    env, log = recorded_git(tmp_path)
    found = history_of(world_of(project.folder, env, cache))
    first = log.read_text()
    kept = list((cache / "releasebot" / "api-history").iterdir())
    assert len(kept) == 3, "two comparisons, and that the first release has a document"
    log.write_text("")
    assert history_of(world_of(project.folder, env, cache)) == found
    assert log.read_text().count("cat-file\tblob") < first.count("cat-file\tblob")
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1])
    assert history_of(world_of(project.folder, env, cache)) == found


def test_the_document_of_a_subproject_is_found_where_it_stands(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"README.md": "x"})
    for version in ("1.0.0", "1.1.0"):
        package = json.dumps({"name": "shop-api", "version": version})
        files = {"api/package.json": package, "api/openapi.json": DOCUMENTS[version]}
        project.commit_here(version, {**files, "api/releasebot.toml": QUIET})
        git(project.folder, "tag", f"v{version}")
    found = told(project.folder / "api")
    assert versions(found) == ["1.1.0"]
    assert "#/components/schemas/Order/properties/note" in found.releases[0].step.parts


def test_the_pages_of_a_release_are_built_with_its_past(project: Project) -> None:
    assert project.run("docs", "build").code == 0
    site = project.folder / "build" / "releasebot" / "site"
    changelog = (site / "api-changelog.html").read_text("utf-8")
    assert 'id="v2-0-0-breaking"' in changelog
    assert 'href="orders.html#list-orders"' in changelog
    assert 'href="api-changelog.html#v1-1-0"' in (site / "orders.html").read_text("utf-8")
