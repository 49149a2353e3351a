"""`releasebot api lint` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.projects import SPEC, Project, make_project, run_releasebot

BROKEN: dict[str, Any] = {
    **SPEC,
    "paths": {
        **SPEC["paths"],
        "/carts/{id}": {
            "get": {"operationId": "getOrder", "responses": {"204": {"description": "x"}}}
        },
    },
}


def project_with(folder: Path, spec: dict[str, Any], configuration: str = "") -> Project:
    files = {
        "package.json": '{"name": "shop-api", "version": "1.2.3"}\n',
        "docs/openapi.json": json.dumps(spec, ensure_ascii=False, indent=2),
    }
    if configuration:
        files["releasebot.toml"] = configuration
    return make_project(folder, files)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, BROKEN)


def test_errors_end_with_a_gates_exit_code_and_say_where_they_are(project: Project) -> None:
    ended = project.run("api", "lint", "--language", "en")
    assert ended.code == 3
    assert 'operationId "getOrder" is used twice (GET /orders/{id}, GET /carts/{id})' in ended.out
    assert "      at /paths/~1carts~1{id}/get/operationId" in ended.out
    assert "path parameter id is not defined" in ended.out
    assert "fix:" not in ended.out
    hinted = project.run("api", "lint", "--language", "en", "--fix-hint").out
    assert "      fix: @ApiParam({ name: 'id' })" in hinted


def test_a_korean_document_is_spoken_of_in_korean(project: Project) -> None:
    out = project.run("api", "lint").out
    assert "경로 파라미터 id이(가) 정의되지 않았습니다" in out
    assert out.splitlines()[-1].startswith("오류 2건")


def test_warnings_end_well_unless_they_are_asked_not_to(tmp_path: Path) -> None:
    project = project_with(tmp_path, SPEC)
    assert project.run("api", "lint").code == 0
    assert project.run("api", "lint", "--fail-on", "warn").code == 3
    assert project_with(tmp_path / "b", BROKEN).run("api", "lint", "--fail-on", "never").code == 0


def test_levels_and_exceptions_stand_in_the_configuration(tmp_path: Path) -> None:
    configuration = """\
[lint]
off = ["operation-id-duplicate"]
warn = ["path-parameter-undefined"]
error = ["server-missing"]

[[lint.ignore]]
rule = "response-error-missing"
at = "/paths/~1orders"
reason = "it cannot fail"
"""
    project = project_with(tmp_path, BROKEN, configuration)
    ended = project.run("api", "lint", "--format", "json")
    levels = {one["rule"]: one["level"] for one in ended.json["issues"]}
    assert "operation-id-duplicate" not in levels
    assert levels["path-parameter-undefined"] == "warn"
    assert levels["server-missing"] == "error"
    assert (ended.code, ended.json["errors"]) == (3, 1)
    silenced = [one for one in ended.json["issues"] if one["rule"] == "response-error-missing"]
    assert all(not one["pointer"].startswith("/paths/~1orders/") for one in silenced)
    assert len(silenced) == 2


def test_json_is_one_document_with_every_issue_in_both_languages(project: Project) -> None:
    found = project.run("api", "lint", "--format", "json").json
    assert (found["command"], found["document"]) == ("api lint", "docs/openapi.json")
    assert found["openapi"] == "3.0"
    (issue,) = [one for one in found["issues"] if one["rule"] == "path-parameter-undefined"]
    lines = (project.folder / "docs/openapi.json").read_text("utf-8").splitlines()
    assert lines[issue["line"] - 1][issue["column"] - 1 :].startswith('"get"')
    assert issue["pointer"] == "/paths/~1carts~1{id}/get"
    assert "path parameter id" in issue["message"]
    assert "경로 파라미터 id" in issue["message_ko"]
    assert issue["fix"] == "@ApiParam({ name: 'id' })"


def test_sarif_and_annotations_name_files_from_the_top_of_the_repository(tmp_path: Path) -> None:
    project = project_with(tmp_path, SPEC)
    service = project.folder / "services/cart"
    service.mkdir(parents=True)
    (service / "package.json").write_text('{"name": "cart", "version": "1.0.0"}')
    (service / "releasebot.toml").write_text('[spec]\nfile = "api.json"\n')
    (service / "api.json").write_text(json.dumps(BROKEN))
    words = ("api", "lint", "--repo", str(service))
    ended = project.run(*words, "--format", "sarif")
    (run,) = ended.json["runs"]
    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    assert {one["artifactLocation"]["uri"] for one in places} == {"services/cart/api.json"}
    told = project.run(*words, "--format", "github")
    assert told.out.startswith("::error file=services/cart/api.json,line=1,col=")
    assert (ended.code, told.code) == (3, 3)


def test_a_file_is_checked_where_there_is_no_project(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("openapi: 3.0.3\ninfo: {title: T}\npaths: {}\n")
    ended = run_releasebot("api", "lint", "api.yaml", cwd=tmp_path)
    assert ended.code == 3
    assert "api.yaml:2:1  info: `version` is missing" in ended.out


def test_what_cannot_be_read_is_no_lint_issue(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text("openapi: [\n")
    ended = run_releasebot("api", "lint", "api.yaml", "--format", "json", cwd=tmp_path)
    assert ended.code == 2
    assert ended.json["error"]["message"].startswith("api.yaml:2:1: not valid YAML")


def test_annotations_are_commands_that_the_runner_obeys(tmp_path: Path) -> None:
    broken = tmp_path / "api.json"
    broken.write_text('{"openapi": "3.0.0", "info": {}, "paths": {}}')
    told = run_releasebot(
        "api", "lint", str(broken), "--format", "github", cwd=tmp_path,
        env={"GITHUB_ACTIONS": "true"},
    )  # fmt: skip
    assert told.out.startswith("::error ")
