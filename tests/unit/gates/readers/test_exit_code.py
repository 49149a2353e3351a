import signal
from datetime import date
from pathlib import Path

import pytest

from releasebot.config.gates_schema import GateSettings
from releasebot.gates.readers.exit_code import read
from releasebot.gates.reading import Asked, Unreadable

GATE = GateSettings(command="npm test")


def _asked(code: int) -> Asked:
    return Asked(GATE, Path("/repo"), Path("/repo"), date(2026, 11, 24), code)


def _faults(code: int) -> tuple[str, ...]:
    return read(Path("/none"), _asked(code)).faults


def test_success_has_no_fault() -> None:
    assert _faults(0) == ()


def test_a_failure_names_the_code_found_and_the_one_wanted() -> None:
    assert _faults(3) == ("found exit code 3, wanted 0",)


@pytest.mark.parametrize("code", [126, 127, -signal.SIGKILL, -signal.SIGTERM])
def test_a_command_that_never_came_to_its_verdict_has_none(code: int) -> None:
    with pytest.raises(Unreadable):
        read(Path("/none"), _asked(code))


def test_a_crash_of_the_command_itself_is_its_failure() -> None:
    assert _faults(-signal.SIGSEGV) == ("it was ended by SIGSEGV, wanted exit code 0",)
