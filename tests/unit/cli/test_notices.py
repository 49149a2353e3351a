"""Notices of `releasebot release`: each receiver once, and never of weight for the outcome."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.receivers import Receivers, receivers
from tests.projects import IDENTITY, Project, git, make_project

FILES = {
    "package.json": '{"name": "order-api", "version": "1.2.3"}\n',
    "releasebot.toml": '[notify]\nto = ["discord", "slack", "webhook"]\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, FILES)


@pytest.fixture
def there(project: Project) -> Iterator[Receivers]:
    with receivers() as found:
        project.env = found.env
        yield found


def refuse_tags(project: Project) -> Path:
    """A rule of the server against tags, which stops a release after it has begun."""
    hook = project.remote / "hooks" / "update"
    hook.write_text('#!/bin/sh\ncase "$1" in refs/tags/*) echo no tags today >&2; exit 1;; esac\n')
    hook.chmod(0o755)
    return hook


def notice(project: Project, *words: str) -> tuple[int, str, bool]:
    """The exit code, what was found or made of the notice, and whether a release was made."""
    ended = project.run("release", "--format", "json", *words)
    assert ended.out, ended.err
    (step,) = (one for one in ended.json["steps"] if one["name"] == "notice")
    told = step.get("made") or step.get("found") or step.get("reason")
    return ended.code, told, ended.json["released"]


def test_a_release_is_one_message_that_is_edited_as_it_goes_on(
    project: Project, there: Receivers
) -> None:
    assert notice(project) == (0, "told discord, slack, webhook", True)
    assert there.titles() == ["order-api 1.2.3 is released"]
    discord = [one.partition(" ")[0] for one in there.requests if "/api/webhooks/" in one]
    assert discord == ["POST", "PATCH"]
    assert [one["text"] for one in there.slack] == ["order-api 1.2.3 is released"]
    assert [one["event"] for one in there.events] == ["planned", "released"]
    assert "- first" in there.events[1]["text"]


def test_a_second_run_tells_nobody_again(project: Project, there: Receivers) -> None:
    project.run("release")
    before = len(there.requests)
    assert notice(project) == (0, "told discord, slack, webhook", False)
    assert len(there.requests) == before


def test_a_release_that_stops_says_so_and_its_message_becomes_the_finished_ones(
    project: Project, there: Receivers
) -> None:
    hook = refuse_tags(project)
    assert project.run("release").code == 5
    assert there.titles() == ["The release of order-api 1.2.3 has stopped"]
    (message,) = there.messages.values()
    assert "tag: " in message["embeds"][0]["description"]
    assert "`releasebot release`" in message["embeds"][0]["description"]
    hook.unlink()
    assert project.run("release").code == 0
    assert there.titles() == ["order-api 1.2.3 is released"]
    assert [one["event"] for one in there.events] == ["planned", "failed", "planned", "released"]


@pytest.mark.parametrize("status", [400, 404, 500])
def test_receivers_that_fail_change_nothing_and_are_told_by_the_next_run(
    project: Project, there: Receivers, status: int
) -> None:
    there.refuses = status
    code, told, released = notice(project)
    assert (code, released) == (0, True)
    assert f"discord answered {status}" in told
    assert project.remote_tags() == {"v1.2.3": project.head}
    there.refuses = 0
    assert notice(project) == (0, "told discord, slack, webhook", False)
    assert there.titles() == ["order-api 1.2.3 is released"]
    assert len(there.slack) == 1


def test_addresses_are_shown_nowhere(project: Project, there: Receivers) -> None:
    there.refuses = 500
    ended = project.run("release", "--verbose")
    assert "notice: discord answered 500" in ended.err
    assert there.secret not in ended.out + ended.err
    project.env |= {name: value.replace("127.0.0.1", "localhost:1") for name, value in
                    there.env.items()}  # fmt: skip
    ended = project.run("release", "--verbose")
    assert ended.code == 0
    assert there.secret not in ended.out + ended.err


def test_without_an_address_the_step_is_skipped(project: Project) -> None:
    _, told, _ = notice(project)
    assert told == "DISCORD_WEBHOOK_URL and SLACK_WEBHOOK_URL and RELEASE_WEBHOOK_URL not set"


def test_a_plan_tells_nobody(project: Project, there: Receivers) -> None:
    assert "tell discord, slack, webhook" in project.run("plan").out
    assert there.requests == []


def test_korean_commits_are_told_of_in_korean(project: Project, there: Receivers) -> None:
    git(project.folder, "commit", "-q", "--amend", "-m", "feat: 주문 목록")
    git(project.folder, "push", "-q", "--force", "origin", "main")
    assert project.run("release").code == 0
    assert there.titles() == ["order-api 1.2.3 릴리스가 나왔습니다"]


def test_the_memory_of_notices_is_no_branch_and_no_tag(project: Project, there: Receivers) -> None:
    project.run("release")
    (number,) = there.messages
    place = "refs/releasebot/notices/v1.2.3"
    refs = git(project.remote, "for-each-ref", "--format=%(refname)", "refs/releasebot")
    assert refs.splitlines() == [
        f"{place}/discord-{number}",
        f"{place}/discord-released",
        f"{place}/slack-released",
        f"{place}/webhook-released",
    ]


def test_runs_at_once_tell_everybody_once(
    project: Project, there: Receivers, tmp_path: Path
) -> None:
    folders = [tmp_path / f"clone{number}" for number in range(4)]
    for folder in folders:
        git(tmp_path, "clone", "-q", str(project.remote), str(folder))
    running = [
        subprocess.Popen(
            (sys.executable, "-m", "releasebot", "release"),
            cwd=folder, env={**os.environ, **IDENTITY, **there.env}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for folder in folders
    ]  # fmt: skip
    assert [one.wait(120) for one in running] == [0] * 4
    assert there.titles() == ["order-api 1.2.3 is released"]
    assert len(there.slack) == 1
    assert [one["event"] for one in there.events].count("released") == 1
