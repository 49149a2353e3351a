"""`releasebot tag`."""

from __future__ import annotations

from releasebot.cli import bare
from releasebot.cli.command import command, pass_session
from releasebot.cli.line import line_option
from releasebot.cli.session import Session


@command("tag")
@line_option
@pass_session
def tag(session: Session, *, line: str) -> None:
    """Tag the version at HEAD and push exactly that tag.

    The version is read from the project's files, the tag is annotated (and signed where git is set
    to sign tags), and it is pushed by itself, only if the remote has none of that name. A tag
    that is there on the same commit is success; on another commit it is a conflict, and nothing
    is written.
    """
    session.line = line
    bare.tag(session)
