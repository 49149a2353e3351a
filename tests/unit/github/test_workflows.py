from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.github.workflows import Workflow, workflows


def found(folder: Path, text: str, name: str = "a.yml") -> Workflow:
    path = folder / ".github" / "workflows" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    (workflow,) = workflows(folder)
    return workflow


@pytest.mark.parametrize(
    ("on", "waits_for"),
    [
        ("on: push", ("push",)),
        ("on: [push, pull_request]", ("push",)),
        ("on:\n  push:\n    tags: ['v*']", ("push",)),
        ("on:\n  push:\n    tags-ignore: ['x*']", ("push",)),
        ("on:\n  push:\n    branches: [main]\n    tags: ['v*']", ("push",)),
        ("on:\n  push:\n    branches: [main]", ()),
        ("on:\n  push:\n    branches-ignore: [wip]", ()),
        ("on:\n  push:\n    paths: ['src/**']", ("push",)),
        ("on:\n  push:\n    tags: []", ()),
        ("on:\n  release:\n    types: [published]", ("release",)),
        ("on: [create]", ("create",)),
        ("'on': release", ("release",)),
        ("on:\n  pull_request:\n  schedule:\n    - cron: '0 0 * * *'", ()),
    ],
)
def test_a_workflow_that_waits_for_a_tag_or_a_release_is_found(
    tmp_path: Path, on: str, waits_for: tuple[str, ...]
) -> None:
    assert found(tmp_path, f"name: 배포\n{on}\njobs: {{}}\n").waits_for == waits_for


def test_name_and_whether_it_can_be_started_by_name(tmp_path: Path) -> None:
    workflow = found(tmp_path, "on:\n  workflow_dispatch:\njobs: {}\n", "deploy.yaml")
    assert workflow == Workflow("deploy.yaml", "deploy.yaml", (), dispatchable=True)


@pytest.mark.parametrize("text", ["", "- a", "on: [", "\x00", "on: 3"])
def test_a_file_that_is_no_workflow_waits_for_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".github" / "workflows" / "a.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    assert not [one for one in workflows(tmp_path) if one.waits_for]


def test_a_repository_without_workflows_has_none(tmp_path: Path) -> None:
    assert workflows(tmp_path) == ()
