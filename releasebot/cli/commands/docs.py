"""`releasebot docs`: build, serve, generate and publish."""

from __future__ import annotations

from pathlib import Path

import click

from releasebot.cli.command import command, pass_session, shared_options
from releasebot.cli.perform import perform
from releasebot.cli.session import Session
from releasebot.cli.steps import docs_steps, who_steps
from releasebot.errors import UsageError
from releasebot.release.step import Step

docs = click.Group(
    "docs", help="Build, serve and publish the API documentation.", params=shared_options()
)


@command("build")
@click.option(
    "--to",
    "targets",
    type=click.Choice(["site", "confluence-folder"]),
    multiple=True,
    help="What to build; may be given twice. Default: the site.",
)
@pass_session
def build(session: Session, targets: tuple[str, ...]) -> None:
    """Build the documentation from the spec, here and for this commit.

    `confluence-folder` writes the pages that Confluence would get, with a preview of them, to
    `confluence.folder`, also where a server is configured.
    """
    chosen: list[Step] = []
    if "confluence-folder" in targets:
        from releasebot.release.steps.confluence import ConfluenceStep

        chosen.append(ConfluenceStep(to_folder=True))
    if "site" in targets or not targets:
        chosen.extend(_built(session))
    perform(session, tuple(chosen), command="docs build")


@command("generate")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@pass_session
def generate(session: Session, *, folder: Path) -> None:
    """Write the pages as Markdown into DIR, with the menu and settings of a site.

    `mkdocs build`, `properdocs build` and `zensical build` make the same pages of it. DIR is new,
    empty, or was written by this command; files of yours in it are never touched.
    """
    from releasebot.release.steps.sources import SourcesStep

    _need_document(session)
    perform(session, (SourcesStep(folder.resolve()),), command="docs generate")


@command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to serve at; a taken one gives way to a free one.",
)
@click.option(
    "--watch",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Build again when this file or folder changes too; may be given several times.",
)
@pass_session
def serve(session: Session, *, port: int, watch: tuple[Path, ...]) -> None:
    """Show the site here, and build it again when the spec or the configuration changes."""
    _need_document(session)
    from releasebot.cli.docs_preview import show

    show(session, port=port, watch=watch)


@command("publish")
@click.option(
    "--to",
    "targets",
    type=click.Choice(["site", "confluence"]),
    multiple=True,
    help="Only this target; may be given twice. Default: every target.",
)
@click.option(
    "--archive-orphans",
    is_flag=True,
    help="Archive Confluence pages of what is gone from the API (Cloud only).",
)
@pass_session
def publish(session: Session, targets: tuple[str, ...], *, archive_orphans: bool) -> None:
    """Bring the site and the Confluence pages up to date, writing only what changed."""
    chosen = _chosen(session, targets or ("site", "confluence"))
    if archive_orphans:
        from releasebot.release.steps.confluence import ConfluenceStep

        chosen = tuple(
            ConfluenceStep(archive_orphans=True) if step.name == "confluence" else step
            for step in chosen
        )
    perform(session, (*who_steps(session.world), *chosen), command="docs publish")


_STEPS = {"site": ("site", "versions", "versions-folder")}
"""The steps of a target that has several."""


def _chosen(session: Session, targets: tuple[str, ...]) -> tuple[Step, ...]:
    known = docs_steps(session.world)
    if not known:
        _need_document(session)
    wanted = {name for target in targets for name in _STEPS.get(target, (target,))}
    chosen = tuple(step for step in known if step.name in wanted)
    if not chosen:
        raise UsageError(
            f"{' and '.join(targets)} is switched off in the configuration",
            hint="set `enabled = true` in its table",
        )
    return chosen


def _built(session: Session) -> tuple[Step, ...]:
    """Building alone: what is deployed stays as it is."""
    return tuple(step for step in _chosen(session, ("site",)) if step.name == "site")


def _need_document(session: Session) -> None:
    """Raise where there is no spec, saying where it was looked for."""
    _ = session.world.document


docs.add_command(build)
docs.add_command(serve)
docs.add_command(generate)
docs.add_command(publish)
