"""`releasebot api bundle` as its users run it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import yaml

from tests.projects import SPEC, make_project, run_releasebot


def test_the_same_document_in_another_form_is_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(SPEC), "utf-8")
    (tmp_path / "b.yaml").write_text(yaml.safe_dump(SPEC, allow_unicode=True), "utf-8")
    first = run_releasebot("api", "bundle", "a.json", cwd=tmp_path)
    second = run_releasebot("api", "bundle", "b.yaml", cwd=tmp_path)
    assert first.code == 0
    assert first.out == second.out
    assert json.loads(first.out)["info"]["title"] == "주문 API"
    digest = run_releasebot("api", "bundle", "b.yaml", "--digest", cwd=tmp_path).out.strip()
    assert digest == sha256(first.out.encode()).hexdigest()


def test_the_projects_document_is_written_to_a_file_and_left_alone_when_it_is_so(
    tmp_path: Path,
) -> None:
    project = make_project(
        tmp_path,
        {
            "package.json": '{"name": "shop-api", "version": "1.2.3"}\n',
            "docs/openapi.json": json.dumps({**SPEC, "x": {"$ref": "x.json"}}),
            "docs/x.json": '{"y": 1}',
        },
    )
    words = ("api", "bundle", "--output", "bundle.json", "--format", "json")
    ended = project.run(*words)
    data = (project.folder / "bundle.json").read_bytes()
    assert ended.json == {
        "command": "api bundle",
        "digest": f"sha256:{sha256(data).hexdigest()}",
        "bytes": len(data),
        "file": "bundle.json",
    }
    assert json.loads(data)["x"] == {"y": 1}
    before = (project.folder / "bundle.json").stat().st_mtime_ns
    assert project.run(*words).json == ended.json
    assert (project.folder / "bundle.json").stat().st_mtime_ns == before


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(SPEC), "utf-8")
    ended = run_releasebot("api", "bundle", "a.json", "-o", "no/folder.json", cwd=tmp_path)
    assert ended.code == 5
    assert "no/folder.json" in ended.err
