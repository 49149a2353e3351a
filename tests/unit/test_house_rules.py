"""The rules of the house that no linter knows: small parts, good names, a quick start."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import IDENTITY, Project, make_project

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "releasebot").rglob("*.py"))
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_MODULE = 300
NAMES_THAT_SAY_NOTHING = re.compile(
    r"(^|_)(utils?|helpers?|managers?|common|misc|base|core|handlers?|stuff|tools?)$"
)
HEAVY = {
    "github", "atlassian", "mkdocs", "boto3", "requests", "rich", "markdown_it", "yaml", "jinja2",
    "packaging", "urllib3", "markdown", "semver",
    "jsonschema_rs", "openapi_spec_validator", "openapi_schema_validator", "pydantic",
}  # fmt: skip
DRIVER = """
import json, os, sys
from releasebot.__main__ import main

def tell(code=0):
    sys.stderr.write("\\n" + json.dumps(sorted(sys.modules)))
    sys.stderr.flush()
    leave(code)

leave, os._exit = os._exit, tell  # the program's last act
main()
tell()
"""


Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstring_lines(node: Documented) -> int:
    """How many lines the docstring takes: what explains itself is not punished for it."""
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def table_lines(tree: ast.Module) -> int:
    """How many lines the module's tables take: a table is looked up, not read through."""
    tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return sum((node.end_lineno or node.lineno) - node.lineno for node in tables)


def sizes(module: Path) -> Iterator[tuple[str, int, int]]:
    """The lines of a module and of each of its functions, and the limits.

    Neither docstrings nor tables count.
    """
    text = module.read_text("utf-8")
    tree = ast.parse(text)
    documented = [node for node in ast.walk(tree) if isinstance(node, Documented)]
    name = str(module.relative_to(ROOT))
    lines = len(text.splitlines()) - sum(map(docstring_lines, documented)) - table_lines(tree)
    yield name, lines, MOST_LINES_OF_A_MODULE
    for node in documented:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
            yield f"{name}:{node.lineno} {node.name}", lines, MOST_LINES_OF_A_FUNCTION


def test_functions_and_modules_are_short() -> None:
    assert MODULES
    long = [
        f"{name}: {lines} lines"
        for module in MODULES
        for name, lines, most in sizes(module)
        if lines > most
    ]
    assert long == []


def test_modules_have_names_that_say_what_is_inside() -> None:
    names = {module.stem if module.stem != "__init__" else module.parent.name for module in MODULES}
    assert {name for name in names if NAMES_THAT_SAY_NOTHING.search(name)} == set()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path, {"package.json": '{"name": "shop-api", "version": "1.2.3"}\n'})


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("version",), ("tag",)])
def test_a_quick_command_imports_no_heavy_library(project: Project, words: tuple[str, ...]) -> None:
    quiet = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run(
        (sys.executable, "-c", DRIVER, *words),
        cwd=project.folder,
        env={**quiet, **IDENTITY, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}
    assert "releasebot" in imported
    assert imported & HEAVY == set()


def test_every_command_is_in_the_table_and_can_be_loaded() -> None:
    from releasebot.cli.table import COMMANDS, cli

    context = cli.make_context("releasebot", [], resilient_parsing=True)
    for name in COMMANDS:
        assert cli.get_command(context, name) is not None


def test_no_file_of_the_project_names_a_place_of_a_developers_machine() -> None:
    listed = subprocess.run(
        ("git", "ls-files", "-z"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    private = re.compile(rb"(?<![\w.])/(home|root|work|Users)/[a-z]")
    own = Path(__file__).relative_to(ROOT).as_posix()
    named = [
        name
        for name in listed.stdout.split("\0")
        if name and name != own and private.search((ROOT / name).read_bytes())
    ]
    assert named == []
