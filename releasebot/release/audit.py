"""What a release says of the runs that made it: who, from where, and how far they came.

Only where roles are set: without them nobody is asked who they are.
"""

from __future__ import annotations

from releasebot.errors import OutsideError
from releasebot.git.trailers import one_line
from releasebot.release.roles.caller import Caller
from releasebot.release.world import World

WHO, WHERE = "Released-by", "Released-from"
"""The trailers of a tag's message (git-interpret-trailers(1))."""

_MARKUP = str.maketrans(dict.fromkeys("`<>"))


def trailers(world: World) -> tuple[tuple[str, str], ...]:
    """The trailers of the tag that this run makes; none without roles."""
    caller = _caller(world)
    return ((WHO, str(caller)), (WHERE, caller.where)) if caller else ()


def line(world: World, outcome: str) -> tuple[str, ...]:
    """The line of this run in the release on GitHub, as Markdown; none without roles.

    No name in it notifies or links anybody.
    """
    caller = _caller(world)
    if caller is None:
        return ()
    who, where = (one_line(text).translate(_MARKUP) for text in (str(caller), caller.where))
    return (f"- {outcome} by `{who}` from `{where}`",)


def _caller(world: World) -> Caller | None:
    """Who is to be named, None where nobody is: the guard lets nobody act who is not known."""
    if not world.config.roles.are_set:
        return None
    try:
        caller = world.caller
    except OutsideError:
        return None  # a plan goes on, and the guard stops all else
    return caller if isinstance(caller, Caller) else None
