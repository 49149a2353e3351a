"""`releasebot api lint`: what is wrong or missing in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from releasebot.cli.api_document import Given, given
from releasebot.cli.command import command, pass_session
from releasebot.cli.session import Session
from releasebot.errors import ExitCode

if TYPE_CHECKING:
    from releasebot.config.lint_schema import LintSettings
    from releasebot.openapi.lint.check import Report
    from releasebot.openapi.lint.rule import Language, Level


@command("lint", formats=("text", "json", "sarif", "github"))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--fix-hint", "fixes", is_flag=True, help="Name the NestJS decorator to add.")
@click.option("--all", "everything", is_flag=True, help="List every place, not the first five.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warn", "never"]),
    default="error",
    help="Exit with 3 from issues of this level on. Default: error.",
)
@click.option(
    "--language",
    type=click.Choice(["auto", "en", "ko"]),
    default="auto",
    help="Language of the sentences. Default: `docs.language`, else the document's.",
)
@pass_session
def lint(
    session: Session,
    file: Path | None,
    *,
    fixes: bool,
    everything: bool,
    fail_on: Literal["error", "warn", "never"],
    language: Literal["auto", "en", "ko"],
) -> int:
    """Check the document, or FILE, by its specification and for its readers and clients.

    Every complaint has its line, its JSON Pointer and, with --fix-hint, what to write. The table
    `lint` of the configuration says which rules count. --format sarif is for code scanning,
    --format github for annotations in a pull request.
    """
    from releasebot.openapi.lint.check import check
    from releasebot.openapi.lint.listing import SHOWN, listing

    found = given(session, file)
    report = check(found.document, _levels(found.config.lint), found.config.lint.ignore)
    chosen = _language(found, language)
    if session.options.format in {"text", "json"}:
        session.emit(
            listing(report, chosen, most=None if everything else SHOWN, fixes=fixes),
            _data(report, found),
        )
    else:
        _emit_for_others(session, report, chosen, found)
    failing = {"error": report.errors, "warn": len(report.issues), "never": 0}[fail_on]
    return ExitCode.GATE if failing else ExitCode.DONE


def _levels(settings: LintSettings) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    levels.update((rule, "off") for rule in settings.off)
    levels.update((rule, "warn") for rule in settings.warn)
    levels.update((rule, "error") for rule in settings.error)
    return levels


def _language(found: Given, asked: Literal["auto", "en", "ko"]) -> Language:
    stated = found.config.docs.language if asked == "auto" else asked
    if stated != "auto":
        return stated
    from releasebot.openapi.api import read_api
    from releasebot.pages.labels import language_of

    return language_of(read_api(found.document))


def _data(report: Report, found: Given) -> dict[str, object]:
    from releasebot.openapi.lint.output import data

    document = found.document
    return {
        "command": "api lint",
        "document": document.root.name,
        "openapi": document.dialect,
        **data(report),
    }


def _emit_for_others(session: Session, report: Report, language: Language, found: Given) -> None:
    from releasebot import __version__
    from releasebot.cli.output import write_commands, write_json
    from releasebot.openapi.lint.output import github, sarif

    name_of = _from_the_top(found)
    if session.options.format == "sarif":
        write_json(sarif(report, language, name_of, __version__))
    elif report.issues:
        write_commands(github(report, language, name_of))


def _from_the_top(found: Given) -> Callable[[str], str]:
    """Names of the document's files as the repository's top sees them, where they are in it."""

    def name_of(name: str) -> str:
        path = (found.base / name).resolve()
        top = found.top.resolve()
        return path.relative_to(top).as_posix() if path.is_relative_to(top) else name

    return name_of
