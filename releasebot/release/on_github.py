"""The release of this version on GitHub: what it is to be, and what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from releasebot.errors import ExitCode, UsageError
from releasebot.gates.evidence import EVIDENCE
from releasebot.git.notes import cut
from releasebot.github.client import Client
from releasebot.github.complete import Look, complete, look, publish, rivalry
from releasebot.github.dispatch import is_started, start
from releasebot.github.patience import Patience
from releasebot.github.people import People
from releasebot.github.permission import Access, access
from releasebot.github.place import Place, Unavailable, find_place
from releasebot.github.releases import Asset, Release, Releases
from releasebot.github.token import Token, find_token
from releasebot.github.wanted import (
    Attach,
    Change,
    File,
    Found,
    Remove,
    Wanted,
    changes,
)
from releasebot.release.attachments import NOTES, attachments
from releasebot.release.audit import line
from releasebot.release.notes import asked_span, read_release, style_for, written
from releasebot.release.once import once
from releasebot.release.past import Past
from releasebot.release.proof import checks_in
from releasebot.release.step import Conflict
from releasebot.version.next import channel, greatest
from releasebot.version.scheme import bare

if TYPE_CHECKING:
    from releasebot.release.world import World

_SHORT = 9


def on_github(world: World) -> OnGithub | Unavailable:
    """The release on GitHub, or why there is none to speak of."""
    try:
        remote = world.remote
    except UsageError as error:
        return Unavailable(error.message)  # which every step that needs the remote complains of
    asked = world.repository.ask("remote", "get-url", "--", remote)
    address = asked.text.strip() if asked.ok else remote
    place = find_place(world.config.github, world.environ, remote=remote, address=address)
    if isinstance(place, Unavailable):
        return place
    token = find_token(place, world.environ, cwd=world.root.worktree)
    return token if isinstance(token, Unavailable) else OnGithub(world, place, token)


class OnGithub:
    """One run's view of one release; everything is asked when it is first needed, and once."""

    def __init__(self, world: World, place: Place, token: Token) -> None:
        self.place, self.token = place, token
        self._world = world
        self._past = Past(world)
        self._client = Client(place, token, Patience(world.config.github.patience))
        self._releases = Releases(self._client)

    @once
    def look(self) -> Look:
        """What was there when this run began."""
        return look(self._releases, self._world.tag)

    @property
    def found(self) -> Found:
        """The release that was there when this run began, and what stood beside it."""
        return self.look.found

    @once
    def access(self) -> Access:
        """What the token may do in the repository."""
        return access(self._client)

    @property
    def people(self) -> People:
        """Who is who around the repository."""
        return People(self._client)

    @property
    def client(self) -> Client:
        """The repository's API, for what is no part of the release."""
        return self._client

    @once
    def wanted(self) -> Wanted:
        """The release as it was to be when this run began: the same from every clone of the commit.

        Raises:
            OutsideError: the history that the notes need is not here and cannot be fetched.
            UsageError: there is no usable spec, or a file to attach is not there.
        """
        return self._composed(self._world.proof.kept)

    @property
    def awaits_proof(self) -> bool:
        """Whether a file is to come of which nothing is known before the gates have run."""
        world = self._world
        wanted = bool(world.config.gates) and "evidence" in world.config.github.assets
        return wanted and world.proof.data is None

    def _composed(self, proof: bytes | None) -> Wanted:
        """The release with that `evidence.json`, or without any."""
        world, past = self._world, self._past
        release = read_release(past, asked_span(past, ""))
        style = style_for(past, tuple(change.description for change in release.changes))
        notes = written(past, release, style)
        kinds = world.config.github.assets
        own: tuple[File, ...] = ()
        if "notes" in kinds:
            own = (File(NOTES, "text/markdown", notes.encode(), fixed=True),)
        if proof and "evidence" in kinds:
            own += (File(EVIDENCE, "application/json", proof, fixed=False),)
        checks = checks_in(proof, style.language)
        published = self.found.release is not None and not self.found.release.draft
        attached = attachments(world, may_lack=published)
        return Wanted(
            tag=world.tag,
            commit=world.head.commit,
            prerelease=bool(channel(bare(world.version))),
            notes=lambda most: cut(notes, release, style, most=most - len(checks)) + checks,
            files=own + attached.files,
            lacking=attached.lacking,
            checksums="checksums" in kinds,
            audit=lambda outcome: line(world, outcome),
        )

    @once
    def todo(self) -> tuple[Change, ...]:
        """What has to be done until the draft or the release is as wanted."""
        if self.found.rivals:
            return ()
        return changes(self.found, self.wanted, self._releases.digest_of)

    @once
    def obstacle(self) -> Conflict | None:
        """What forbids doing it, None where nothing does."""
        found = self.found
        if found.rivals:
            error = rivalry(found, self._world.tag)
            return Conflict(error.message, "one at most", error.hint, error.details)
        release, text = found.release, found.text
        if release and not release.draft and text and text.commit != self._world.head.commit:
            return Conflict(
                f"{release.tag} in {self.place.name} released from {text.commit[:_SHORT]}",
                f"it from {self._world.head.commit[:_SHORT]}",
                "raise the version to release this commit",
            )
        files = tuple(one for one in self.todo if isinstance(one, Attach | Remove))
        if release and release.immutable and files:
            return _sealed(release, files)
        if self.todo or release is None or release.draft:
            return self._forbidden()
        return None

    def complete(self) -> Release:
        """Make the draft, or mend what is there; see `github.complete`."""
        proof = self._world.proof
        known = proof.data == proof.kept
        return complete(self._releases, self.wanted if known else self._composed(proof.data))

    def publish(self) -> Release:
        """Make the draft public; see `github.complete`."""
        documented = tuple(address for _, address in self._world.documented)
        return publish(self._releases, self.wanted, self.is_latest, documented)

    def attached(self, tag: str, name: str) -> bytes | None:
        """The file of that name of a published release, whole; None where there is none.

        Raises:
            OutsideError: GitHub could not be asked.
        """
        release = self._releases.published(tag)
        assets = release.assets if release else ()
        found = next((one for one in assets if one.name == name and one.complete), None)
        return self._releases.content_of(found) if found else None

    def digest_of(self, asset: Asset) -> str:
        """The SHA-256 of a file, read from there."""
        return self._releases.digest_of(asset)

    def content_of(self, asset: Asset) -> bytes:
        """A file, whole."""
        return self._releases.content_of(asset)

    @once
    def tag_commit(self) -> str:
        """The commit that the tag comes down to on GitHub, empty where it has no such tag."""
        return self._releases.tag_commit(self._world.tag)

    @property
    def page(self) -> str:
        """Where the published release is seen."""
        return f"https://{self.place.server}/{self.place.name}/releases/tag/{self._world.tag}"

    def started(self) -> dict[str, str | None]:
        """The workflows to start, each with the page of its run on the tag, None without one."""
        tag, commit = self._world.tag, self._world.head.commit
        return {
            file: is_started(self._client, file, tag=tag, commit=commit)
            for file in self._world.config.github.dispatch
        }

    def start(self) -> tuple[str, ...]:
        """Start the workflows that have no run yet; their files."""
        waiting = tuple(file for file, page in self.started().items() if page is None)
        for file in waiting:
            start(self._client, file, tag=self._world.tag)
        return waiting

    def is_latest(self, listed: tuple[Release, ...]) -> bool:
        """Whether this version is the highest final one that is out or about to be."""
        wish = self._world.config.github.latest
        if wish != "auto":
            return wish == "always"
        own = bare(self._world.version)
        tags = (one.tag for one in listed if not one.prerelease and _is_coming(one))
        finals = [one for one in self._past.versions_in(tuple(tags)) if not channel(one)]
        return greatest((*finals, own), self._past.scheme) == own

    def _forbidden(self) -> Conflict | None:
        complaints = self.access.complaints
        if not complaints:
            return None
        first = complaints[0]
        return Conflict(
            first.message,
            "a token that may write releases",
            first.hint,
            tuple(f"{one.message}: {one.hint}" for one in complaints[1:]),
            exit_code=ExitCode.GATE,
        )


def _is_coming(release: Release) -> bool:
    """Whether the release is out, or a draft that a run of ours is about to publish."""
    return not release.draft or Found(release).text is not None


def _sealed(release: Release, files: tuple[Attach | Remove, ...]) -> Conflict:
    """What is out and immutable is otherwise than wanted."""
    told = {
        one.file.name: f"{one.file.name}: wanted sha256 {one.file.digest}"
        for one in files
        if isinstance(one, Attach)
    }
    there = {asset.name: asset.digest or "no digest" for asset in release.assets}
    details = tuple(
        f"{line}, found {there.get(name, 'no such file')}" for name, line in told.items()
    )
    return Conflict(
        f"{release.tag} is published and immutable with other files ({', '.join(told)})",
        "the files of this commit",
        "an immutable release is never changed: raise the version",
        details,
    )
