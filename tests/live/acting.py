"""A local runner of workflows, for tests: `act` without containers, and what the actions need."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.docs.scenes import tracked
from tests.jenkins import ROOT
from tests.live.workflows import tool
from tests.projects import IDENTITY, Ended, Project

SECRET = "ghs_thisIsATokenThatNobodyMaySee"
INSTALLS = bool(os.environ.get("RELEASEBOT_TEST_INSTALL"))
"""Whether everything is installed and built as on a new runner, which takes minutes.

Read now: no test begins with a variable of ours.
"""

_FAKES = {"actions/cache": "actions-cache", "actions/upload-artifact": "actions-upload-artifact",
          "actions/download-artifact": "actions-download-artifact",
          "actions/setup-python": "actions-setup-python"}  # fmt: skip
"""What cannot be fetched here, and the folders in tests/fakes that take its place."""


def copy_action(folder: Path) -> Path:
    """The action's repository as a runner fetches it: the files, and no git."""
    for name in tracked():
        if name.startswith(("action.yml", ".ci/", "releasebot/", "requirements/run.txt")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def prepare_home(action: Path, home: Path) -> Path:
    """The folder of a runner that has installed the action's packages before.

    act keeps its tools in `act/tool_cache` of the user's cache, whatever RUNNER_TOOL_CACHE says.

    With `INSTALLS` it is empty.
    """
    if INSTALLS:
        return home
    told, cache = home / "told", home / "act" / "tool_cache"
    env = {**os.environ, "RUNNER_TOOL_CACHE": str(cache), "GITHUB_OUTPUT": str(told)}
    env["INPUT_PYTHON"] = sys.executable
    subprocess.run((action / ".ci" / "action", "place"), env=env, check=True)
    place = dict(line.split("=", 1) for line in told.read_text("utf-8").splitlines())
    assert place["installed"] == "false"
    program = Path(place["folder"]) / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    program.chmod(0o755)
    (Path(place["folder"]) / ".complete").touch()
    return home


def act(
    project: Project,
    home: Path,
    event: str,
    *words: str,
    actions: Mapping[str, Path] | None = None,
    env: Mapping[str, str] | None = None,
) -> Ended:
    """Run the project's workflows for the event, on a runner that keeps its tools in `home`.

    `actions` are folders of actions by name and revision; `env` is that of every step.
    """
    replaced = {**_pinned_fakes(project.folder), **(actions or {})}
    command = [tool("act"), event, *words, "--no-cache-server", "--pull=false"]
    for label in ("ubuntu-latest", "ubuntu-24.04"):
        command += ["-P", f"{label}=-self-hosted"]
    command += ["-s", f"GITHUB_TOKEN={SECRET}", "-s", f"WORD={SECRET}"]
    for name, folder in replaced.items():
        command += ["--local-repository", f"{name}={folder}"]
    kept = {"FAKE_CACHE": str(home / "cache"), "FAKE_ARTIFACTS": str(home / "artifacts")}
    for name, value in {**IDENTITY, **kept, **(env or {})}.items():
        command += ["--env", f"{name}={value}"]
    done = subprocess.run(
        command, cwd=project.folder,
        env={**os.environ, **IDENTITY, "NO_COLOR": "1", "XDG_CACHE_HOME": str(home)},
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        timeout=1800 if INSTALLS else 540,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def _pinned_fakes(folder: Path) -> dict[str, Path]:
    files = [ROOT / "action.yml", *(folder / ".github" / "workflows").glob("*.yml")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return {
        f"{name}@{commit}": ROOT / "tests" / "fakes" / fake
        for name, fake in _FAKES.items()
        for commit in re.findall(rf"uses: {name}@([0-9a-f]{{40}})", text)
    }
