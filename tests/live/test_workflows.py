"""The project's own workflows, each run by a local runner in a clone with a remote and a GitHub.

What takes minutes of downloads is stood in for: the packages are found installed, and `make dist`,
`make audit`, `make lint` and `make test` are those of `QUICK`. With `RELEASEBOT_TEST_INSTALL=1` the
release builds its own `dist`; its `audit` is stood in for all the same, as it asks the internet.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasebot import __version__
from tests.docs.scenes import installed_environment, tracked
from tests.fakes.github.server import REPOSITORY, FakeGithub, fake_github
from tests.jenkins import ROOT
from tests.live.acting import INSTALLS, SECRET, act, prepare_home
from tests.projects import Project, git, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]

BUILT = (f"releasebot-{__version__}-py3-none-any.whl", f"releasebot-{__version__}.tar.gz",
         "releasebot.pyz", "releasebot.cdx.json")  # fmt: skip
QUICK = f"""\
lint test audit:
\techo "made $@"
dist:
\tmkdir -p dist
\tfor name in {" ".join(BUILT)}; do echo "$$name" > "dist/$$name"; done
"""


@pytest.fixture
def clone(tmp_path: Path) -> Project:
    """This project as it is now, in a clone whose remote is its own; nothing of it is released."""
    files = {name: (ROOT / name).read_bytes() for name in tracked()}
    made = make_project(tmp_path, {"README.md": ""})
    for name, content in files.items():
        (made.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (made.folder / name).write_bytes(content)
        shutil.copymode(ROOT / name, made.folder / name)
    settings = made.folder / "releasebot.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[github]", f'[github]\nrepository = "{REPOSITORY}"', 1))
    made.commit("feat: all of it", {})
    git(made.folder, "fetch", "-q", "origin")
    return made


@pytest.fixture
def home(clone: Project, tmp_path: Path) -> Path:
    folder = tmp_path / "runner"
    folder.mkdir()
    return prepare_home(clone.folder, folder)


@pytest.fixture
def github(clone: Project) -> Iterator[FakeGithub]:
    with fake_github(clone.remote, token=SECRET) as server:
        yield server


def stand_in(clone: Project, text: str) -> None:
    """A Makefile with these targets; the checkout stays clean."""
    (clone.folder / "Makefile").write_text(text, "utf-8")
    clone.commit("test: a Makefile that downloads nothing", {})
    git(clone.folder, "fetch", "-q", "origin")


def test_releasebot_releases_itself_with_all_that_is_built(
    clone: Project, home: Path, github: FakeGithub
) -> None:
    own = (ROOT / "Makefile").read_text("utf-8")
    stand_in(clone, f"{own}\naudit:\n\techo made audit\n" if INSTALLS else QUICK)
    env = {"GITHUB_API_URL": github.base, "INPUT_PYTHON": sys.executable}
    workflow = ("-W", ".github/workflows/release.yml")
    ended = act(clone, home, "push", *workflow, env=env)
    assert ended.code == 0, ended.out + ended.err
    assert SECRET not in ended.out + ended.err
    tag = f"v{__version__}"
    assert clone.remote_tags() == {tag: clone.head}
    release = github.release(tag)
    assert not release.draft
    attached = {asset.name: asset.content for asset in release.assets}
    assert set(attached) == {*BUILT, "RELEASE_NOTES.md", "SHA256SUMS"}
    sums = dict(line.split()[::-1] for line in attached["SHA256SUMS"].decode().splitlines())
    for name in BUILT:
        assert sums[name] == hashlib.sha256(attached[name]).hexdigest()
    assert {file.name for file in (home / "artifacts" / "dist").iterdir()} >= set(BUILT)
    again = act(clone, home, "push", *workflow, env=env)
    assert again.code == 0, again.out + again.err
    assert release.published_times == 1


def test_the_documentation_is_built_and_kept(clone: Project, home: Path) -> None:
    environment = clone.folder / ".venv"
    installed_environment(environment)
    ended = act(clone, home, "push", "-W", ".github/workflows/docs.yml")
    assert ended.code == 0, ended.out + ended.err
    assert (home / "artifacts" / "docs" / "index.html").is_file()


def test_generated_pages_that_were_not_committed_fail_the_documentation(
    clone: Project, home: Path
) -> None:
    stand_in(clone, ".PHONY: docs\ndocs:\n\t@echo another >> docs/reference/commands.md\n")
    ended = act(clone, home, "push", "-W", ".github/workflows/docs.yml")
    assert ended.code == 1
    assert "another" in ended.out
    assert not (home / "artifacts" / "docs").exists()


def test_a_change_is_checked_with_every_python(clone: Project, home: Path, tmp_path: Path) -> None:
    stand_in(clone, f"{QUICK}demo:\n\techo demo\n")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "sudo").write_text('#!/bin/sh\necho "sudo $*"\n', "utf-8")
    (programs / "sudo").chmod(0o755)
    env = {"PATH": f"{programs}:{os.environ['PATH']}"}
    ended = act(clone, home, "pull_request", "-W", ".github/workflows/ci.yml", env=env)
    assert ended.code == 0, ended.out + ended.err
    for version in ("3.11", "3.12", "3.13"):
        assert f"| Python {version}\n" in ended.out
    assert ended.out.count("| made lint\n") == ended.out.count("| made test\n") == 3
