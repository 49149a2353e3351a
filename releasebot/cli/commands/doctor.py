"""`releasebot doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from releasebot.cli.checks import CHECKS
from releasebot.cli.command import command, pass_session
from releasebot.cli.report import Line, table
from releasebot.cli.session import Session
from releasebot.errors import ExitCode
from releasebot.release.doctor.check import Amiss, Aside, Fine, Looked, look


@command("doctor")
@pass_session
def doctor(session: Session) -> ExitCode:
    """Check all that a release will need, writing nothing; each complaint comes with its fix.

    Exits 3 where something would make a release fail.
    """
    _ = session.world.head  # without a repository and a commit there is nothing to check
    found = look(CHECKS, session.world)
    session.emit(_text(found), _data(found))
    return ExitCode.GATE if _hindrances(found) else ExitCode.DONE


def _hindrances(found: Sequence[Looked]) -> int:
    return sum(isinstance(one.health, Amiss) and one.health.hinders for one in found)


def _text(found: Sequence[Looked]) -> str:
    number = _hindrances(found)
    lines = table([line for one in found for line in _lines(one)])
    if not number:
        return f"{lines}\n\nnothing stands in the way of a release"
    return f"{lines}\n\n{number} thing{'' if number == 1 else 's'} would make a release fail"


def _lines(looked: Looked) -> list[Line]:
    match looked.health:
        case Fine(found):
            return [Line(looked.name, "fine", found)]
        case Aside(reason):
            return [Line(looked.name, "not needed", reason)]
        case Amiss(found, fix, hinders, details):
            first = Line(looked.name, "amiss" if hinders else "beware", found)
            return [first, *(Line("", "", detail) for detail in details), Line("", "fix:", fix)]


def _data(found: Sequence[Looked]) -> dict[str, Any]:
    checks = []
    for one in found:
        fields = msgspec.to_builtins(one.health)
        checks.append({"name": one.name, "state": fields.pop("type"), **fields})
    return {"command": "doctor", "ready": not _hindrances(found), "checks": checks}
