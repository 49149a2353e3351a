"""The action, run by a local runner on this machine, in the workflow that `init` writes.

What the action installs is put in its place beforehand; `RELEASEBOT_TEST_INSTALL=1` lets it install
the locked packages itself, which takes minutes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.jenkins import ROOT
from tests.live.acting import SECRET, act, copy_action, prepare_home
from tests.live.workflows import actionlint, check_schema, passes, tool
from tests.projects import Ended, Project, git, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]

COMMIT = "0123456789" * 4
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def action(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_action(tmp_path_factory.mktemp("action"))


@pytest.fixture(scope="module")
def home(action: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare_home(action, tmp_path_factory.mktemp("runner"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path, {"package.json": '{"name": "shop-api", "version": "1.2.3"}\n'})
    assert made.run("init", "--ci", "github", "--action", f"acme/releasebot@{COMMIT}").code == 0
    workflow = made.folder / ".github" / "workflows" / "releasebot.yml"
    text = workflow.read_text("utf-8")
    last = "          command: release\n"
    assert text.endswith(last)
    told = "".join(
        f"          echo '{name}=${{{{ steps.it.outputs.{name} }}}}'\n"
        for name in ("version", "tag", "released", "exit-code")
    )
    with_id = text.removesuffix(last).rpartition("      - uses: ")
    workflow.write_text(
        f"{with_id[0]}      - id: it\n        uses: {with_id[2]}{last}"
        f"          python: {sys.executable}\n"
        f"      - if: always()\n        run: |\n{told}          echo '${{{{ secrets.WORD }}}}'\n",
        "utf-8",
    )
    made.commit("ci: release with GitHub Actions", {})
    git(made.folder, "push", "-q")
    return made


def run(
    project: Project, action: Path, home: Path, event: str, *, file: Path | None = None
) -> Ended:
    """Run the project's workflows, or that of the file, for the event."""
    words = ("-W", str(file)) if file else ()
    return act(project, home, event, *words, actions={f"acme/releasebot@{COMMIT}": action})


def test_a_push_to_main_is_released_with_outputs_and_a_summary(
    project: Project, action: Path, home: Path
) -> None:
    ended = run(project, action, home, "push")
    assert ended.code == 0, ended.out + ended.err
    assert project.remote_tags() == {"v1.2.3": project.head}
    for line in ("version=1.2.3", "tag=v1.2.3", "released=true", "exit-code=0"):
        assert f"| {line}\n" in ended.out
    assert "### v1.2.3 released" in ended.out
    assert "| tag | made | v1.2.3 at " in ended.out
    assert SECRET not in ended.out + ended.err
    assert "***" in ended.out


def test_a_refusal_fails_the_job_and_stands_on_the_line_that_it_is_about(
    project: Project, action: Path, home: Path
) -> None:
    project.commit("docs: another version", {"VERSION": "1.3.0\n"})
    git(project.folder, "push", "-q")
    ended = run(project, action, home, "push")
    assert ended.code == 1
    assert "| exit-code=3\n" in ended.out
    assert re.search(r"title=releasebot,file=VERSION,line=1::|::error .*VERSION", ended.out)
    assert "### releasebot: exit code 3" in ended.out
    assert project.remote_tags() == {}


@pytest.mark.parametrize("file", [ROOT / "action.yml", *WORKFLOWS], ids=lambda file: file.name)
def test_the_action_and_the_workflows_are_clean(file: Path) -> None:
    passes(tool("zizmor"), "--offline", "--no-progress", "--quiet", str(file))
    check_schema(file)


def test_what_init_writes_is_clean() -> None:
    made = sorted((ROOT / "tests" / "cases" / "init").glob("*/out/.github/workflows/*.yml"))
    assert {one.name for one in made} >= {"releasebot.yml", "releasebot-comment.yml"}
    passes(tool("zizmor"), "--offline", "--no-progress", "--quiet", *map(str, made))


def test_the_workflows_and_what_init_writes_pass_actionlint(
    project: Project, tmp_path: Path
) -> None:
    made = sorted((project.folder / ".github" / "workflows").glob("*.yml"))
    assert [one.name for one in made] == ["releasebot-comment.yml", "releasebot.yml"]
    assert actionlint(tmp_path, *made, *WORKFLOWS) == []
