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
    text = (
        f"nothing to release: {world.tag} was released at {earlier.commit[:9]}, and "
        f"{commit[:9]} still states {world.version} "
        f"({world.version_place.shown}:{world.version_place.line}); "
        f"releasebot status at {earlier.commit[:9]} tells whether that release is complete"
    )
    session.emit(
        text,
        {
            "command": command,
            "version": world.version,
            "tag": world.tag,
            "commit": commit,
            "hash": empty.digest,
            "released": False,
            "released_commit": earlier.commit,
            "steps": [],
        },
    )
    write_outputs(
        session.surroundings.environ,
        {
            "version": world.version,
            "tag": world.tag,
            "released": "false",
            "release": "",
            "site": "",
            "confluence": "",
        },
    )
    return True
