"""Reports that the tools write here and now, read as those of a gate.

What is too large to be installed for a test has written those in
`tests/unit/gates/readers/reports`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from releasebot.gates.readers.table import FORMATS
from releasebot.gates.reading import Reading, Unreadable
from tests.fakes.npm_registry import NpmRegistry, npm_registry
from tests.reports import asked

BIN = Path(__file__).parents[2] / "build" / "node" / "node_modules" / ".bin"
FOUND = (
    "1 known vulnerability of severity high or above, wanted none: GHSA-aaaa-bbbb-cccc in tea-leaf"
)
MANIFEST = {
    "name": "shop",
    "version": "1.0.0",
    "private": True,
    "dependencies": {"tea-leaf": "1.0.0"},
    "devDependencies": {"tea-cup": "2.0.0"},
}

pytestmark = pytest.mark.live
Run = Callable[..., tuple[str, int]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Start a program in the project; its standard output, and how it ended."""

    def start(*words: str, env: Mapping[str, str] | None = None) -> tuple[str, int]:
        environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            words, cwd=tmp_path, env={**environ, **(env or {})}, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        return done.stdout, done.returncode

    return start


def node_tool(name: str) -> str:
    if not (BIN / name).exists():
        pytest.skip(f"needs {name}: run .ci/node-packages")
    return str(BIN / name)


def read(
    kind: str, folder: Path, report: Path | str, *, code: int = 0, **limits: Any  # noqa: ANN401
) -> Reading:  # fmt: skip
    """The reading of a report: a file, or what a program wrote to its standard output."""
    if isinstance(report, str):
        path = folder / "stdout"
        path.write_text(report)
        report = path
    return FORMATS[kind].reader()(report, asked(limits, folder=folder, code=code))


def test_pytest_and_coverage_py(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "def price(n):\n    if n > 9:\n        return n\n    return 2\n"
    )
    (tmp_path / "test_shop.py").write_text(
        "from shop import price\n\n\ndef test_one():\n    assert price(1) == 2\n\n\n"
        "def test_two():\n    assert price(2) == 3\n"
    )
    reports = ("json", "xml", "lcov")
    options = (f"--cov-report={kind}:coverage.{kind}" for kind in reports)
    words = ("-m", "pytest", "-p", "no:cacheprovider", "--junitxml=junit.xml", "--cov=shop")
    _, code = run(sys.executable, *words, "--cov-branch", *options)
    assert code == 1
    tests = read("junit", tmp_path, tmp_path / "junit.xml")
    assert tests.faults == ("1 of 2 tests failed, wanted none: test_shop test_two",)
    assert (tests.remarks[0].file, tests.remarks[0].line) == ("test_shop.py", 9)
    formats = ("coverage.py", "cobertura", "lcov")
    for kind, name in zip(formats, reports, strict=True):
        groups = {"groups": {"shop": {"files": ["shop.py"], "lines": 76}}}
        reading = read(kind, tmp_path, tmp_path / f"coverage.{name}", coverage=groups)
        assert reading.figures["lines"] == 75
        assert reading.figures["branches"] == 50
        assert reading.faults == (
            "75 % of the lines in shop are covered (3 of 4), wanted at least 76 %",
        )


@pytest.fixture
def registry() -> Iterator[NpmRegistry]:
    with npm_registry() as one:
        yield one
        assert one.breaches == []


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is not installed")
def test_npm_audit_and_its_outage(run: Run, registry: NpmRegistry, tmp_path: Path) -> None:
    packages = {
        "": MANIFEST,
        "node_modules/tea-leaf": {"version": "1.0.0"},
        "node_modules/tea-cup": {"version": "2.0.0", "dev": True},
    }
    lock = {"name": "shop", "lockfileVersion": 3, "requires": True, "packages": packages}
    (tmp_path / "package.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    options = ("--registry", registry.address, "--fetch-retries", "0", "--no-update-notifier")
    audit = ("npm", "audit", "--json", *options)
    found, code = run(*audit)
    reading = read("npm-audit", tmp_path, found, code=code)
    assert (code, reading.faults, reading.figures["advisories"]) == (1, (FOUND,), 1)
    registry.outage = 503
    with pytest.raises(Unreadable, match="the audit failed: 503 Service Unavailable"):
        read("npm-audit", tmp_path, run(*audit)[0])


def test_pnpm_audit_and_its_outage(run: Run, registry: NpmRegistry, tmp_path: Path) -> None:
    hash_of_nothing = f"sha512-{'A' * 86}=="
    (tmp_path / "package.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "pnpm-lock.yaml").write_text(f"""\
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      tea-leaf: {{specifier: 1.0.0, version: 1.0.0}}
    devDependencies:
      tea-cup: {{specifier: 2.0.0, version: 2.0.0}}
packages:
  tea-cup@2.0.0:
    resolution: {{integrity: {hash_of_nothing}}}
  tea-leaf@1.0.0:
    resolution: {{integrity: {hash_of_nothing}}}
snapshots:
  tea-cup@2.0.0: {{}}
  tea-leaf@1.0.0: {{}}
""")
    audit = (node_tool("pnpm"), "audit", "--json")
    env = {"npm_config_registry": f"{registry.address}/", "npm_config_fetch_retries": "0"}
    found, code = run(*audit, env=env)
    assert (code, read("pnpm-audit", tmp_path, found).faults) == (1, (FOUND,))
    registry.outage = 503
    with pytest.raises(Unreadable, match="responded with 503"):
        read("pnpm-audit", tmp_path, run(*audit, env=env)[0])


def test_eslint_and_prettier(run: Run, tmp_path: Path) -> None:
    (tmp_path / "eslint.config.js").write_text(
        "module.exports = [{ rules: { 'no-var': 'error', eqeqeq: 'warn' } }];\n"
    )
    (tmp_path / "untidy.js").write_text("var a = 1\nmodule.exports = a == 2\n")
    found, code = run(node_tool("eslint"), "--format", "json", "untidy.js")
    reading = read("eslint", tmp_path, found, code=code)
    assert code == 1
    assert reading.faults == (
        "1 error, wanted none: untidy.js:1: Unexpected var, use let or const instead.",
    )
    assert reading.figures == {"errors": 1, "warnings": 1, "files": 1}
    found, code = run(node_tool("prettier"), "--list-different", "untidy.js")
    assert (code, read("prettier", tmp_path, found, code=code).faults) == (
        1,
        ("1 error, wanted none: untidy.js: not formatted as Prettier would",),
    )
    run(node_tool("prettier"), "--write", "untidy.js")
    found, code = run(node_tool("prettier"), "--list-different", "untidy.js")
    assert (code, read("prettier", tmp_path, found, code=code).faults) == (0, ())
