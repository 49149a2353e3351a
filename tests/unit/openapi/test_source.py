from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError, UsageError
from releasebot.openapi.source import USUAL_PLACES, document_in, locate_spec_file, obtain

SMALL = '{"openapi": "3.0.0", "info": {"title": "주문"}, "paths": {}}'
YAML = "openapi: 3.1.0\ninfo: {title: x}\npaths: {}\n"


def python(code: str) -> str:
    """A command that runs Python code."""
    return f'"{sys.executable}" -c "{code}"'


def write(path: Path, text: str = SMALL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_read_from_the_folder_that_settings_start_from(tmp_path: Path) -> None:
    write(tmp_path / "docs/api.json")
    found = obtain(SpecSettings(file="docs/api.json"), base=tmp_path)
    assert found.root.name == "docs/api.json"
    assert found.root.value["info"]["title"] == "주문"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"docs/api\.json cannot be read: No such file") as caught:
        obtain(SpecSettings(file="docs/api.json"), base=tmp_path)
    assert "spec.file" in caught.value.hint
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="folder cannot be read"):
        obtain(SpecSettings(file="folder"), base=tmp_path)


@pytest.mark.parametrize(
    "place", ["swagger.json", "openapi.yaml", "docs/openapi.yml", "dist/swagger.json"]
)
def test_a_document_in_a_usual_place_is_found(tmp_path: Path, place: str) -> None:
    assert place in USUAL_PLACES
    write(tmp_path / place)
    assert locate_spec_file(SpecSettings(), tmp_path) == tmp_path / place
    assert obtain(SpecSettings(), base=tmp_path).root.name == place


def test_the_project_folder_comes_before_others(tmp_path: Path) -> None:
    write(tmp_path / "dist/openapi.json")
    write(tmp_path / "swagger.json")
    assert locate_spec_file(SpecSettings(), tmp_path) == tmp_path / "swagger.json"


def test_where_nothing_is_found_every_place_that_was_looked_at_is_listed(tmp_path: Path) -> None:
    assert locate_spec_file(SpecSettings(), tmp_path) is None
    with pytest.raises(UsageError) as caught:
        obtain(SpecSettings(), base=tmp_path)
    assert "no OpenAPI document" in caught.value.message
    assert {line.strip() for line in caught.value.details} >= set(USUAL_PLACES)


def test_locating_runs_nothing_and_knows_no_file_of_an_address(tmp_path: Path) -> None:
    assert locate_spec_file(SpecSettings(url="http://127.0.0.1:9/x"), tmp_path) is None
    assert locate_spec_file(SpecSettings(file="no.json"), tmp_path) is None
    mark = tmp_path / "ran"
    settings = SpecSettings(command=python(f"open('{mark}', 'w')"))
    assert locate_spec_file(settings, tmp_path) is None
    assert not mark.exists()


def test_a_command_may_write_the_document_among_other_lines(tmp_path: Path) -> None:
    lines = ["", "> shop@1.2.3 swagger:export", "> node export.js", "", "[Nest] {LOG}"]
    write(tmp_path / "out.txt", "\n".join([*lines, SMALL, "done {1}"]))
    shown = python("print(open('out.txt', encoding='utf-8').read())")
    found = obtain(SpecSettings(command=shown), base=tmp_path)
    assert found.root.value["info"]["title"] == "주문"


def test_a_command_may_write_yaml(tmp_path: Path) -> None:
    write(tmp_path / "out.txt", f"> shop@1.2.3 export\n\n{YAML}")
    shown = python("print(open('out.txt').read())")
    assert obtain(SpecSettings(command=shown), base=tmp_path).dialect == "3.1"


def test_a_command_may_write_a_usual_place(tmp_path: Path) -> None:
    old = write(tmp_path / "openapi.json", '{"openapi": "3.0.0", "info": {"title": "old"}}')
    os.utime(old, (1, 1))
    write(tmp_path / "new.txt")
    command = python("import shutil; shutil.copyfile('new.txt', 'swagger.json'); print('ok')")
    found = obtain(SpecSettings(command=command), base=tmp_path)
    assert found.root.name == "swagger.json"


def test_an_old_file_in_a_usual_place_is_no_result_of_a_command(tmp_path: Path) -> None:
    write(tmp_path / "openapi.json")
    with pytest.raises(UsageError, match="wrote no OpenAPI document"):
        obtain(SpecSettings(command=python("print('nothing')")), base=tmp_path)


def test_with_a_file_set_the_command_writes_that_file(tmp_path: Path) -> None:
    command = python("open('my.yaml', 'w').write('openapi: 3.1.0'); print('{}')")
    found = obtain(SpecSettings(command=command, file="my.yaml"), base=tmp_path)
    assert found.root.name == "my.yaml"


def test_a_failing_command_shows_what_it_wrote_to_standard_error(tmp_path: Path) -> None:
    command = python("import sys; sys.stderr.write('Cannot find module x\\n'); sys.exit(3)")
    with pytest.raises(OutsideError) as caught:
        obtain(SpecSettings(command=command), base=tmp_path)
    assert "exit code 3" in caught.value.message
    assert caught.value.details == ("Cannot find module x",)


def test_a_command_that_hangs_is_stopped(tmp_path: Path) -> None:
    started = time.monotonic()
    settings = SpecSettings(command=python("import time; time.sleep(60)"), timeout=0.5)
    with pytest.raises(OutsideError, match=r"0\.5 s"):
        obtain(settings, base=tmp_path)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("command", ["npm run a && npm run b", "a | b", "a > b"])
def test_signs_of_a_shell_are_refused_with_the_way_to_use_one(tmp_path: Path, command: str) -> None:
    with pytest.raises(UsageError, match="without a shell") as caught:
        obtain(SpecSettings(command=command), base=tmp_path)
    assert caught.value.hint == f"write it as: sh -c '{command}'"


@pytest.mark.parametrize("command", ["", "  ", "a 'b"])
def test_a_command_that_is_none_is_refused(tmp_path: Path, command: str) -> None:
    with pytest.raises(UsageError, match=r"spec\.command"):
        obtain(SpecSettings(command=command), base=tmp_path)


def test_other_files_are_read_inside_the_project_only(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.json", '{"secret": 1}')
    project = tmp_path / "project"
    write(project / "shared/a.json", '{"type": "string"}')
    (project / "link.json").symlink_to(secret)
    (project / "folder.json").mkdir()
    names = ("../shared/a.json", "../../secret.json", "../link.json", "../folder.json", "no.json")
    text = ", ".join(f'"x{n}": {{"$ref": "{name}"}}' for n, name in enumerate(names))
    write(project / "docs/api.json", f'{{"openapi": "3.0.0", {text}}}')
    found = obtain(SpecSettings(file="docs/api.json"), base=project)
    assert list(found.files) == ["docs/api.json", "shared/a.json"]
    assert found.refused == {
        "../secret.json": "reference leaves the folder of the document",
        "link.json": "reference leaves the folder of the document",
        "folder.json": "there is no such file",
        "docs/no.json": "there is no such file",
    }


def test_a_document_beside_the_project_may_refer_to_files_of_its_own_folder(tmp_path: Path) -> None:
    write(tmp_path / "contract/a.json", "{}")
    write(tmp_path / "contract/api.json", '{"openapi": "3.0.0", "x": {"$ref": "a.json"}}')
    (tmp_path / "project").mkdir()
    found = obtain(SpecSettings(file="../contract/api.json"), base=tmp_path / "project")
    assert list(found.files) == ["../contract/api.json", "../contract/a.json"]


def test_lines_that_look_like_json_are_passed_over() -> None:
    assert document_in('{broken\n{"a": 1}\n') is None
    assert document_in(f'{{"level": "info"}}\n{SMALL}') == SMALL
    assert document_in("") is None
    assert document_in("info: openapi\n") is None
