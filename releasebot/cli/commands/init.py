"""`releasebot init`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from msgspec import Struct

from releasebot.cli.command import command, pass_session
from releasebot.cli.output import say
from releasebot.cli.session import Session
from releasebot.errors import ExitCode, GateError
from releasebot.setup.ci_files import (
    UNNAMED_ACTION,
    Generated,
    jenkinsfile,
    launcher,
    own_action,
    servers_in_use,
    workflows,
)
from releasebot.setup.configuration import advise
from releasebot.setup.drift import Drift, drifted
from releasebot.setup.files import State, Wanted, configuration, whole_file, write
from releasebot.setup.proposal import Advice
from releasebot.setup.survey import Survey
from releasebot.version.project_name import project_name

_SHOWN_SIGHTS = 4


class _Options(Struct, frozen=True):
    """What the caller chose."""

    servers: tuple[str, ...]
    action: str | None
    launcher: bool
    show: bool
    check: bool
    force: bool
    yes: bool


class _Setup(Struct, frozen=True):
    """What was seen, and every file with its state."""

    survey: Survey
    advice: Advice
    files: tuple[Wanted, ...]
    notes: tuple[str, ...]


@command("init")
@click.option(
    "--ci",
    "servers",
    type=click.Choice(["github", "jenkins", "none"]),
    multiple=True,
    help="The CI server to write for; may be given twice. Default: the one in use.",
)
@click.option("--action", help="The GitHub action, as OWNER/releasebot@COMMIT.")
@click.option(
    "--launcher", is_flag=True, help="Write scripts/releasebot too; a Jenkinsfile brings it along."
)
@click.option("--show", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--check", is_flag=True, help="Fail with exit code 3 if the set-up has drifted.")
@click.option("--force", is_flag=True, help="Replace files that are there and differ.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@pass_session
def init(session: Session, /, **given: Any) -> ExitCode:  # noqa: ANN401  click's own signature
    """Look at this repository and write a first configuration.

    Writes releasebot.toml (in a Python project, the table [tool.releasebot] of its
    pyproject.toml) with the settings that cannot be found out, and the file by which GitHub
    Actions or Jenkins runs a release. What will be written is shown first. A file that is there
    already is left as it is.
    """
    options = _Options(**given)
    setup = _look(session, options)
    if options.check:
        return _check(session, setup)
    if not session.json:
        _preview(session, setup, force=options.force)
    todo = [one for one in setup.files if _is_written(one, force=options.force)]
    if options.show or (todo and not _agreed(session, options)):
        _report(session, setup, ())
        return ExitCode.DONE
    _report(session, setup, tuple(write(setup.files, force=options.force)))
    return ExitCode.DONE


def _look(session: Session, options: _Options) -> _Setup:
    survey = Survey(session.root, session.repository)
    name = project_name(session.root.project)
    advice = advise(survey, name)
    servers = options.servers or servers_in_use(survey)
    gates = _has_gates(session, advice, force=options.force)
    generated: list[Generated] = []
    if "jenkins" in servers:
        generated.append(jenkinsfile(survey, gates=gates))
    if "jenkins" in servers or options.launcher:
        generated.append(launcher(survey))
    notes = list(advice.notes)
    if "github" in servers:
        action = options.action or own_action()
        generated.extend(workflows(survey, action, name, gates=gates))
        if action == UNNAMED_ACTION:
            notes.append(f"the workflow uses {action}: --action names releasebot's repository")
    folder = session.root.project
    if not servers:
        notes.append("no CI server was recognised: --ci github or --ci jenkins writes its file")
    extra = [Generated(folder / name, text) for name, text in advice.files]
    files = [whole_file(survey, one) for one in (*extra, *generated)]
    return _Setup(survey, advice, (configuration(survey, advice), *files), tuple(notes))


def _has_gates(session: Session, advice: Advice, *, force: bool) -> bool:
    """Whether there will be gates: those of the configuration that is kept, or is written now."""
    if session.loaded.file and not force:
        return bool(session.config.gates)
    return any(one.table.startswith("gates.") for one in advice.proposals)


def _is_written(one: Wanted, *, force: bool) -> bool:
    return one.state is State.NEW or (force and one.state is State.OTHER)


def _preview(session: Session, setup: _Setup, *, force: bool) -> None:
    """Everything that was recognised, then each file that will be written, in full."""
    if session.options.verbosity < 0:
        return
    kinds = dict.fromkeys(sight.what for sight in setup.survey.sights)
    for kind in kinds:
        places = setup.survey.places_of(kind)
        more = f" and {len(places) - _SHOWN_SIGHTS} more" if len(places) > _SHOWN_SIGHTS else ""
        say(f"found {kind}: {', '.join(places[:_SHOWN_SIGHTS])}{more}")
    for fact in setup.advice.found:
        say(f"found {fact}")
    for one in setup.files:
        if _is_written(one, force=force):
            say(f"\n--- {one.shown}\n{one.added.rstrip()}")
    say("")


def _agreed(session: Session, options: _Options) -> bool:
    """Whether the files may be written; nobody is asked where nobody watches."""
    if options.yes or not session.interactive:
        return True
    return click.confirm("Write this?", default=True, err=True)


def _report(session: Session, setup: _Setup, written: Sequence[Wanted]) -> None:
    done = {one.shown for one in written}
    words = {State.NEW: "not written", State.SAME: "already so", State.OTHER: "kept"}
    states = [(one, "made" if one.shown in done else words[one.state]) for one in setup.files]
    width = max(len(word) for _, word in states)
    lines = [f"{word:<{width}}  {one.shown}" for one, word in states]
    if any(word == "kept" for _, word in states):
        lines.append(f"{'':<{width}}  what is kept differs; --force replaces it")
    lines += [f"note: {note}" for note in setup.notes]
    if done:
        lines.append("next: commit and push what was written, then look with: releasebot plan")
    data = {
        "command": "init",
        "found": [{"what": sight.what, "where": sight.where} for sight in setup.survey.sights],
        "notes": list(setup.notes),
        "files": [
            {"file": one.shown, "state": word.replace(" ", "_"), "text": one.added}
            for one, word in states
        ],
    }
    session.emit("\n".join(lines), data)


def _check(session: Session, setup: _Setup) -> ExitCode:
    config, *generated = setup.files
    missing = () if session.loaded.file else (Drift(config.shown, "is not there"),)
    found = drifted(setup.survey, session.loaded, setup.advice.proposals, generated)
    drifts = (*missing, *found)
    if drifts and not session.json:
        details = [f"{one.where}: {one.what}" for one in drifts[1:]]
        below = [f"  {line}" for one in drifts for line in one.details]
        raise GateError(
            f"{drifts[0].where}: {drifts[0].what}",
            hint="correct the setting, or let releasebot init --force write the files anew",
            details=(*details, *below),
        )
    data = [{"where": one.where, "what": one.what, "details": list(one.details)} for one in drifts]
    count = f"{len(setup.files)} file" + ("s" if len(setup.files) > 1 else "")
    session.emit(f"nothing drifted in {count}", {"command": "init", "drift": data})
    return ExitCode.GATE if drifts else ExitCode.DONE
