"""The site of a project while somebody works on its spec."""

from __future__ import annotations

from pathlib import Path

from releasebot.cli.output import say
from releasebot.cli.session import Session
from releasebot.errors import ReleasebotError
from releasebot.release.step import Absent, Stale
from releasebot.release.steps.site import SiteStep, site_folder
from releasebot.site.preview import preview


def show(session: Session, *, port: int, watch: tuple[Path, ...]) -> None:
    """Serve the site until interrupted; it is built again when something it is made from changes.

    Raises:
        ReleasebotError: the first build failed; later failures are told, and the old site stays.
    """
    folder = _folder(session)
    _build(session, folder)

    def again() -> None:
        try:
            _build(Session(session.options, session.surroundings, interactive=False), folder)
            say("built the site again")
        except ReleasebotError as error:
            say(f"error: {error.message}")
            if error.hint:
                say(f"hint: {error.hint}")

    try:
        preview(
            folder,
            port=port,
            build=again,
            watched=(*_sources(session), *watch),
            ready=lambda address: say(f"serving {address} (Ctrl-C ends it)"),
            browse=session.interactive,
        )
    except KeyboardInterrupt:
        say("stopped serving")


def _folder(session: Session) -> Path:
    """Beside the released site, which is nobody's draft."""
    site = site_folder(session.world)
    return site.with_name(f"{site.name}-preview")


def _build(session: Session, folder: Path) -> None:
    step = SiteStep(folder)
    found = step.probe(session.world)
    if isinstance(found, Absent | Stale):
        step.apply(session.world, found)


def _sources(session: Session) -> list[Path]:
    """The files of the spec, and the configuration."""
    base = session.loaded.base
    files = [base / name for name in session.world.document.files]
    settings = session.loaded.file
    return [path for path in (*files, *([settings] if settings else [])) if path.is_file()]
