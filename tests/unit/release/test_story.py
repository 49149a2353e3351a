"""What the pages about releases tell of real repositories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from releasebot.pages.release_plots import Changed, Story
from releasebot.release.api_summaries import MOST_BYTES
from releasebot.release.story import story_of
from tests.many_releases import project_with_releases, spec_of
from tests.projects import Project, git, make_project, recorded_git
from tests.unit.release.test_recent import world_of


def story(project: Project) -> Story:
    return story_of(world_of(project.folder))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project_with_releases(tmp_path_factory.mktemp("many"), 6)


def test_the_notes_are_those_of_the_release_in_the_language_of_its_commits(many: Project) -> None:
    newest = story(many).releases[0]
    assert newest.version == "1.6.0"
    assert "### 새 기능" in newest.notes
    assert "일을 하나 더 했다 (#6)" in newest.notes
    assert (newest.changes, newest.breaking, newest.lead) == (3, 0, 2.0)


def test_operations_are_counted_against_the_release_before(many: Project) -> None:
    api = story(many).api
    assert api["1.0.0"].changed is None
    assert api["1.1.0"].changed == Changed(added=1, removed=0, deprecated=0)
    assert api["1.2.0"].changed == Changed(added=1, removed=0, deprecated=1)
    assert api["1.4.0"].changed == Changed(added=1, removed=1, deprecated=0)
    assert api["1.6.0"].coverage.operations.described.of == 6


def test_a_renamed_variable_of_a_path_makes_no_other_operation(tmp_path: Path) -> None:
    def spec(number: int) -> dict[str, Any]:
        text = json.dumps(spec_of(2))
        return dict(json.loads(text.replace("{id}", "{thing}") if number else text))

    found = story(project_with_releases(tmp_path, 1, spec=spec))
    assert found.api["1.1.0"].changed == Changed(0, 0, 0)


def test_the_past_ends_before_a_release_without_a_document(tmp_path: Path) -> None:
    def spec(number: int) -> dict[str, Any] | None:
        return spec_of(number) if number >= 2 else None

    assert [*story(project_with_releases(tmp_path, 4, spec=spec)).api] == [
        "1.4.0",
        "1.3.0",
        "1.2.0",
    ]


def test_a_released_document_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    def spec(number: int) -> dict[str, Any]:
        return {"swagger": "nonsense"} if number == 1 else spec_of(number)

    assert [*story(project_with_releases(tmp_path, 3, spec=spec)).api] == ["1.3.0", "1.2.0"]


def test_documents_are_read_up_to_a_limit(tmp_path: Path) -> None:
    def spec(number: int) -> dict[str, Any]:
        return spec_of(number) | {"x-weight": "x" * (MOST_BYTES // 3)}

    project = project_with_releases(tmp_path, 5, spec=spec)
    found = [*story(project).api]
    assert 1 <= len(found) < 6
    assert [*story(project).api] == found  # what is kept of them counts as much


def test_a_released_document_is_read_once(tmp_path: Path) -> None:
    project = project_with_releases(tmp_path / "many", 5)
    first = story(project)
    env, log = recorded_git(tmp_path)
    again = story_of(world_of(project.folder, **env))
    assert again == first
    assert "cat-file" not in log.read_text("utf-8")


def test_links_lead_to_the_repository_on_the_web(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    git(project.folder, "remote", "set-url", "origin", "https://github.com/team/orders.git")
    assert story(project).releases[0].web == "https://github.com/team/orders/tree/v1.2.3"


def test_a_template_of_the_projects_own_writes_the_notes_here_too(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    project.write({"notes.md.j2": "우리의 {{ version }}\n"})
    project.write({"releasebot.toml": '[notes]\ntemplate = "notes.md.j2"\n'})
    assert story(project).releases[0].notes == "우리의 1.2.3\n"
