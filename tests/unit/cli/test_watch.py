"""Spans and metrics of real runs, with a receiver of OTLP; and that nobody notices without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.server import REPOSITORY, fake_github
from tests.fakes.otlp import Receiver, otlp_receiver
from tests.projects import IDENTITY, SPEC, Project, make_project

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
PACKAGE = {"package.json": '{"name": "order-api", "version": "1.2.3"}\n'}
HEAVY = ("opentelemetry", "prometheus_client", "releasebot.telemetry", "releasebot.cli.watch")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with otlp_receiver() as server:
        yield server


def tagging(place: Path, config: str = "") -> Project:
    return make_project(place, {**PACKAGE, "releasebot.toml": config})


def test_one_trace_goes_from_the_server_through_the_run_to_its_children(
    tmp_path: Path, receiver: Receiver
) -> None:
    export = "#!/bin/sh\n$PYTHON -m releasebot version >/dev/null\ncat api.json\n"
    files = {
        **PACKAGE, "export.sh": export, "api.json": json.dumps(SPEC),
        "releasebot.toml": f'version.ignore = ["api.json"]\nspec.command = "sh export.sh"\n'
        f'notify.to = ["webhook"]\n[github]\nrepository = "{REPOSITORY}"\n',
    }  # fmt: skip
    project = make_project(tmp_path, files)
    hook = f"{receiver.address}/hook/tok-en-that-nobody-sees"
    with fake_github(project.remote) as github:
        project.env = {
            **github.env, **receiver.env, "TRACEPARENT": PARENT, "PYTHON": sys.executable,
            "RELEASE_WEBHOOK_URL": hook, "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment=ci",
        }  # fmt: skip
        ended = project.run("release")
    assert ended.code == 0, ended.err
    assert {one.trace for one in receiver.spans} == {TRACE}
    known = {one.id: one for one in receiver.spans}
    roots = [one for one in receiver.spans if one.parent not in known]
    assert [(one.name, one.parent) for one in roots] == [("releasebot release", "b7ad6b7169203331")]
    child = next(one for one in receiver.spans if one.name == "releasebot version")
    assert known[child.parent].name == "sh"
    make_github = receiver.named("make github")
    made = [one for one in receiver.spans if one.parent == make_github.id and one.name == "POST"]
    assert made[0].attributes["url.full"].endswith(f"/repos/{REPOSITORY}/releases")
    assert made[0].attributes["http.response.status_code"] == 201
    assert {one.service for one in receiver.spans} == {"releasebot"}
    assert roots[0].attributes["releasebot.version"] == "1.2.3"
    assert roots[0].attributes["process.exit.code"] == 0
    for secret in ("tok-en-that-nobody-sees", github.token):
        assert secret.encode() not in receiver.raw


def test_a_refusal_is_a_failed_run(tmp_path: Path, receiver: Receiver) -> None:
    project = tagging(tmp_path, "[telemetry]\ntraces = true\n")
    project.commit_here("fix: mine", {"a": "1"})
    env = {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": f"{receiver.address}/otlp/traces",
           "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer%20abc",
           "OTEL_SERVICE_NAME": "releases"}  # fmt: skip
    project.env = env
    assert project.run("tag").code == 3
    root = receiver.named("releasebot tag")
    assert root.failed
    assert (root.attributes["process.exit.code"], root.service) == (3, "releases")
    assert root.attributes["error.type"] == "GateError"
    assert receiver.paths[0] == "/otlp/traces"
    assert receiver.headers[0]["authorization"] == "Bearer abc"


def test_a_receiver_that_does_not_answer_changes_nothing(
    tmp_path: Path, receiver: Receiver
) -> None:
    config = '[telemetry]\ntimeout = 0.3\npushgateway = "http://127.0.0.1:9"\n'
    project = tagging(tmp_path, config)
    receiver.delay = 60
    project.env = receiver.env
    ended = project.run("tag")
    assert ended.code == 0
    assert "telemetry: no metrics: http://127.0.0.1:9" in ended.err
    assert "telemetry: not everything was sent within 0.3 s" in ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}


def test_spans_that_are_refused_are_counted(tmp_path: Path, receiver: Receiver) -> None:
    project = tagging(tmp_path, "[telemetry]\ntimeout = 60\n")
    receiver.status = 400
    project.env = receiver.env
    ended = project.run("tag")
    assert ended.code == 0
    assert "spans were not taken by the OTLP receiver" in ended.err


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"OTEL_SDK_DISABLED": "true"}, ""),
        ({"OTEL_TRACES_EXPORTER": "none"}, ""),
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "asks for grpc"),
        ({"OTEL_EXPORTER_OTLP_TIMEOUT": "soon"}, ""),
    ],
)
def test_the_standard_variables_are_honoured(
    tmp_path: Path, receiver: Receiver, env: dict[str, str], said: str
) -> None:
    project = tagging(tmp_path)
    project.env = receiver.env | env
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    assert said in ended.err
    if "TIMEOUT" not in "".join(env):
        assert receiver.spans == []


def test_without_the_extra_the_run_goes_on_and_says_so(tmp_path: Path, receiver: Receiver) -> None:
    lacking = tmp_path / "lacking"
    for name in ("opentelemetry", "prometheus_client"):
        (lacking / name).mkdir(parents=True)
        text = f"raise ModuleNotFoundError({name!r}, name={name!r})\n"
        (lacking / name / "__init__.py").write_text(text)
    project = tagging(tmp_path, '[telemetry]\ntextfile_folder = "."\n')
    project.env = receiver.env | {"PYTHONPATH": str(lacking)}
    ended = project.run("tag")
    assert ended.code == 0, ended.err
    for name in ("opentelemetry", "prometheus_client"):
        assert f"there is no {name} here; install releasebot[telemetry]" in ended.err


def test_where_nobody_watches_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    project = tagging(tmp_path)
    script = (
        "import sys\nfrom releasebot.cli.main import main\n"
        "code = main(sys.argv[1:])\n"
        f"print([name for name in sys.modules if name.startswith({HEAVY!r})], code)\n"
    )
    for words in (("tag",), ("release", "--quiet"), ("version",), ("--help",)):
        done = subprocess.run(
            (sys.executable, "-c", script, *words), cwd=project.folder, capture_output=True,
            text=True, check=True, env={**os.environ, **IDENTITY},
        )  # fmt: skip
        assert done.stdout.endswith("[] 0\n"), (words, done.stdout, done.stderr)


def test_figures_of_a_failure_stay_until_the_next_one(tmp_path: Path) -> None:
    (tmp_path / "metrics").mkdir()
    project = tagging(tmp_path, '[telemetry]\ntextfile_folder = "../metrics"\n')
    project.commit_here("fix: mine", {"a": "1"})
    assert project.run("tag").code == 3
    file = tmp_path / "metrics" / "releasebot-order-api-tag.prom"
    own = '{command="tag",project="order-api"}'
    assert f"releasebot_last_run_exit_code{own} 3.0" in file.read_text()
    assert "releasebot_last_success" not in file.read_text()
    failed = next(line for line in file.read_text().splitlines() if "_failure_timestamp" in line)
    project.commit("fix: pushed", {"b": "1"})
    assert project.run("tag").code == 0
    text = file.read_text()
    for told in (
        f"last_run_exit_code{own} 0.0",
        f"releases_total{own} 1.0",
        failed,
        'last_failure_info{command="tag",exit_code="3",project="order-api",step=""} 1.0',
        'lead_time_seconds{command="tag",of="median",project="order-api"}',
        'step_duration_seconds{command="tag",project="order-api",step="tag"}',
        'release_info{command="tag",project="order-api",version="1.2.3"} 1.0',
    ):
        assert told in text
    assert project.run("plan").code == 0
    assert file.read_text() == text
    assert [one.name for one in file.parent.iterdir()] == [file.name]
