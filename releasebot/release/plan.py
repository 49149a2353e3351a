"""What is to be done: the steps of a release with what looking at them found."""

from __future__ import annotations

from msgspec import Struct

from releasebot.errors import ConflictError, ExitCode, GateError, ReleasebotError
from releasebot.release.step import Absent, Conflict, Finding, PlanGuard, Stale, Step


class Look(Struct, frozen=True):
    """One step and what its probe found."""

    step: Step
    finding: Finding

    @property
    def todo(self) -> Absent | Stale | None:
        """What `apply` is to bring about, None where nothing is."""
        return self.finding if isinstance(self.finding, Absent | Stale) else None


class Plan(Struct, frozen=True):
    """The looks of one run, in the order in which the steps act."""

    version: str
    tag: str
    commit: str
    looks: tuple[Look, ...]

    @property
    def conflicts(self) -> tuple[tuple[str, Conflict], ...]:
        """The steps that stop everything, with what they found."""
        return tuple(
            (look.step.name, look.finding)
            for look in self.looks
            if isinstance(look.finding, Conflict)
        )

    @property
    def todo(self) -> tuple[Look, ...]:
        """What has to be made or brought up to date."""
        return tuple(look for look in self.looks if look.todo)

    @property
    def digest(self) -> str:
        """Names what was found and is to be done: equal for equal plans, whoever makes them."""
        import hashlib

        import msgspec

        content = (
            self.version,
            self.tag,
            self.commit,
            [
                (look.step.name, look.finding)
                for look in self.looks
                if not isinstance(look.step, PlanGuard)
            ],
        )
        return hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:16]


def refusal(plan: Plan) -> ReleasebotError | None:
    """The error that a plan with conflicts ends in, None where there are none.

    A world that is otherwise comes before a condition that does not hold: a tag that is taken asks
    for another version, whatever else is to be mended. The others stand among the details.
    """
    if not plan.conflicts:
        return None
    found = sorted(plan.conflicts, key=lambda one: one[1].exit_code is ExitCode.GATE)
    name, first = found[0]
    kind = GateError if first.exit_code is ExitCode.GATE else ConflictError
    further = tuple(
        f"{other}: found {conflict.found}, wanted {conflict.wanted}"
        for other, conflict in found[1:]
    )
    return kind(
        f"{name}: found {first.found}, wanted {first.wanted}",
        hint=first.hint,
        details=first.details + further,
    )


def moved(plan: Plan, expected: str | None) -> ReleasebotError | None:
    """The error of a world that has changed since the plan with the hash `expected` was shown."""
    if expected is None or expected == plan.digest:
        return None
    return ConflictError(
        f"the plan is {plan.digest} now, wanted {expected}: what it rests on has changed",
        hint="read releasebot plan again, then release with its hash",
    )
