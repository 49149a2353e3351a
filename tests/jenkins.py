"""Run a Jenkinsfile as Jenkins does: the Groovy compiler of npm-groovy-lint, and a fake of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.projects import IDENTITY, Ended

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "build" / "node" / "node_modules"
_GROOVY = NODE_MODULES / "npm-groovy-lint" / "lib" / "java" / "groovy" / "lib"
_FAKE = ROOT / "tests" / "fakes" / "Jenkins.groovy"


def run_pipeline(file: Path, *, cwd: Path, env: Mapping[str, str]) -> Ended:
    """The pipeline's end; 3 where it is none. Skips where there is no Groovy."""
    return _groovy(str(_FAKE), str(file), cwd=cwd, env=env)


def compile_groovy(*files: Path) -> Ended:
    """What the compiler says of the files. Skips where there is no Groovy."""
    script = "args.each { new GroovyShell().parse(new File(it)) }"
    return _groovy("-e", script, *map(str, files), cwd=ROOT, env={})


def _groovy(*words: str, cwd: Path, env: Mapping[str, str]) -> Ended:
    if not shutil.which("java"):
        pytest.skip("needs java, for the Groovy compiler of npm-groovy-lint")
    if not _GROOVY.is_dir():
        pytest.skip("needs npm-groovy-lint: run .ci/node-packages")
    java = (
        "java",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        f"{_GROOVY}/*",
        "groovy.ui.GroovyMain",
    )
    done = subprocess.run(
        (*java, *words), cwd=cwd, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300, env={**os.environ, **IDENTITY, **env},
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)
