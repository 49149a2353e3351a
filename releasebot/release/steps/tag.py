"""The git tag, on the remote: the fact from which everything else of a release follows.

The remote's tag is created by compare-and-swap (`git push --force-with-lease=<ref>:`), so of two
runs at once exactly one makes it; the other looks again and finds it.
"""

from __future__ import annotations

from releasebot.errors import ConflictError
from releasebot.git.remote_refs import TagRef
from releasebot.git.signing import Signing
from releasebot.release.step import Absent, Conflict, Finding, Present, Receipt, Stale
from releasebot.release.world import ALLOWED, World

_SHORT = 9


class TagStep:
    """An annotated tag of the released commit, pushed to the remote."""

    name = "tag"

    def probe(self, world: World) -> Finding:
        """Compare commits, not names: a tag elsewhere is a conflict, never moved or deleted."""
        name, commit = world.tag, world.head.commit
        there = world.remote_tag
        if there and there.commit == commit:
            return Present(f"{name} at {commit[:_SHORT]}", f"{world.remote} refs/tags/{name}")
        if there:
            return _elsewhere(name, there, commit, f"on {world.remote}")
        here = world.local.tag
        if here and here.commit != commit:
            return _elsewhere(name, here, commit, "in this repository")
        made = "push the tag left here," if here else "make and push"
        return Absent(f"{made} {name} at {commit[:_SHORT]} to {world.remote}")

    def apply(self, world: World, found: Absent | Stale) -> Receipt:
        """Tag here, push exactly that ref; a push that fails leaves no tag of ours behind.

        Raises:
            ConflictError: somebody else's tag of that name came first, on another commit.
            OutsideError: the remote refused or could not be reached.
        """
        name, commit = world.tag, world.head.commit
        left = world.local.tag
        if left is None:
            world.repository.create_tag(name, commit, _message(world), _signing(world))
        pushed = False
        try:
            pushed = _push(world)
        finally:
            if left is None and not pushed:
                _drop(world)
        return Receipt(f"{name} at {commit[:_SHORT]}", f"{world.remote} refs/tags/{name}")


def _push(world: World) -> bool:
    """Whether the tag on the remote is the one made here; False when an equal one came first."""
    repository, name, commit = world.repository, world.tag, world.head.commit
    failure = repository.push_tag(world.remote, name)
    if failure is None:
        return True
    there = repository.remote_refs(world.remote).tag(name)
    if there is None:
        raise failure
    if there.commit != commit:
        raise ConflictError(
            f"superseded: {name} on {world.remote} is at {there.commit[:_SHORT]}, wanted at "
            f"{commit[:_SHORT]}; another run tagged it first",
            hint="raise the version to release this commit",
        )
    return there == repository.look_up(name, "").tag


def _drop(world: World) -> None:
    """Take back the tag that was made here, unless somebody has replaced it meanwhile."""
    here = world.repository.look_up(world.tag, "").tag
    if here and here.commit == world.head.commit:
        world.repository.drop_local_tag(world.tag, here)


def _signing(world: World) -> Signing | None:
    settings = world.config.tag
    if settings.sign == "auto":
        return None
    key = settings.signing_key
    if key and settings.sign == "ssh" and (world.base / key).is_file():
        key = str(world.base / key)
    return Signing(settings.sign, key)


def _message(world: World) -> str:
    """The message; who releases, and why the API may break, stand in its last paragraph."""
    told: tuple[tuple[str, str], ...] = ()
    if world.allow_breaking:
        told = ((ALLOWED, world.allow_breaking),)
    if world.config.roles.are_set:
        from releasebot.release.audit import trailers

        told += trailers(world)
    if not told:
        return _text(world)
    from releasebot.git.trailers import with_trailers

    return with_trailers(_text(world), told)


def _text(world: World) -> str:
    template = world.config.tag.message
    if template is None:
        return f"{world.name} {world.version}\n"
    from releasebot.release.steps.tag_message import render

    return render(
        template, name=world.name, version=world.version, tag=world.tag, commit=world.head.commit
    )


def _elsewhere(name: str, tag: TagRef, commit: str, where: str) -> Conflict:
    return Conflict(
        found=f"{name} {where} is at {tag.commit[:_SHORT]}",
        wanted=f"{name} at {commit[:_SHORT]}",
        hint=f"raise the version to release {commit[:_SHORT]}, or check out {tag.commit[:_SHORT]} "
        "to finish its release; a tag is never moved",
    )
