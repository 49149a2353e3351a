"""`releasebot api diff`, and what it asks of `next` and `release`, run as a process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.github.server import REPOSITORY, fake_github
from tests.projects import SPEC, Project, git, make_project


def spec(number: str, *paths: str) -> str:
    chosen = {path: SPEC["paths"][path] for path in paths}
    return json.dumps({**SPEC, "info": {"title": "주문", "version": number}, "paths": chosen})


BOTH = spec("1.2.3", "/orders", "/orders/{id}")
LESS = spec("1.2.3", "/orders")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(
        tmp_path,
        {**files("1.2.3", "/orders", "/orders/{id}"), "releasebot.toml": QUIET},
    )
    assert made.run("release").code == 0
    return made


def commit(project: Project, message: str, files: dict[str, str]) -> None:
    for name, text in files.items():
        (project.folder / name).write_text(text, "utf-8")
    git(project.folder, "add", "-A")
    git(project.folder, "commit", "-qm", message)
    git(project.folder, "push", "-q")


QUIET = "[site]\nenabled = false\n[confluence]\nenabled = false\n"
"""Nothing but the tag, which is quick to make."""


def files(number: str, *paths: str) -> dict[str, str]:
    """A project that states this version, with these paths in its API."""
    return {
        "package.json": json.dumps({"name": "shop-api", "version": number}),
        "openapi.json": spec(number, *paths),
    }


def test_two_files_outside_any_project_are_compared(tmp_path: Path, project: Project) -> None:
    (tmp_path / "old.json").write_text(BOTH, "utf-8")
    (tmp_path / "new.json").write_text(LESS, "utf-8")
    done = project.run("api", "diff", "old.json", "new.json", "--format", "json", cwd=tmp_path)
    assert done.code == 0
    assert (done.json["breaking"], done.json["bump"]) == (True, "major")
    (change,) = done.json["changes"]
    assert change["id"] == "api-path-removed-without-deprecation"
    assert change["operation"] == "GET /orders/{id}"
    assert "사용 중단 예고 없이" in change["message_ko"]
    assert change["base_line"] == 1
    failed = project.run(
        "api", "diff", "old.json", "new.json", "--fail-on", "breaking", cwd=tmp_path
    )
    assert failed.code == 3
    assert "GET /orders/{id}" in failed.out
    same = project.run("api", "diff", "old.json", "old.json", "--fail-on", "info", cwd=tmp_path)
    assert (same.code, same.out) == (0, "no changes\n")


def test_revisions_and_the_last_release_name_documents_in_git(project: Project) -> None:
    commit(project, "feat!: drop an order", {"openapi.json": LESS})
    for words in (("v1.2.3..HEAD",), ("v1.2.3",), ("--since-release",), ("HEAD~1:openapi.json",)):
        done = project.run("api", "diff", *words, "--format", "json")
        assert [one["id"] for one in done.json["changes"]] == [
            "api-path-removed-without-deprecation"
        ], words
    unknown = project.run("api", "diff", "v9.9.9..HEAD")
    assert unknown.code == 2
    assert "v9.9.9 is neither a file nor a revision" in unknown.err


def test_an_accepted_change_is_told_and_counts_no_more(project: Project) -> None:
    commit(project, "feat: drop an order", {"openapi.json": LESS})
    found = project.run("api", "diff", "v1.2.3", "--format", "json").json["changes"][0]
    accepted = f"""
[[diff.accepted]]
fingerprint = "{found["fingerprint"]}"
reason = "nobody called it"
until = "{{}}"
"""
    settings = project.folder / "releasebot.toml"
    settings.write_text(accepted.format("2999-12-31"), "utf-8")
    passed = project.run("api", "diff", "v1.2.3", "--format", "json").json
    assert (passed["breaking"], passed["changes"]) == (False, [])
    assert passed["accepted"][0]["reason"] == "nobody called it"
    settings.write_text(accepted.format("2020-01-01"), "utf-8")
    expired = project.run("api", "diff", "v1.2.3", "--fail-on", "breaking")
    assert expired.code == 3
    assert "accepted until 2020-01-01, and that day has gone by" in expired.err


def test_next_raises_what_the_api_asks_for_beside_the_commits(project: Project) -> None:
    commit(project, "fix: an order", {"openapi.json": LESS})
    done = project.run("next", "--format", "json")
    assert done.json["version"] == "2.0.0"
    assert done.json["api"]["reasons"] == ["api-path-removed-without-deprecation"]
    told = project.run("next")
    assert told.out == "2.0.0\n"
    assert "major: GET /orders/{id}: " in told.err


def test_a_release_whose_version_promises_too_much_is_refused(project: Project) -> None:
    commit(project, "fix: an order", files("1.3.0", "/orders"))
    refused = project.run("release")
    assert refused.code == 3
    assert "wanted 2.0.0 or greater" in refused.err
    assert "GET /orders/{id}" in refused.err
    assert git(project.folder, "tag", "--list", "v1.3.0") == ""
    allowed = project.run("release", "--allow-breaking", "nobody ever called it")
    assert allowed.code == 0
    again = project.run("release")
    assert again.code == 0
    notes = project.run("notes", "1.3.0")
    assert "> The API changes more than the version tells: nobody ever called it" in notes.out


def test_a_release_that_is_raised_enough_goes_through(project: Project) -> None:
    commit(project, "feat!: an order", files("2.0.0-rc.1", "/orders"))
    assert project.run("release").code == 0


@pytest.mark.parametrize(
    ("settings", "number", "code"),
    [
        ('[diff]\nzero = "major"\n', "0.2.0", 3),
        ('[diff]\nzero = "minor"\n', "0.2.0", 0),
        ('[diff]\nzero = "patch"\n', "0.1.1", 0),
        ('[diff]\nversions = "ignore"\n', "0.1.1", 0),
    ],
)
def test_what_breaks_below_one_is_a_setting(
    tmp_path: Path, settings: str, number: str, code: int
) -> None:
    first = files("0.1.0", "/orders", "/orders/{id}")
    project = make_project(tmp_path, {**first, "releasebot.toml": QUIET + settings})
    assert project.run("release").code == 0
    commit(project, "fix: an order", files(number, "/orders"))
    assert project.run("release").code == code


def by_command(number: str, *paths: str) -> dict[str, str]:
    """A project whose document is written by a program, and is not in git."""
    made = files(number, *paths)
    return {"package.json": made["package.json"], "server.txt": made["openapi.json"]}


COMMAND = '[spec]\ncommand = "cat server.txt"\n'


def test_next_says_so_where_the_released_document_cannot_be_had(tmp_path: Path) -> None:
    first = by_command("1.2.3", "/orders", "/orders/{id}")
    project = make_project(tmp_path, {**first, "releasebot.toml": QUIET + COMMAND})
    assert project.run("next").err.count("the API") == 0
    git(project.folder, "tag", "v1.2.3")
    commit(project, "fix: an order", by_command("1.2.4", "/orders"))
    done = project.run("next")
    assert done.out == "1.2.4\n"
    assert "the API was not compared, so the commits alone decide: git has no document" in done.err
    told = project.run("next", "--format", "json").json
    assert told["api"] is None
    assert "v1.2.3" in told["api_not_compared"]
    ended = project.run("plan", "--format", "json")
    (step,) = [one for one in ended.json["steps"] if one["name"] == "api"]
    assert (step["state"], "git has no document of v1.2.3" in str(step)) == ("skipped", True)


def test_a_document_that_git_lacks_is_taken_from_the_release_on_github(tmp_path: Path) -> None:
    settings = f'[github]\nrepository = "{REPOSITORY}"\n'
    first = by_command("1.2.3", "/orders", "/orders/{id}")
    project = make_project(tmp_path, {**first, "releasebot.toml": QUIET + COMMAND + settings})
    with fake_github(project.remote) as github:
        project.env = github.env
        assert project.run("release").code == 0
        commit(project, "fix: an order", by_command("1.2.3", "/orders"))
        done = project.run("next")
        assert (done.out, done.code) == ("2.0.0\n", 0)
        assert "not compared" not in done.err
        commit(project, "fix: raise it too little", by_command("1.3.0", "/orders"))
        refused = project.run("release")
        assert refused.code == 3
        assert "wanted 2.0.0 or greater" in refused.err


def test_next_goes_on_by_the_commits_where_the_program_fails(tmp_path: Path) -> None:
    settings = '[spec]\ncommand = "false"\n'
    project = make_project(tmp_path, {**by_command("1.2.3"), "releasebot.toml": QUIET + settings})
    git(project.folder, "tag", "v1.2.3")
    commit(project, "feat: an order", by_command("1.2.3", "/orders"))
    done = project.run("next")
    assert done.out == "1.3.0\n"
    assert "the API was not compared" in done.err


def test_why_a_release_may_break_stands_in_every_changelog(project: Project) -> None:
    commit(project, "fix: an order", files("1.3.0", "/orders"))
    assert project.run("release", "--allow-breaking", "nobody ever called it").code == 0
    told = "> The API changes more than the version tells: nobody ever called it"
    shown = project.run("notes", "--all")
    assert told in shown.out
    assert shown.out.index("## 1.3.0") < shown.out.index(told) < shown.out.index("## 1.2.3")
    every = project.run("notes", "--all", "--format", "json").json["releases"]
    assert [one["allowed_breaking"] for one in every] == ["nobody ever called it", None]
    assert project.run("notes", "1.3.0", "--write").code == 0
    assert told in (project.folder / "CHANGELOG.md").read_text("utf-8")
    assert project.run("notes", "--all", "--write").code == 0
    assert (project.folder / "CHANGELOG.md").read_text("utf-8").count(told) == 1
