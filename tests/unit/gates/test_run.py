"""Gates run as real commands, and whatever they do, nothing of them is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread, Timer

import pytest

from releasebot.config.gates_schema import GateSettings
from releasebot.gates.environment import MARK, mark_of
from releasebot.gates.kept import Kept
from releasebot.gates.run import Order, run_gates
from releasebot.gates.verdict import Judgement, Outcome, exit_code
from releasebot.gates.workspace import Workspace
from tests.unit.gates.conftest import Watched, workspace_at


def gate(command: str, **settings: object) -> GateSettings:
    import msgspec

    return msgspec.convert({"command": command, "retries": 0, **settings}, GateSettings)


def shell(script: str, **settings: object) -> GateSettings:
    import shlex

    return gate(shlex.join(("sh", "-c", script)), **settings)


def outcomes_of(
    workspace: Workspace, kept: Kept | None = None, listener: Watched | None = None,
    skipped: dict[str, str] | None = None, jobs: int = 4, **gates: GateSettings,
) -> dict[str, Outcome]:  # fmt: skip
    order = Order(gates, skipped or {}, jobs)
    found = run_gates(order, workspace, kept, listener or Watched())
    return {one.judgement.name: one for one in found}


def kept(repository: Path, tree: str) -> Kept:
    return Kept(repository, tree, lambda: True)


def verdict(workspace: Workspace, settings: GateSettings) -> Judgement:
    return outcomes_of(workspace, one=settings)["one"].judgement


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pid_in(file: Path) -> int:
    for _ in range(1000):
        if file.is_file() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.01)
    raise AssertionError(file)


def test_a_gate_passes_fails_or_could_not_run(workspace: Workspace) -> None:
    found = outcomes_of(
        workspace, good=shell("exit 0"), bad=shell("exit 3"), none=gate("no-such-tool --all")
    )
    assert [one.judgement.verdict for one in found.values()] == [
        "passed", "failed", "could_not_run",
    ]  # fmt: skip
    assert found["bad"].judgement.reason == "found exit code 3, wanted 0"
    assert "no-such-tool" in found["none"].judgement.reason
    assert exit_code(one.judgement for one in found.values()) == 3
    assert exit_code([found["none"].judgement]) == 6


def test_a_gate_that_only_warns_hinders_nothing(workspace: Workspace) -> None:
    found = verdict(workspace, gate("no-such-tool", could_not_run="warn"))
    assert (found.verdict, found.hinders, exit_code([found])) == ("could_not_run", False, 0)


def test_what_could_not_run_is_tried_again_and_what_failed_is_not(workspace: Workspace) -> None:
    script = "echo x >> {0}; [ $(wc -l < {0}) -gt 2 ] || exit 127"
    found = outcomes_of(
        workspace,
        outage=shell(script.format("tries"), retries=3),
        lasting=shell("echo x >> lasting; exit 127", retries=2),
        failed=shell("echo x >> failures; exit 1", retries=5),
    )
    judged = {name: (one.judgement.verdict, one.judgement.attempts) for name, one in found.items()}
    assert judged == {
        "outage": ("passed", 3), "lasting": ("could_not_run", 3), "failed": ("failed", 1),
    }  # fmt: skip
    assert (workspace.top / "failures").read_text() == "x\n"


def test_gates_run_side_by_side_and_after_those_they_wait_for(workspace: Workspace) -> None:
    meet = "touch {0}; for i in $(seq 500); do [ -e {1} ] && exit 0; sleep 0.01; done; exit 1"
    watched = Watched()
    found = outcomes_of(
        workspace,
        listener=watched,
        last=shell("test -e left && test -e right", after=["left", "right"]),
        left=shell(meet.format("left", "right")),
        right=shell(meet.format("right", "left")),
    )
    assert [one.judgement.verdict for one in found.values()] == ["passed"] * 3
    assert list(found) == ["last", "left", "right"]
    assert watched.order[-1] == "+last"


def test_no_more_run_at_once_than_allowed(workspace: Workspace) -> None:
    alone = shell("mkdir busy && sleep 0.02 && rmdir busy")
    found = outcomes_of(workspace, jobs=1, a=alone, b=alone, c=alone)
    assert {one.judgement.verdict for one in found.values()} == {"passed"}


def test_what_waits_for_a_gate_that_has_not_passed_does_not_run(workspace: Workspace) -> None:
    found = outcomes_of(
        workspace,
        lint=shell("exit 1"),
        test=shell("touch ran", after=["lint"]),
        later=shell("touch ran", after=["test"]),
        audit=gate("no-such-tool", could_not_run="warn"),
        deploy=shell("exit 0", after=["audit"]),
    )
    assert found["test"].judgement.reason == "it waits for lint, which has not passed"
    assert found["later"].judgement.verdict == "could_not_run"
    assert found["deploy"].judgement.verdict == "passed"
    assert not (workspace.top / "ran").exists()


def test_a_skipped_gate_does_not_run_and_its_reason_is_kept(workspace: Workspace) -> None:
    found = outcomes_of(workspace, skipped={"lint": "the registry moved"}, lint=shell("touch ran"))
    assert found["lint"].judgement == Judgement("lint", "skipped", reason="the registry moved")
    assert not (workspace.top / "ran").exists()


def test_a_gate_that_overruns_is_ended_with_all_it_started(workspace: Workspace) -> None:
    script = "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ > child; sleep 60; sleep 60' & wait"
    found = verdict(workspace, shell(script, timeout=2))
    assert (found.verdict, found.reason) == (
        "could_not_run", "it did not end within 2 s and was stopped",
    )  # fmt: skip
    assert not is_running(pid_in(workspace.top / "child"))


@pytest.mark.parametrize("how", ["", "setsid "])
def test_children_that_a_gate_leaves_behind_are_ended(workspace: Workspace, how: str) -> None:
    script = f"{how}sh -c 'echo $$ > child; exec sleep 60' & while ! [ -s child ]; do :; done"
    found = outcomes_of(workspace, one=shell(script))["one"]
    assert found.judgement.verdict == "passed"
    assert not is_running(pid_in(workspace.top / "child"))
    assert "processes that it left running were ended" in found.tail[-1]


def test_what_a_killed_run_has_left_is_ended_before_the_next_one(workspace: Workspace) -> None:
    orphan = subprocess.Popen(
        ("sleep", "60"), env={MARK: f"{mark_of(workspace.top)}lint"}, start_new_session=True
    )
    other = subprocess.Popen(
        ("sleep", "60"), env={MARK: f"{mark_of(Path('/elsewhere'))}lint"}, start_new_session=True
    )
    try:
        outcomes_of(workspace, lint=shell("exit 0"))
        assert orphan.wait(10) == -signal.SIGTERM
        assert other.poll() is None
    finally:
        for one in (orphan, other):
            one.kill()
            one.wait()


def test_an_interruption_ends_every_gate(workspace: Workspace) -> None:
    def interrupt() -> None:
        pid_in(workspace.top / "two")
        os.kill(os.getpid(), signal.SIGINT)

    Timer(0.01, interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        outcomes_of(
            workspace,
            one=shell("echo $$ > one; sleep 60"),
            two=shell("while ! [ -s one ]; do :; done; echo $$ > two; sleep 60"),
        )
    assert not is_running(pid_in(workspace.top / "one"))
    assert not is_running(pid_in(workspace.top / "two"))


def test_two_runs_in_a_work_tree_wait_for_one_another(workspace: Workspace) -> None:
    alone = shell("mkdir busy && sleep 0.1 && rmdir busy")
    watched = [Watched(), Watched()]
    found: list[str] = []

    def check(number: int) -> None:
        outcome = outcomes_of(workspace, listener=watched[number], one=alone)["one"]
        found.append(outcome.judgement.verdict)

    threads = [Thread(target=check, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["passed", "passed"]
    assert sorted(one.order for one in watched) == [["+one"], ["waiting", "+one"]]


def test_secrets_are_neither_shown_nor_kept(workspace: Workspace) -> None:
    def hide(text: str) -> str:
        return text.replace("s3cret-value", "***")

    watched = Watched()
    place = workspace_at(workspace.top, hide, {"NPM_TOKEN": "s3cret-value"})
    script = "printf 's3cret'; sleep 0.05; echo '-value'; echo $NPM_TOKEN >&2; exit 1"
    found = outcomes_of(place, listener=watched, one=shell(script))["one"]
    assert sorted(watched.lines) == ["one | ***", "one | ***"]
    assert found.tail == ("***", "***")
    assert found.log
    assert found.log.read_text() == "***\n***\n"


def test_a_command_gets_no_token_that_publishes_unless_it_is_named(workspace: Workspace) -> None:
    place = workspace_at(workspace.top, environ={"GITHUB_TOKEN": "t", "NPM_TOKEN": "n", "A": "1"})
    script = "echo $GITHUB_TOKEN/$NPM_TOKEN/$A > $OUT"
    outcomes_of(
        place,
        without=shell(script, env={"OUT": "without", "A": "2"}),
        with_it=shell(script, env={"OUT": "with"}, pass_env=["GITHUB_TOKEN"]),
    )
    assert (workspace.top / "without").read_text() == "/n/2\n"
    assert (workspace.top / "with").read_text() == "t/n/1\n"


def test_output_without_end_fills_neither_memory_nor_disk(workspace: Workspace) -> None:
    code = (
        "import sys\n"
        "sys.stdout.write('x' * 3_000_000 + '\\n')\n"
        "for n in range(200_000): print('a line of some length that is said again', n)\n"
        "sys.stdout.write('y' * 100_000)\n"
    )
    (workspace.top / "flood.py").write_text(code)
    found = outcomes_of(workspace, one=gate(f"{sys.executable} flood.py"))["one"]
    assert found.judgement.verdict == "passed"
    assert found.log
    text = found.log.read_text()
    assert len(text) < 9_000_000
    assert text.startswith("x" * 16_384 + " ... (cut)\n")
    assert "lines are left out here" in text
    assert text.rstrip().endswith("y" * 100 + " ... (cut)")


def test_colours_and_progress_bars_are_kept_out_of_the_lines(workspace: Workspace) -> None:
    script = r"printf '10%%\r100%%\n\033[31mred\033[0m\033]0;title\007\n'"
    assert outcomes_of(workspace, one=shell(script))["one"].tail == ("100%", "red")


def test_a_folder_outside_the_repository_is_none(workspace: Workspace) -> None:
    (workspace.top / "out").symlink_to(workspace.top.parent)
    found = verdict(workspace, gate("true", folder="out"))
    assert found.reason == "out is no folder of the repository"


def test_a_gate_that_has_passed_for_the_tree_is_not_run_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    once = shell("test ! -e ran && touch ran")
    for earlier in (False, True):
        found = outcomes_of(workspace, kept(tmp_path / "git", "a" * 40), one=once)["one"]
        assert (found.judgement.verdict, found.earlier) == ("passed", earlier)
    other = outcomes_of(workspace, kept(tmp_path / "git", "b" * 40), one=once)["one"]
    assert other.judgement.verdict == "failed"


def test_a_pass_counts_for_a_day_and_for_the_settings_it_had(tmp_path: Path) -> None:
    settings = gate("npm test")
    passed = Judgement("test", "passed", attempts=1)
    kept(tmp_path, "a" * 40).keep(settings, passed)
    assert kept(tmp_path, "a" * 40).passed("test", settings) == passed
    assert kept(tmp_path, "a" * 40).passed("test", gate("npm test", env={"A": "1"})) is None
    assert kept(tmp_path, "a" * 40).passed("lint", settings) is None
    tomorrow = Kept(tmp_path, "a" * 40, lambda: True, clock=lambda: time.time() + 25 * 3600)
    assert tomorrow.passed("test", settings) is None
    for file in tmp_path.rglob("*.json"):
        file.write_text("{")
    assert kept(tmp_path, "a" * 40).passed("test", settings) is None


@pytest.mark.parametrize("state", ["failed", "could_not_run", "skipped"])
def test_only_a_pass_is_remembered(tmp_path: Path, state: str) -> None:
    import msgspec

    judgement = msgspec.convert({"name": "test", "verdict": state}, Judgement)
    kept(tmp_path, "a" * 40).keep(gate("npm test"), judgement)
    assert list(tmp_path.rglob("*.json")) == []


def test_what_passed_with_other_files_is_not_remembered(workspace: Workspace) -> None:
    moved = Kept(workspace.top / "git", "a" * 40, lambda: False)
    assert outcomes_of(workspace, moved, one=shell("exit 0"))["one"].judgement.verdict == "passed"
    assert moved.passed("one", shell("exit 0")) is None


@pytest.mark.parametrize(
    ("line", "verdict_of_it"),
    [
        ("npm error audit endpoint returned an error", "could_not_run"),
        ("npm ERR! code ENOTFOUND", "could_not_run"),
        ("npm error code E503", "could_not_run"),
        (" ERR_PNPM_META_FETCH_FAIL  GET https://registry.invalid/x", "could_not_run"),
        ("npm error code ELIFECYCLE", "failed"),
        ("expected ENOTFOUND, got npm error code ENOTFOUND", "failed"),
        ("connect ECONNREFUSED 127.0.0.1:5432", "failed"),
    ],
)
def test_an_outage_that_a_package_manager_tells_of_is_no_failure(
    workspace: Workspace, line: str, verdict_of_it: str
) -> None:
    found = verdict(workspace, shell(f'echo "{line}" >&2; exit 1'))
    assert found.verdict == verdict_of_it
    assert line.strip() in found.reason or verdict_of_it == "failed"
