"""What was found of a gate, and whether a release may go on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from releasebot.errors import ExitCode
from releasebot.gates.reading import Remark

Verdict = Literal["passed", "failed", "could_not_run", "skipped"]
Policy = Literal["block", "warn"]


class Judgement(Struct, frozen=True):
    """One gate's verdict, as it is kept with a release.

    `reason` says why it did not simply pass, `policy` what "could not run" does. `seconds` are
    those of the last of the `attempts`. The other fields are those of `Reading`.
    """

    name: str
    verdict: Verdict
    policy: Policy = "block"
    reason: str = ""
    seconds: float = 0.0
    attempts: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    samples: dict[str, tuple[float, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    more: int = 0

    @property
    def hinders(self) -> bool:
        """Whether nothing may be released with this verdict."""
        unknown = self.verdict == "could_not_run" and self.policy == "block"
        return unknown or self.verdict == "failed"


class Outcome(Struct, frozen=True):
    """A judgement with what helps to understand it here and now.

    `tail` are the last lines that the command wrote, `log` the file with all of them. `earlier`
    tells that it passed for the same tree in an earlier run.
    """

    judgement: Judgement
    tail: tuple[str, ...] = ()
    log: Path | None = None
    earlier: bool = False


def exit_code(judgements: Iterable[Judgement]) -> ExitCode:
    """What a run of gates ends with: a failed gate counts before one that could not run."""
    hindering = {one.verdict for one in judgements if one.hinders}
    if "failed" in hindering:
        return ExitCode.GATE
    return ExitCode.GATE_NOT_RUN if hindering else ExitCode.DONE
