"""`releasebot docs`: build and publish."""

from __future__ import annotations

import click

from releasebot.cli.command import command, pass_session, shared_options
from releasebot.cli.perform import perform
from releasebot.cli.session import Session
from releasebot.cli.steps import docs_steps
from releasebot.errors import UsageError
from releasebot.release.step import Step

docs = click.Group("docs", help="Build and publish the API documentation.", params=shared_options())


@command("build")
@pass_session
def build(session: Session) -> None:
    """Build the documentation site from the spec, here and for this commit."""
    perform(session, _chosen(session, ("site",)), command="docs build")


@command("publish")
@click.option(
    "--to",
    "targets",
    type=click.Choice(["site", "confluence"]),
    multiple=True,
    help="Only this target; may be given twice. Default: every target.",
)
@pass_session
def publish(session: Session, targets: tuple[str, ...]) -> None:
    """Bring the site and the Confluence pages up to date, writing only what changed."""
    perform(session, _chosen(session, targets or ("site", "confluence")), command="docs publish")


def _chosen(session: Session, targets: tuple[str, ...]) -> tuple[Step, ...]:
    world = session.world
    known = docs_steps(world)
    if not known:
        _ = world.document  # raises, saying where a spec was looked for
    chosen = tuple(step for step in known if step.name in targets)
    if not chosen:
        raise UsageError(
            f"{' and '.join(targets)} is switched off in the configuration",
            hint="set `enabled = true` in its table",
        )
    return chosen


docs.add_command(build)
docs.add_command(publish)
