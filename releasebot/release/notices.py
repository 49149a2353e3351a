"""Tells people of a release, each of them once: what was sent is remembered on the remote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from releasebot.errors import OutsideError, ReleasebotError
from releasebot.git.headings import Language
from releasebot.notify import post
from releasebot.notify.channels import CHANNELS, Name
from releasebot.notify.notice import Notice, text
from releasebot.release.marks import Marks
from releasebot.release.notes import asked_span, read_release, style_for, written
from releasebot.release.once import once
from releasebot.release.past import Past
from releasebot.release.proof import checks_in
from releasebot.release.world import World


class Notices:
    """The notices of one release, to all that the configuration names."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._marks = Marks(world)
        self._edited: set[Name] = set()

    @property
    def addresses(self) -> Mapping[Name, str]:
        """The addresses of those that are to be told, where the environment has them."""
        named = self._world.config.notify.to
        found = {one: self._world.environ.get(CHANNELS[one].variable, "") for one in named}
        return {one: address for one, address in found.items() if address}

    @property
    def missing(self) -> tuple[str, ...]:
        """The variables that should hold an address and do not."""
        wanted = self._world.config.notify.to
        return tuple(CHANNELS[one].variable for one in wanted if one not in self.addresses)

    @once
    def marks(self) -> tuple[str, ...]:
        """The marks when this run began: none for a release whose tag was not there.

        Raises:
            OutsideError: the remote could not be asked.
        """
        return self._marks.names() if self._world.is_tagged else ()

    def told(self) -> tuple[Name, ...]:
        """Those that were told of the finished release before."""
        return tuple(one for one in self.addresses if f"{one}-released" in self.marks)

    def tell(self, notice: Notice) -> tuple[str, ...]:
        """Tell those that want to hear this; what went wrong, which is no error of the release."""
        failures = []
        for name, address in self.addresses.items():
            try:
                self._tell(name, address, notice)
            except ReleasebotError as error:
                failures.append(error.message)
        return tuple(failures)

    def released(self, places: tuple[tuple[str, str], ...]) -> Notice:
        """The notice of the finished release with its notes."""
        past = Past(self._world)
        release = read_release(past, asked_span(past, ""))
        style = style_for(past, tuple(one.description for one in release.changes))
        world = self._world
        return Notice(
            "released", world.name, world.version, world.tag, world.head.commit,
            notes=written(past, release, style), places=places,
            checks=checks_in(world.proof.data, style.language),
        )  # fmt: skip

    def _tell(self, name: Name, address: str, notice: Notice) -> None:
        channel = CHANNELS[name]
        if notice.state not in channel.states:
            return
        done = f"{name}-released"
        if done in self._marks.names():
            if name not in self._edited:
                return
            # another run was quicker, and what this one wrote may stand in its place
            notice = self.released(notice.places)
        template = self._world.config.notify.template
        path = self._world.base / template if template else None
        payload = channel.payload(notice, text(notice, self._language, path), self._language)
        if channel.edited:
            self._edited.add(name)
            self._edit(name, address, payload)
            if notice.state == "released":
                self._marks.make(done)
        elif notice.state == "released":
            self._send_once(name, address, payload, done)
        else:
            post.send(name, address, payload)

    def _send_once(
        self, name: Name, address: str, payload: Mapping[str, object], mark: str
    ) -> None:
        """The mark first: a message that cannot be taken back must not be sent by two."""
        if not self._marks.make(mark):
            return
        try:
            post.send(name, address, payload)
        except OutsideError:
            self._marks.take_back(mark)
            raise

    def _edit(self, name: Name, address: str, payload: Mapping[str, object]) -> None:
        """Bring the release's one message up to date, making it where there is none.

        Of runs at once the oldest message stays, and the others take theirs back.
        """
        known = self._numbers(name)
        for number in known:
            if post.edit(name, address, number, payload):
                return
        made = post.create(name, address, payload)
        self._marks.make(f"{name}-{made}")
        others = [one for one in self._numbers(name) if one not in known]
        if others and others[0] != made and post.edit(name, address, others[0], payload):
            post.delete(name, address, made)

    def _numbers(self, name: Name) -> list[str]:
        """The messages of this release, the oldest first."""
        ends = (one.removeprefix(f"{name}-") for one in self._marks.names() if one.startswith(name))
        return sorted((one for one in ends if one.isdecimal()), key=int)

    @once
    def _language(self) -> Language:
        wish = self._world.config.notify.language
        if wish in get_args(Language):
            return "ko" if wish == "ko" else "en"
        past = Past(self._world)
        release = read_release(past, asked_span(past, ""))
        return style_for(past, tuple(one.description for one in release.changes)).language
