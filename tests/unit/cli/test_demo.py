"""`releasebot demo`, run as its users run it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.projects import Ended, git, run_releasebot

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Twice:
    """A demo that was run in an empty folder, and run again."""

    folder: Path
    first: Ended
    first_files: dict[str, tuple[int, bytes]]
    second: Ended
    second_files: dict[str, tuple[int, bytes]]

    @property
    def place(self) -> Path:
        """Where it works when nothing else is said."""
        return self.folder / "build" / "demo"


def stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file, git's own too, with its time and its bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    folder = tmp_path_factory.mktemp("somewhere")
    outputs = {"GITHUB_OUTPUT": str(folder / "out"), "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    first = run_releasebot("demo", cwd=folder, env=outputs)
    after_first = stamps(folder)
    second = run_releasebot("demo", "--format", "json", cwd=folder)
    return Twice(folder, first, after_first, second, stamps(folder))


def states(table: str) -> dict[str, str]:
    """Step and state of each line of a table; further lines of a step are set in."""
    lines = [line for line in table.partition("\n\n")[0].splitlines() if not line.startswith(" ")]
    found = {}
    for line in lines:
        name, _, rest = line.partition(" ")
        found[name] = rest.strip().split("  ")[0]
    return found


def test_the_first_run_makes_everything(twice: Twice) -> None:
    assert twice.first.code == 0, twice.first.err
    assert states(twice.first.out) == {
        "tree": "already so",
        "branch": "already so",
        "version": "already so",
        "order": "already so",
        "api": "already so",
        "tag": "made",
        "github": "skipped",
        "site": "made",
        "confluence": "made",
    }


def test_the_second_run_finds_everything_already_so(twice: Twice) -> None:
    assert twice.second.code == 0, twice.second.err
    document = twice.second.json
    assert {step["state"] for step in document["steps"]} == {"already_so", "skipped"}
    assert document["released"] is False


def test_the_second_run_changes_no_byte_and_no_time(twice: Twice) -> None:
    assert twice.second_files == twice.first_files


def test_the_tag_is_on_the_remote_at_the_commit_that_was_released(twice: Twice) -> None:
    head = git(twice.place / "bookshop", "rev-parse", "HEAD")
    assert git(twice.place / "bookshop.git", "rev-parse", "v1.4.0^{commit}") == head
    assert twice.second.json["commit"] == head


def test_every_place_that_it_names_is_there(twice: Twice) -> None:
    places = twice.second.json["places"]
    assert set(places) == {"site", "confluence", "checkout", "remote"}
    for place in places.values():
        assert Path(place).exists()
        assert place in twice.first.out


def test_the_site_and_the_pages_tell_the_api(twice: Twice) -> None:
    places = twice.second.json["places"]
    for name in ("site", "confluence"):
        pages = list(Path(places[name]).parent.rglob("*.html"))
        text = "\n".join(page.read_text("utf-8") for page in pages)
        for word in ("달빛책방 API", "환불 요청", "1.4.0"):
            assert word in text, (name, word)


def test_the_command_that_opens_the_site_is_printed(twice: Twice) -> None:
    assert "-m releasebot demo --serve" in twice.first.out.splitlines()[-1]


def test_the_release_of_the_demo_is_not_reported_as_the_workflows_own(twice: Twice) -> None:
    assert not (twice.folder / "out").exists()
    assert not (twice.folder / "summary").exists()


@pytest.mark.parametrize("option", ["--repo", "--config"])
def test_an_option_that_names_another_project_is_refused(tmp_path: Path, option: str) -> None:
    ended = run_releasebot("demo", option, str(tmp_path), cwd=tmp_path)
    assert ended.code == 2
    assert f"{option} {tmp_path} has no part in the demo" in ended.err
    assert not (tmp_path / "build").exists()


def test_a_folder_of_somebody_else_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    ended = run_releasebot("demo", "--dir", ".", "--fresh", "--format", "json", cwd=tmp_path)
    assert ended.code == 2
    assert "--dir" in json.loads(ended.out)["error"]["hint"]
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
