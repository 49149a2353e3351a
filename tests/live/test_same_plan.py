"""One commit has one plan: for a person, for a runner of workflows, and for Jenkins' own user."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.github.server import REPOSITORY, fake_github
from tests.fakes.jenkins_server import Build, by, fake_jenkins
from tests.live.acting import act, copy_action, prepare_home
from tests.projects import IDENTITY, Ended, Project, git, make_project

pytestmark = [pytest.mark.live, pytest.mark.slow]

USER, GROUP = "nobody", "nogroup"
COMMIT = "0123456789" * 4
WORKFLOW = f"""
on: push
permissions: {{}}
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
      - id: it
        uses: acme/releasebot@{COMMIT}
        with:
          command: plan
          python: {sys.executable}
      - run: echo 'hash=${{{{ steps.it.outputs.hash }}}}'
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


@pytest.fixture
def theirs() -> Iterator[Path]:
    """A folder that another user of this machine can reach, unlike those of a test."""
    folder = Path(tempfile.mkdtemp(prefix="releasebot-user-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_other_user(*words: str, env: dict[str, str]) -> Ended:
    """A command as a Unix user who owns nothing here, from the machine's top folder."""
    become = ("setpriv", "--reuid", USER, "--regid", GROUP, "--clear-groups")
    done = subprocess.run(
        (*become, *words), cwd="/", env=env, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr)


def built_by_jenkins(project: Project, place: Path, **env: str) -> Ended:
    """What the plan is for an agent's user, in its shallow checkout of a commit on no branch."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        pytest.skip("needs root and setpriv, to become another user")
    if as_other_user(sys.executable, "-c", "import releasebot.cli.main", env={}).code:
        pytest.skip(f"{USER} cannot read {sys.executable} and what it imports")
    remote, folder = place / "order-api.git", place / "workspace" / "order-api_main@2"
    shutil.copytree(project.remote, remote)
    git(place, "clone", "-q", "--depth", "1", f"file://{remote}", str(folder))
    git(folder, "checkout", "-q", "--detach")
    for path in (place, *place.rglob("*")):
        shutil.chown(path, USER, GROUP)
    surroundings = {
        "PATH": os.environ["PATH"], "HOME": str(place), "CI": "true", "BRANCH_NAME": "main",
        "WORKSPACE": str(folder), "JENKINS_URL": "https://ci.example.com/", "BUILD_NUMBER": "17",
    }  # fmt: skip
    words = ("-m", "releasebot", "--repo", str(folder), "plan", "--format", "json")
    return as_other_user(sys.executable, *words, env={**IDENTITY, **surroundings, **env})


def test_another_user_gets_the_same_plan_to_the_byte(project: Project, theirs: Path) -> None:
    here = project.run("plan", "--format", "json")
    assert {one["name"] for one in here.json["steps"]} >= {"tag", "site", "confluence"}
    there = built_by_jenkins(project, theirs)
    assert there.code == 0, there.err
    assert there.out == here.out


def test_a_runner_of_workflows_gets_the_same_plan(project: Project, tmp_path: Path) -> None:
    here = project.run("plan", "--format", "json").json
    workflow = tmp_path / "plan.yml"  # outside the checkout, which stays as it was committed
    workflow.write_text(WORKFLOW, "utf-8")
    (tmp_path / "action").mkdir()
    (tmp_path / "runner").mkdir()
    action = copy_action(tmp_path / "action")
    home = prepare_home(action, tmp_path / "runner")
    ran = act(project, home, "push", "-W", str(workflow),
              actions={f"acme/releasebot@{COMMIT}": action})  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    assert f"| hash={here['hash']}\n" in ran.out


def test_who_may_release_has_no_part_in_the_plan(project: Project, theirs: Path) -> None:
    """A person with a token of theirs, and the user of Jenkins who started the build."""
    with fake_github(project.remote) as github, fake_jenkins() as jenkins:
        roles = f'[roles]\nreleaser = ["kim-dev", "jenkins:kim"]\njenkins = "{jenkins.base}"\n'
        config = f'[github]\nrepository = "{REPOSITORY}"\n{roles}'
        project.commit("chore: roles", {"releasebot.toml": config})
        project.env = github.env
        here = project.run("plan", "--format", "json")
        page = jenkins.add("job/api/17/", Build([by("kim")], [project.head]))
        env = {**github.env, **jenkins.env, "BUILD_URL": page}
        there = built_by_jenkins(project, theirs, **env)
        assert there.code == 0, there.err
        assert there.out == here.out
        assert jenkins.requests == ["/ci/job/api/17/api/json"]
        jenkins.builds["job/api/17/"].causes = [by("guest")]
        shutil.rmtree(theirs / "order-api.git")
        shutil.rmtree(theirs / "workspace")
        guest = built_by_jenkins(project, theirs, **env)
        assert guest.json["hash"] == here.json["hash"]
        assert "guest (Jenkins)" in guest.out
