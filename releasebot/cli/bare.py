"""Commands that are called with no further word.

Such a call needs no parser, and reading click costs more than tagging a small repository: a build
that calls `releasebot version` at every turn notices.
"""

from __future__ import annotations

from collections.abc import Callable

from releasebot.cli.session import Options, Session


def print_version(session: Session) -> None:
    """`releasebot version`: the version alone, or in a document with its place."""
    from releasebot.version.places import find_version

    found = find_version(session.root, session.config.version, base=session.loaded.base)
    place = {"file": found.shown, "line": found.line, "selector": found.finding.selector}
    session.emit(found.version, {"version": found.version, **place, "why": found.why})


def tag(session: Session) -> None:
    """`releasebot tag`."""
    from releasebot.cli.perform import perform
    from releasebot.cli.steps import tag_steps

    perform(session, tag_steps(session.world), command="tag")


def _bare(command: Callable[[Session], None]) -> Callable[[], None]:
    return lambda: command(Session.here(Options()))


BARE = {"version": _bare(print_version), "tag": _bare(tag)}
"""The commands that are worth it."""
