"""The reference pages of the commands, exit codes, usual places of a version, and rules.

`python -m releasebot.cli.reference FOLDER` writes them into the folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from inspect import cleandoc
from pathlib import Path

import click
from msgspec import Struct

from releasebot import errors
from releasebot.cli.change_rules import change_rules_page
from releasebot.cli.command import shared_options
from releasebot.cli.table import cli
from releasebot.errors import ExitCode, ReleasebotError
from releasebot.openapi.lint.rule import Language
from releasebot.openapi.lint.table import FAMILIES
from releasebot.version.usual import USUAL, Kind

_GENERATED = "<!-- Generated from releasebot's own tables by `make docs`: do not edit. -->"
_SHARED = frozenset(option.name for option in shared_options())


class _Meaning(Struct, frozen=True):
    """What an exit code tells its caller, and what the caller does next."""

    means: str
    next: str


MEANINGS: dict[ExitCode, _Meaning] = {
    ExitCode.DONE: _Meaning("Done, or already so.", "Nothing; JSON output tells which it was."),
    ExitCode.BUG: _Meaning(
        "A fault in releasebot itself.", "Send the report file that is named; run it again."
    ),
    ExitCode.USAGE: _Meaning(
        "The command line, the configuration or an input file is wrong.",
        "Correct what the message names; nothing was written.",
    ),
    ExitCode.GATE: _Meaning(
        "A condition for releasing does not hold.",
        "Bring it about, such as by committing or by making the versions agree.",
    ),
    ExitCode.CONFLICT: _Meaning(
        "The world is otherwise than asked: a tag on another commit, a page edited by hand.",
        "Decide which of the two is right; releasebot replaces nothing that is not its own.",
    ),
    ExitCode.OUTSIDE: _Meaning(
        "Something outside failed: a server, the network, another program.",
        "Run the same command again; it makes what is missing.",
    ),
    ExitCode.GATE_NOT_RUN: _Meaning(
        "A condition for releasing could not be examined.", "See to it that it can; run it again."
    ),
    ExitCode.NOTHING: _Meaning(
        "There is nothing to release; only with `--detailed-exit-code`, else 0.", "Nothing."
    ),
    ExitCode.INTERRUPTED: _Meaning(
        "Interrupted, by Ctrl-C or by a signal.", "Run the same command again to finish."
    ),
}


def commands_page() -> str:
    """Every command with its arguments and options, in the order of the command line's help."""
    lines = [
        "# Command reference",
        "",
        _GENERATED,
        "",
        "Every command takes these options too, before the command or behind it:",
        "",
        *_options(click.Context(click.Command("releasebot", params=shared_options()))),
    ]
    context = cli.make_context("releasebot", [], resilient_parsing=True)
    for name in cli.list_commands(context):
        lines += _command(name, cli.get_command(context, name), context)
    return "\n".join(lines) + "\n"


def _command(name: str, command: click.Command | None, parent: click.Context) -> Iterator[str]:
    """The section of one command, then those of the commands inside it."""
    if command is None:
        raise TypeError(f"no command {name}")
    context = click.Context(command, info_name=name, parent=parent)
    path = context.command_path
    own = [one for one in command.collect_usage_pieces(context) if one != "[OPTIONS]"]
    yield from ("", f"## `{path}` {{#{path.replace(' ', '-')}}}", "")
    yield from ("```text", " ".join([path, "[OPTIONS]", *own]), "```", "")
    yield from (cleandoc(command.help or "").replace("\b\n", ""), "")
    yield from _options(context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _command(inner, command.get_command(context, inner), context)


def _options(context: click.Context) -> Iterator[str]:
    """A table of a command's own options; nothing where it has none."""
    records = [
        option.get_help_record(context)
        for option in context.command.params
        if isinstance(option, click.Option)
        and (context.parent is None or option.name not in _SHARED)
    ]
    if records:
        yield from ("| Option | Meaning |", "| --- | --- |")
    for record in filter(None, records):
        names, meaning = (text.replace("|", "\\|") for text in record)
        yield f"| `{names}` | {meaning} |"


def exit_codes_page() -> str:
    """Every exit code, what it means, and which error of the program's own carries it."""
    raised = {
        kind.exit_code: kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, ReleasebotError)
    }
    rows = []
    for code in ExitCode:
        meaning = MEANINGS[code]
        error = f"`{raised[code].__name__}`" if code in raised else ""
        rows.append(f"| {code.value} | {meaning.means} | {meaning.next} | {error} |")
    return "\n".join([
        "# Exit codes",
        "",
        _GENERATED,
        "",
        "The same table holds for every command.",
        "",
        "| Code | Means | What to do | Error |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
    ])  # fmt: skip


_COUNTS: dict[Kind, str] = {
    Kind.MANIFEST: "has to agree",
    Kind.STATEMENT: "has to agree, unless it has fewer numbers",
    Kind.COMPANION: "may differ",
}


def usual_places_page() -> str:
    """The files that are looked at for a version, the most trusted first."""
    rows = []
    for usual in USUAL:
        files = ", ".join(f"`{name}`" for name in usual.names)
        folders = ", ".join(f"`{folder or '.'}`" for folder in usual.folders)
        inside = ", ".join(f"`{selector}`" for selector in usual.selectors)
        counts = _COUNTS[usual.kind] + ("" if usual.decides else "; never decides")
        rows.append(f"| {files} | {folders} | {inside} | {usual.why} | {counts} |")
    return "\n".join([
        "# Usual places of a version",
        "",
        _GENERATED,
        "",
        "The first of these files that states a version decides the project's version.",
        "Names are compared without regard to case; folders are relative to the project's,",
        "`.` is the project's folder itself and `**` any folder below it.",
        "Where the third column is empty, the file's format says which of its fields counts.",
        "",
        "| File | Folder | What in it | What it is | Beside other places |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
    ])  # fmt: skip


_LINT_WORDS = {
    "en": (
        "Rules of `releasebot api lint`",
        "A rule is switched in the table [`[lint]`](configuration.md#lint):",
        ("Rule", "Level", "What it asks for", "In NestJS"),
    ),
    "ko": (
        "`releasebot api lint`의 규칙",
        "규칙은 [`[lint]`](configuration.ko.md#lint) 테이블에서 바꿉니다.",
        ("규칙", "수준", "뜻", "NestJS에서"),
    ),
}
_LINT_FAMILIES = {
    "specification": "명세",
    "references": "참조",
    "about": "문서 정보",
    "operations": "오퍼레이션",
    "paths": "경로와 파라미터",
    "responses": "응답",
    "schemas": "스키마",
    "examples": "예시",
    "components": "컴포넌트",
    "naming": "이름",
}
"""The headings of the families in Korean."""

_LINT_SAMPLE = """\
```toml
[lint]
error = ["operation-id-missing"]
warn = ["property-description-missing"]
off = ["path-naming"]

[[lint.ignore]]
rule = "response-error-missing"
at = "/paths/~1health"
reason = "it cannot fail"
```"""


def lint_rules_page(language: Language) -> str:
    """Every rule by family: its level unless it is set, what it asks for, what to write."""
    title, switched, columns = _LINT_WORDS[language]
    lines = [f"# {title}", "", _GENERATED, "", switched, "", _LINT_SAMPLE]
    for family, rules in FAMILIES.items():
        heading = _LINT_FAMILIES[family] if language == "ko" else family.capitalize()
        lines += ["", f"## {heading} {{#{family}}}", "", f"| {' | '.join(columns)} |"]
        lines.append("| --- | --- | --- | --- |")
        for rule in rules:
            fix = f"`{rule.fix}`" if rule.fix else ""
            wants = rule.wants.filled(language, {})
            cells = (f"`{rule.id}`", f"`{rule.level}`", wants, fix)
            escaped = [cell.replace("|", "\\|") for cell in cells]
            lines.append(f"| {' | '.join(escaped)} |")
    return "\n".join([*lines, ""])


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "change-rules.md": partial(change_rules_page, "en", _GENERATED),
    "change-rules.ko.md": partial(change_rules_page, "ko", _GENERATED),
    "lint-rules.md": partial(lint_rules_page, "en"),
    "lint-rules.ko.md": partial(lint_rules_page, "ko"),
    "exit-codes.md": exit_codes_page,
    "usual-places.md": usual_places_page,
}
"""Every page that is generated here, by its file's name."""


if __name__ == "__main__":
    for name, page in PAGES.items():
        (Path(sys.argv[1]) / name).write_text(page(), "utf-8")
