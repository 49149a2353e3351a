"""`--log-format json`: one event on each line of standard error, with the trace it belongs to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.projects import Ended, Project, make_project

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, PACKAGE)


def events(ended: Ended) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ended.err.splitlines()]


def test_a_run_is_told_as_events_of_the_trace_of_its_server(project: Project) -> None:
    ended = project.run("tag", "--log-format", "json", TRACEPARENT=PARENT)
    assert ended.code == 0
    told = events(ended)
    assert {one["trace_id"] for one in told} == {TRACE}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z", one["timestamp"]) for one in told)
    assert [one["event"] for one in told] == [
        "looking", *["looked"] * 5, "acting", "acted", "ended",
    ]  # fmt: skip
    (acted,) = (one for one in told if one["event"] == "acted")
    assert (acted["step"], acted["state"], acted["level"]) == ("tag", "made", "info")
    assert acted["seconds"] >= 0
    assert told[-1]["exit_code"] == 0


def test_a_run_without_a_trace_gets_one_of_its_own(project: Project) -> None:
    traces = []
    for given in ("", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "nonsense"):
        env = {"RELEASEBOT_LOG_FORMAT": "json", "TRACEPARENT": given}
        told = events(Project(project.folder, project.remote, env).run("tag"))
        (trace,) = {one["trace_id"] for one in told}
        assert re.fullmatch("[0-9a-f]{32}", trace)
        traces.append(trace)
    assert len(set(traces)) == 3


def test_errors_are_events_too_wherever_they_come_from(project: Project) -> None:
    project.write({"VERSION": "1.3.0\n"})
    project.commit("docs: another version", {})
    words = ("tag", "--log-format=json", "--format", "json")
    refused = project.run(*words, GITHUB_ACTIONS="true")
    assert refused.code == 3
    *_, failed, ended = events(refused)
    assert (failed["event"], failed["level"], failed["exit_code"]) == ("failed", "error", 3)
    assert failed["details"] == ["VERSION:1: 1.3.0"]
    assert "releasebot version set 1.2.3" in failed["hint"]
    assert (ended["event"], ended["level"], ended["exit_code"]) == ("ended", "error", 3)
    assert refused.json["error"]["exit_code"] == 3
    misspelt = project.run("publish-all", "--log-format", "json")
    assert misspelt.code == 2
    assert [one["event"] for one in events(misspelt)] == ["failed", "ended"]


def test_secrets_are_no_part_of_an_event(project: Project) -> None:
    secret = 'pa"ss\\word-가나다'
    name = f"rel-{secret}"
    ended = project.run(
        "version", "--file", name, "--log-format", "json", DEPLOY_PASSWORD=secret,
    )  # fmt: skip
    assert ended.code == 2
    (failed, _) = events(ended)
    assert "rel-***" in failed["message"]
    assert "ss\\\\word" not in ended.err


def test_a_quiet_run_tells_only_how_it_ended(project: Project) -> None:
    ended = project.run("tag", "--quiet", "--log-format", "json")
    assert [one["event"] for one in events(ended)] == ["ended"]
