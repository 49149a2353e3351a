"""`releasebot api diff`: what changed between two documents, and whom it breaks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from releasebot.cli.command import command, pass_session
from releasebot.cli.session import Session
from releasebot.errors import ExitCode

if TYPE_CHECKING:
    from releasebot.openapi.diff.verdict import Verdict

Threshold = Literal["breaking", "warning", "info", "none"]
_PROFILES = ("nestjs", "sdk")


@command("diff")
@click.argument("base", metavar="BASE", type=click.Path(path_type=Path))
@click.argument("revision", metavar="REVISION", type=click.Path(path_type=Path))
@click.option(
    "--fail-on",
    type=click.Choice(get_args(Threshold)),
    default="none",
    help="Exit with 3 from changes of this level on. Default: report only.",
)
@click.option(
    "--profile",
    "profiles",
    type=click.Choice(_PROFILES),
    multiple=True,
    help="Who the clients are: nestjs refuses unknown properties, sdk generates code.",
)
@pass_session
def diff(
    session: Session,
    base: Path,
    revision: Path,
    *,
    fail_on: Threshold,
    profiles: tuple[Literal["nestjs", "sdk"], ...],
) -> int:
    """Tell every change from BASE to REVISION, and what it does to the clients of BASE."""
    from releasebot.config.schema import SpecSettings
    from releasebot.openapi.api import read_api
    from releasebot.openapi.diff.compare import compare
    from releasebot.openapi.diff.report import data
    from releasebot.openapi.diff.table_of_changes import table
    from releasebot.openapi.diff.verdict import judge
    from releasebot.openapi.source import read_file

    base_document, revised = [
        read_file(path, SpecSettings(), base=Path.cwd()) for path in (base, revision)
    ]
    comparison = compare(read_api(base_document), read_api(revised), profiles=profiles)
    verdict = judge(comparison)
    changes = comparison.changes
    if session.json:
        session.emit("", data(comparison, verdict, changes))
    else:
        session.emit(table(changes, verdict, base_document, revised), {})
    return ExitCode.GATE if _fails(verdict, [one.level for one in changes], fail_on) else 0


def _fails(verdict: Verdict, levels: list[str], threshold: Threshold) -> bool:
    if threshold == "none":
        return False
    if threshold == "breaking":
        return verdict.breaking
    order = get_args(Threshold)
    return any(order.index(level) <= order.index(threshold) for level in levels)
