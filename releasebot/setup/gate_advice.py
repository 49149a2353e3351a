"""The gates that a project has already: its linter, its tests, the audit of what it depends on."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import reduce
from operator import add

from releasebot.setup.node import (
    executed,
    has_lock,
    installed,
    is_modern_yarn,
    package_manager,
    scripted,
)
from releasebot.setup.proposal import Advice, Proposal, Value
from releasebot.setup.survey import Survey

_ONE_PROGRAM = re.compile(r"(?:npx )?(?P<program>eslint|prettier)\b(?P<words>[^|&;<>`$]*)")
_OTHERWISE = re.compile(r"(?<!\S)(?:--fix|--write|-w|--check|-c|--list-different|-l)(?!\S)")
_PLACEHOLDER = "no test specified"
_PYTHON_RUNNERS = {"uv.lock": "uv run ", "poetry.lock": "poetry run ", "pdm.lock": "pdm run "}
_PYTHON_INSTALL = {
    "uv.lock": "pipx install uv && uv sync",
    "poetry.lock": "pipx install poetry && poetry install",
    "pdm.lock": "pipx install pdm && pdm sync",
}
_OUTAGE = "Another's outage is told and does not stop a release:"


def advise_on_gates(survey: Survey) -> Advice:
    """A gate for each check that the project can run by itself; none of them changes a file."""
    return reduce(add, (*_node(survey), *_python(survey)), Advice())


def tools_installed(survey: Survey) -> str:
    """The command that installs what the gates run, empty where it cannot be told."""
    if "package.json" in survey.files:
        return installed(survey)
    return next((told for lock, told in _PYTHON_INSTALL.items() if lock in survey.files), "")


def _gate(name: str, command: str, why: str, **settings: Value) -> Advice:
    table = f"gates.{name}"
    first = Proposal(table, "command", command, why)
    return Advice((first, *(Proposal(table, key, value, why) for key, value in settings.items())))


def _node(survey: Survey) -> Iterator[Advice]:
    scripts = survey.scripts
    for name in ("lint", "lint:check", "eslint"):
        if name in scripts:
            yield _lint(survey, name, scripts[name])
            break
    for name in ("format:check", "prettier:check", "prettier", "format"):
        if "prettier" in scripts.get(name, ""):
            yield from _format(survey, name, scripts[name])
            break
    if scripts.get("test") and _PLACEHOLDER not in scripts["test"]:
        yield _tests(survey, scripts["test"])
    if has_lock(survey) and survey.package.dependencies:
        yield from _audit(survey)


def _lint(survey: Survey, name: str, script: str) -> Advice:
    """The script itself, or ESLint with a report where the script is nothing else."""
    why = f"The script {name} of package.json."
    alone = _ONE_PROGRAM.fullmatch(script.strip())
    if alone is None or alone["program"] != "eslint":
        return _gate("lint", scripted(survey, name), why)
    why = f"The script {name} of package.json, with a report, and without changing a file."
    words = " ".join(_OTHERWISE.sub("", alone["words"]).split())
    command = executed(survey, f"eslint {words or '.'} --format json")
    return _gate("lint", command, why, format="eslint")


def _format(survey: Survey, name: str, script: str) -> Iterator[Advice]:
    """Prettier as the script calls it; files that differ are named, and none is written."""
    alone = _ONE_PROGRAM.fullmatch(script.strip())
    if alone is None or alone["program"] != "prettier":
        if "--write" not in script:
            yield _gate("format", scripted(survey, name), f"The script {name} of package.json.")
        return
    words = " ".join(_OTHERWISE.sub("", alone["words"]).split())
    checked = executed(survey, f"prettier --check {words or '.'}")
    command = shlex.join(("sh", "-c", f"{checked} 2>&1"))  # it names the files on standard error
    yield _gate("format", command, f"What the script {name} would change.", format="prettier")


def _tests(survey: Survey, script: str) -> Advice:
    """The tests; with a report where the project has the reporter for it."""
    why = "The script test of package.json."
    if "jest" not in script:
        runs_once = ("--run",) if re.fullmatch(r"vitest(?: .*)?", script) else ()
        return _gate("test", scripted(survey, "test", *runs_once), why)
    if "jest-junit" not in survey.package.dev_dependencies:
        return _gate("test", scripted(survey, "test", "--ci"), why)
    words = ("--ci", "--reporters=default", "--reporters=jest-junit")
    return _gate(
        "test", scripted(survey, "test", *words), why,
        env={"JEST_JUNIT_OUTPUT_DIR": "build/releasebot", "JEST_JUNIT_OUTPUT_NAME": "jest.xml"},
        report="build/releasebot/jest.xml", format="junit",
    )  # fmt: skip


def _audit(survey: Survey) -> Iterator[Advice]:
    """Known vulnerabilities of what ships, not of what builds it."""
    tool = package_manager(survey)
    commands = {
        "npm": ("npm audit --omit=dev --json", "npm-audit"),
        "pnpm": ("pnpm audit --prod --json", "pnpm-audit"),
        "yarn": ("yarn npm audit --environment production --json", "yarn-audit")
        if is_modern_yarn(survey)
        else ("yarn audit --groups dependencies --json", "yarn-audit"),
    }
    if tool in commands:
        command, kind = commands[tool]
        why = f"Known vulnerabilities of what ships. {_OUTAGE}"
        yield _gate("audit", command, why, format=kind, could_not_run="warn")


def _python(survey: Survey) -> Iterator[Advice]:
    text = survey.text("pyproject.toml")
    try:
        tool = tomllib.loads(text.removeprefix("\ufeff")).get("tool", {})
    except ValueError:
        return
    run = next((told for lock, told in _PYTHON_RUNNERS.items() if lock in survey.files), "")
    named = text + "".join(
        survey.text(name)
        for name in survey.files
        if re.fullmatch(r"[\w-]*requirements[\w.-]*", name)
    )
    if "ruff" in tool or re.search(r"(?m)^\W*ruff\b", named) or "ruff.toml" in survey.files:
        why = "ruff is set up in this project."
        yield _gate("ruff", f"{run}ruff check --output-format json", why, format="ruff")
    if "pytest" in tool or re.search(r"(?m)^\W*pytest\b", named) or "pytest.ini" in survey.files:
        why = "The tests, with a report of each."
        report = "build/releasebot/pytest.xml"
        command = f"{run}pytest --junit-xml={report}"
        yield _gate("pytest", command, why, report=report, format="junit")
    if re.search(r"(?m)^\W*pip-audit\b", named):
        why = f"Known vulnerabilities of what is installed. {_OUTAGE}"
        command = f"{run}pip-audit --format json"
        yield _gate("pip-audit", command, why, format="pip-audit", could_not_run="warn")
