"""`releasebot images`: push container images, and move what an environment runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from releasebot.cli.columns import columns
from releasebot.cli.command import command, pass_session, shared_options
from releasebot.cli.session import Session

if TYPE_CHECKING:
    from releasebot.images.deploy import Moved
    from releasebot.images.listing import Entry
    from releasebot.images.push import Pushed

_MEGABYTE = 1_000_000

images = click.Group(
    "images",
    help="Push the container images of the services, and move what an environment runs.",
    params=shared_options(),
)
_env = click.option("--env", metavar="NAME", help="The environment. Default: the only one.")
_services = click.argument("services", metavar="[SERVICE=VERSION]...", nargs=-1)


@command("push")
@_env
@_services
@click.option("--target", is_flag=True, help="Then let the environment run what was pushed.")
@click.option("--create-repository", is_flag=True, help="Make an ECR repository that is not there.")
@pass_session
def push(
    session: Session,
    *,
    env: str | None,
    services: tuple[str, ...],
    target: bool,
    create_repository: bool,
) -> None:
    """Push each service's image under its version.

    Each SERVICE=VERSION says which: `api=auto` for the version that the service's own files state,
    `api=1.4.0` for another one, `api=skip` for none. Services that are not named are skipped;
    without any, all are `auto`. What is there already is not pushed again, and a version's tag that
    names another image is never replaced.
    """
    from releasebot.cli.tell import teller_for
    from releasebot.release.fleet import fleet_of
    from releasebot.release.roles.guard import demand

    fleet = fleet_of(session.world, env=env, words=services)
    demand(session.world, ("images", "target") if target else ("images",), env=fleet.env)
    if target:
        fleet.refuse_frozen()
    found = fleet.look(may_create=create_repository)
    with teller_for(session, [one.name for one in fleet.chosen]) as teller:
        pushed = fleet.push(found, teller)
        if target:
            for one in fleet.chosen:
                teller.tell(one.name, f"move {one.target}")
        moved = fleet.deploy(pushed) if target else ()
    _report(session, fleet.env, command="images push", pushed=pushed, moved=moved)


@command("target")
@_env
@_services
@pass_session
def target(session: Session, *, env: str | None, services: tuple[str, ...]) -> None:
    """Let an environment run versions that are in the registry: all of them, or none.

    Nothing is pulled: each version's manifest is put under the target's tag, byte for byte. Where
    one tag cannot be moved, those that were go back. What ran before is kept as TARGET-previous.
    """
    from releasebot.release.fleet import fleet_of
    from releasebot.release.roles.guard import demand

    fleet = fleet_of(session.world, env=env, words=services)
    demand(session.world, ("target",), env=fleet.env)
    fleet.refuse_frozen()
    _report(session, fleet.env, command="images target", moved=fleet.deploy())


@command("rollback")
@_env
@pass_session
def rollback(session: Session, *, env: str | None) -> None:
    """Let an environment run what it ran before the last move, all services together.

    A move that was interrupted is taken back. Done again, it changes nothing.
    """
    from releasebot.images.deploy import read_targets, roll_back
    from releasebot.images.registries import Registries
    from releasebot.images.service import environment, services
    from releasebot.release.roles.guard import demand

    chosen = environment(session.config, env)
    demand(session.world, ("target",), env=chosen)
    registries = Registries(session.config.images, session.surroundings.environ)
    moved = roll_back(read_targets(services(session.config, chosen), registries), registries)
    _report(session, chosen, command="images rollback", moved=moved)


@command("list")
@_env
@click.option(
    "--most", type=click.IntRange(1, 1000), default=10, help="How many images of each service."
)
@pass_session
def list_(session: Session, *, env: str | None, most: int) -> None:
    """Show the newest versions in the registry, and which of them each environment runs."""
    from releasebot.images.listing import listing
    from releasebot.images.registries import Registries
    from releasebot.images.service import environment, services

    config = session.config
    registries = Registries(config.images, session.surroundings.environ)
    names = [env] if env or not config.environments else [*config.environments]
    asked = [one for name in names for one in services(config, environment(config, name))]
    entries = listing(asked, registries, most=most)
    rows = [_row(entry) for entry in entries]
    heads = ("ENVIRONMENT", "SERVICE", "TAGS", "DIGEST", "SIZE", "DATE", "TARGET")
    session.emit(
        columns((heads, *rows)) if rows else "no images",
        {"command": "images list", "images": [_entry(entry) for entry in entries]},
    )


images.add_command(push)
images.add_command(target)
images.add_command(rollback)
images.add_command(list_)


def _report(
    session: Session,
    env: str,
    *,
    command: str,
    pushed: Sequence[Pushed] = (),
    moved: Sequence[Moved] = (),
) -> None:
    """Every service with what was done: its version's image, then its target."""
    from releasebot.images.push import short

    rows = [
        (
            one.wanted.service.name,
            one.state.replace("_", " "),
            one.wanted.name,
            short(one.digest),
        )
        for one in pushed
    ]
    for one in moved:
        kept = one.before == one.after
        state = "as it was" if kept else "moved"
        target = one.service.repository.tagged(one.service.target)
        rows.append((one.service.name, state, target, short(one.after) or "nothing"))
    session.emit(
        columns(rows) if rows else "nothing to do: every service is skipped",
        {
            "command": command,
            "environment": env,
            "pushed": [_pushed(one) for one in pushed],
            "targets": [_moved(one) for one in moved],
        },
    )


def _pushed(one: Pushed) -> dict[str, Any]:
    return {
        "service": one.wanted.service.name,
        "version": one.wanted.version,
        "repository": str(one.wanted.service.repository),
        "tag": one.wanted.tag,
        "state": one.state,
        "digest": one.digest,
    }


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "service": one.service.name,
        "repository": str(one.service.repository),
        "tag": one.service.target,
        "state": "already_so" if one.before == one.after else "moved",
        "digest": one.after or None,
        "previous": one.before or None,
    }


def _row(entry: Entry) -> tuple[str, ...]:
    from releasebot.images.push import short

    return (
        entry.service.env,
        entry.service.name,
        ", ".join(entry.tags),
        short(entry.stored.digest),
        _size(entry.stored.size),
        entry.stored.at[:16].replace("T", " "),
        ", ".join(entry.targets),
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "environment": entry.service.env,
        "service": entry.service.name,
        "repository": str(entry.service.repository),
        "tags": list(entry.tags),
        "digest": entry.stored.digest,
        "size": entry.stored.size,
        "date": entry.stored.at or None,
        "target": entry.service.target in entry.targets,
        "targets": list(entry.targets),
    }


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE / 10 else f"{size / 1000:.1f} kB"
