"""`releasebot verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from releasebot.cli.command import command, pass_session
from releasebot.cli.github_actions import write_summary
from releasebot.cli.report import Line, opened, table
from releasebot.cli.session import Session
from releasebot.cli.verifications import TARGETS
from releasebot.errors import ExitCode
from releasebot.release.verify.check import Agrees, Differs, Row, Silent, Unreachable
from releasebot.release.verify.run import Verified
from releasebot.release.verify.run import verify as verified


@command("verify")
@click.argument("version", default="")
@pass_session
def verify(session: Session, *, version: str) -> ExitCode:
    """Check that everything a release left behind is of one commit.

    VERSION is a version or its tag; by default the version at HEAD. Compares the tag, its
    signature, the images, the release on GitHub with its files, the site and the Confluence pages
    with the commit of the tag on the remote. Reads only.

    Exits 0 where all agree, 4 where something differs, 5 where something could not be looked at.
    """
    found = verified(session.world, version, TARGETS)
    code = _code(found.rows)
    lines = [line for one in found.rows for line in _lines(one)]
    session.emit(_text(session, found, lines), _data(found, code, session.world.base))
    write_summary(session.surroundings.environ, f"{found.tag}: {_ENDS[code]}", lines)
    return code


_ENDS = {
    ExitCode.DONE: "all that names a commit names this one",
    ExitCode.CONFLICT: "not everything is of this commit",
    ExitCode.OUTSIDE: "not everything could be looked at",
}


def _code(rows: Sequence[Row]) -> ExitCode:
    if any(isinstance(one.verdict, Differs) for one in rows):
        return ExitCode.CONFLICT
    if any(isinstance(one.verdict, Unreachable) for one in rows):
        return ExitCode.OUTSIDE
    return ExitCode.DONE


def _text(session: Session, found: Verified, lines: Sequence[Line]) -> str:
    at = f" at {found.commit[:9]}" if found.commit else ""
    end = _ENDS[_code(found.rows)]
    return f"{found.tag}{at}: {end}\n{table(lines, session.world.base)}"


def _lines(row: Row) -> Iterator[Line]:
    match row.verdict:
        case Agrees(found, where):
            yield Line(row.name, "agrees", found, where)
        case Silent(found):
            yield Line(row.name, "says nothing", found)
        case Differs(found, wanted, hint, details):
            yield Line(row.name, "differs", f"found {found}, wanted {wanted}", details=details)
            if hint:
                yield Line("", "fix:", hint)
        case Unreachable(reason, hint):
            yield Line(row.name, "unreachable", reason)
            if hint:
                yield Line("", "fix:", hint)


def _data(found: Verified, code: ExitCode, base: Path) -> dict[str, object]:
    targets = []
    for row in found.rows:
        fields = msgspec.to_builtins(row.verdict)
        if "where" in fields:
            fields["where"] = opened(fields["where"], base)
        targets.append({"name": row.name, "state": fields.pop("type"), **fields})
    return {
        "command": "verify",
        "version": found.version,
        "tag": found.tag,
        "commit": found.commit,
        "agrees": code is ExitCode.DONE,
        "targets": targets,
    }
