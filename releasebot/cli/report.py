"""What plan, status and release tell at the end, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.release.plan import Plan
from releasebot.release.run import Done
from releasebot.release.step import Absent, Conflict, Finding, Present, Skipped, Stale

_GAP = "  "


class Line(Struct, frozen=True):
    """One step as a line of a table."""

    step: str
    state: str
    text: str
    where: str = ""
    details: tuple[str, ...] = ()


def opened(where: str, base: Path) -> str:
    """A path that a step shows relative to `base`, as a person can open it from anywhere."""
    return str(base / where) if where and (base / where).exists() else where


def planned(name: str, finding: Finding) -> Line:
    """The line of a step that was looked at."""
    match finding:
        case Absent(wanted, details):
            return Line(name, "to do", wanted, details=details)
        case Stale(found, wanted, details):
            return Line(name, "to do", f"{found} -> {wanted}", details=details)
        case Present(found, where):
            return Line(name, "already so", found, where)
        case Conflict(found, wanted):
            return Line(name, "conflict", f"found {found}, wanted {wanted}")
        case Skipped(reason):
            return Line(name, "skipped", reason)


def finished(done: Done) -> Line:
    """The line of a step at the end of a run."""
    if done.receipt:
        return Line(done.name, "made", done.receipt.made, done.receipt.where)
    return planned(done.name, done.finding)


def shortened(line: Line, *, most: int | None) -> Line:
    """The line with at most so many details and a word on how many are left out."""
    rest = len(line.details) - most if most is not None else 0
    if rest <= 0:
        return line
    details = (*line.details[:most], f"... and {rest} more; --verbose shows all")
    return msgspec.structs.replace(line, details=details)


def table(lines: Sequence[Line], base: Path | None = None) -> str:
    """The lines in columns, the place to look at below each step that has one.

    Paths that are relative to `base` are written out.
    """
    names = max(len(line.step) for line in lines)
    states = max(len(line.state) for line in lines)
    written: list[str] = []
    for line in lines:
        written.append(
            f"{line.step:<{names}}{_GAP}{line.state:<{states}}{_GAP}{line.text}".rstrip()
        )
        if line.where:
            where = opened(line.where, base) if base else line.where
            written.append(f"{'':<{names}}{_GAP}{'':<{states}}{_GAP}{where}")
        written.extend(f"{'':<{names}}{_GAP}{detail}" for detail in line.details)
    return "\n".join(written)


def plan_data(plan: Plan, *, command: str) -> dict[str, Any]:
    """A plan as a JSON document, equal for equal plans wherever they are made.

    `where` is relative to the folder of the configuration, if it is a path in there.
    """
    return _head(plan, command) | {
        "hash": plan.digest,
        "steps": [_step(look.step.name, look.finding) for look in plan.looks],
    }


def run_data(plan: Plan, done: Sequence[Done], *, command: str, base: Path) -> dict[str, Any]:
    """A finished run as a JSON document; `released` tells whether this run made anything.

    `where` is absolute, if it is a path.
    """
    steps = []
    for one in done:
        step = _step(one.name, one.finding) | {"seconds": round(one.seconds, 3)}
        if one.receipt:
            step |= {"state": "made", "made": one.receipt.made, "where": one.receipt.where}
            step |= {"links": msgspec.to_builtins(one.receipt.links)}
        if "where" in step:
            step["where"] = opened(step["where"], base)
        steps.append(step)
    return _head(plan, command) | {
        "released": any(one.receipt and one.receipt.counts for one in done),
        "steps": steps,
    }


def _head(plan: Plan, command: str) -> dict[str, Any]:
    return {
        "command": command,
        "version": plan.version,
        "tag": plan.tag,
        "commit": plan.commit,
    }


def _step(name: str, finding: Finding) -> dict[str, Any]:
    fields = msgspec.structs.asdict(finding)
    state = {Present: "already_so", Absent: "absent", Stale: "stale", Conflict: "conflict"}
    return {"name": name, "state": state.get(type(finding), "skipped")} | {
        key: int(value) if key == "exit_code" else value for key, value in fields.items()
    }
