from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import PurePath

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats.selector import parse
from releasebot.version.formats.table import ROWS, format_for, format_of_name, matches

PACKAGE = "releasebot.version.formats"


def module_of(name: str) -> str:
    found = format_of_name(PurePath(name))
    return found.row.module if found else ""


def test_every_row_names_a_module_that_can_locate() -> None:
    for module in {row.module for row in ROWS if row.module}:
        assert callable(import_module(f"{PACKAGE}.{module}").locate), module


def test_every_field_of_a_row_is_a_selector_of_a_module_that_reads_scalars() -> None:
    rows = [row for row in ROWS if row.fields]
    assert rows
    for row in rows:
        assert hasattr(import_module(f"{PACKAGE}.{row.module}"), "scalars"), row
        assert all(parse(field.selector) for field in row.fields)


def test_names_are_written_in_lower_case_and_stand_once() -> None:
    names = [name for row in ROWS for name in row.names]
    assert [name for name in names if name != name.lower()] == []
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("package.json", "json_doc"),
        ("a/b/Package.JSON", "json_doc"),
        ("tsconfig.base.json", "json_doc"),
        ("pyproject.toml", "pyproject_doc"),
        ("Cargo.toml", "cargo_doc"),
        ("pom.xml", "maven_doc"),
        ("Api.csproj", "msbuild_doc"),
        ("VERSION", "plain_doc"),
        (".env.production", "env_doc"),
        ("application-prod.yml", "yaml_doc"),
        ("buildozer.spec", "ini_doc"),
    ],
)
def test_the_name_tells_the_format(name: str, module: str) -> None:
    assert module_of(name) == module


@pytest.mark.parametrize(
    "name", ["src/env.ts", "version.py", "version.rb", "env-config.js", "version.go", "release.sh"]
)
def test_source_code_is_never_read_as_settings(name: str) -> None:
    assert not module_of(name).endswith("_doc")


def test_a_folder_in_a_pattern_is_compared_with_the_end_of_the_path() -> None:
    assert matches(".github/*.yml", ("x", ".github", "dependabot.yml"))
    assert not matches(".github/*.yml", ("dependabot.yml",))
    assert matches("a*b*c", ("aXbYc",))
    assert not matches("ab*ba", ("aba",))
    stated = format_of_name(PurePath("project/.vscode/tasks.json"))
    assert stated is not None
    assert stated.row.none


@pytest.mark.parametrize(
    ("content", "module"),
    [
        ('{"a": 1}', "json_doc"),
        ("<a/>", "xml_doc"),
        ("---\na: 1\n", "yaml_doc"),
        ("[a]\nb = 1\n", "ini_doc"),
        ("# settings\nA=1\nexport B=2\n", "env_doc"),
        ("1.2.3\n", "plain_doc"),
    ],
)
def test_the_content_tells_the_format_where_the_name_does_not(content: str, module: str) -> None:
    assert format_for(PurePath("unknown"), content).row.module == module


def test_a_file_of_no_known_format_is_an_error_with_a_way_out() -> None:
    with pytest.raises(UsageError) as caught:
        format_for(PurePath("a.odd"), "some words\nand more of them\n")
    assert "--pattern" in caught.value.hint


def test_reading_package_json_imports_no_parser_of_another_format() -> None:
    code = (
        "import sys\nfrom pathlib import PurePath\nfrom releasebot.version.read import read_place\n"
        "read_place(b'{\"version\":\"1.2.3\"}', path=PurePath('package.json'))\n"
        "print(*sys.modules)"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "releasebot.version.formats.json_doc" in imported
    foreign = {"yaml", "tomllib", "packaging", "semver", "difflib", "configparser"}
    assert imported & foreign == set()
    readers = {name for name in imported if re.fullmatch(rf"{re.escape(PACKAGE)}\.\w+_doc", name)}
    assert readers == {f"{PACKAGE}.json_doc"}
