"""What `releasebot check` tells at the end, for people, for programs and for CI servers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from releasebot.cli.github_actions import Level, annotate
from releasebot.cli.report import Line
from releasebot.gates.evidence import figures, state
from releasebot.gates.verdict import Outcome
from releasebot.release.gates import logs_folder
from releasebot.release.world import World

_MOST_ANNOTATIONS = 50
"""More are not shown on a page (GitHub Docs, "Workflow commands", limits of annotations)."""
_LEVELS: Mapping[str, Level] = {"error": "error", "warning": "warning", "note": "notice"}
_WORST_FIRST: tuple[Level, ...] = ("error", "warning", "notice")


def lines(outcomes: Sequence[Outcome]) -> list[Line]:
    """A line for each gate: what it found, and where the rest stands if it has not passed."""
    return [_line(one) for one in outcomes]


def _line(outcome: Outcome) -> Line:
    found = outcome.judgement
    told = [found.reason, figures(found)]
    if outcome.earlier:
        told.append("earlier, for these very files")
    elif found.attempts:
        tries = f" in {found.attempts} attempts" if found.attempts > 1 else ""
        told.append(f"{found.seconds:.1f} s{tries}")
    unclear = found.verdict in {"failed", "could_not_run"} and outcome.log
    where = str(outcome.log) if unclear else ""
    return Line(found.name, state(found), ", ".join(filter(None, told)), where)


def data(world: World, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The document of `--format json`; `tree` is empty where the files are no commit's."""
    clean = not world.head.changed
    gates = []
    for one in outcomes:
        log = str(one.log) if one.log else ""
        gates.append(
            msgspec.to_builtins(one.judgement)
            | {"hinders": one.judgement.hinders, "earlier": one.earlier, "log": log}
        )
    return {
        "command": "check",
        "commit": world.head.commit,
        "tree": world.proof.tree if clean else "",
        "clean": clean,
        "passed": not any(one.judgement.hinders for one in outcomes),
        "gates": gates,
    }


def annotate_all(environ: Mapping[str, str], outcomes: Sequence[Outcome]) -> None:
    """Put what the gates complain of on its lines in the pull request; nothing elsewhere."""
    if environ.get("GITHUB_ACTIONS") != "true":
        return
    told = sorted(_annotations(outcomes), key=lambda one: _WORST_FIRST.index(one[0]))
    for level, message, places in told[:_MOST_ANNOTATIONS]:
        annotate(level, message, **places)


def _annotations(
    outcomes: Sequence[Outcome],
) -> Iterator[tuple[Level, str, dict[str, str | int | None]]]:
    for outcome in outcomes:
        found = outcome.judgement
        if found.verdict in {"failed", "could_not_run"}:
            level: Level = "error" if found.hinders else "warning"
            yield level, f"{state(found)}: {found.reason}", {"title": f"gate {found.name}"}
        for remark in found.remarks:
            if remark.file:
                title = f"{found.name}: {remark.rule}" if remark.rule else found.name
                yield _LEVELS[remark.level], remark.message, {
                    "title": title, "file": remark.file, "line": remark.line, "col": remark.column
                }  # fmt: skip


def local_evidence(world: World) -> Path:
    """Where the evidence of the last run lies in the work tree."""
    from releasebot.gates.evidence import EVIDENCE

    return logs_folder(world) / EVIDENCE
