"""A commit whose version has been released before it: most merges, and no mistake."""

from __future__ import annotations

from releasebot.cli.github_actions import write_outputs
from releasebot.cli.session import Session
from releasebot.release.plan import Plan, moved


def nothing_to_release(session: Session, *, command: str, expected: str | None = None) -> bool:
    """Whether HEAD still states the version that an earlier commit was released as; says so.

    Raises:
        ConflictError: the plan with the hash `expected` was another one.
    """
    world = session.world
    commit = world.head.commit
    earlier = world.released_earlier
    if earlier is None:
        return False
    empty = Plan(world.version, world.tag, commit, ())
    refused = moved(empty, expected)
    if refused:
        raise refused
    _say(session, empty, earlier.commit, command)
    write_outputs(
        session.surroundings.environ,
        {
            "version": world.version,
            "tag": world.tag,
            "released": "false",
            **dict.fromkeys(("release", "site", "confluence"), ""),
        },
    )
    return True


def _say(session: Session, plan: Plan, released: str, command: str) -> None:
    """Which commit was released as the version, and where to look whether all of it is there."""
    place = session.world.version_place
    text = (
        f"nothing to release: {plan.tag} was released at {released[:9]}, and {plan.commit[:9]} "
        f"still states {plan.version} ({place.shown}:{place.line}); "
        f"releasebot status at {released[:9]} tells whether that release is complete"
    )
    session.emit(
        text,
        {
            "command": command,
            "version": plan.version,
            "tag": plan.tag,
            "commit": plan.commit,
            "hash": plan.digest,
            "released": False,
            "released_commit": released,
            "steps": [],
        },
    )
