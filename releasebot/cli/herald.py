"""Tells of a release that begins and of one that stops; `steps/notice.py` tells of its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from releasebot.cli.output import say
from releasebot.cli.redaction import redactor
from releasebot.cli.session import Session
from releasebot.errors import ReleasebotError
from releasebot.notify.notice import Notice
from releasebot.release.plan import Look, Plan
from releasebot.release.run import Done, Watcher

_STEP = "notice"


class Following:
    """Hands everything on to another watcher, and knows which step is at work."""

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self.step = ""

    def looking(self, names: Sequence[str]) -> None:
        """Hand it on."""
        self._watcher.looking(names)

    def looked(self, plan: Plan) -> None:
        """Hand it on."""
        self._watcher.looked(plan)

    def acting(self, look: Look) -> None:
        """Remember the step, and hand it on."""
        self.step = look.step.name
        self._watcher.acting(look)

    def acted(self, done: Done) -> None:
        """Hand it on."""
        self._watcher.acted(done)


@contextmanager
def told(session: Session, plan: Plan, watcher: Watcher, command: str) -> Iterator[Watcher]:
    """While the plan is carried out: a notice before it, and one more where it stops."""
    following = Following(watcher)
    todo = tuple(one.step.name for one in plan.todo if one.step.name != _STEP)
    if not todo or not any(one.step.name == _STEP for one in plan.todo):
        yield following
        return
    world = session.world
    planned = Notice("planned", world.name, plan.version, plan.tag, plan.commit, steps=todo)
    _tell(session, planned)
    try:
        yield following
    except ReleasebotError as error:
        hide = redactor(session.surroundings.environ)
        stopped = Notice(
            "failed", world.name, plan.version, plan.tag, plan.commit,
            steps=(following.step,), error=hide(error.message), resume=f"releasebot {command}",
        )  # fmt: skip
        _tell(session, stopped)
        raise


def _tell(session: Session, notice: Notice) -> None:
    for failure in session.world.notices.tell(notice):
        if session.options.verbosity >= 0:
            say(f"notice: {failure}")
