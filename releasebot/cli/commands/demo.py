"""`releasebot demo`."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from releasebot.cli.command import command, pass_session
from releasebot.cli.demo_folder import DemoFolder, prepare
from releasebot.cli.nothing import nothing_to_release
from releasebot.cli.output import say
from releasebot.cli.perform import perform
from releasebot.cli.session import Options, Session
from releasebot.cli.steps import release_steps
from releasebot.errors import UsageError
from releasebot.git.new_repository import without_git_settings
from releasebot.git.root import Surroundings

_DEFAULT_FOLDER = Path("build", "demo")
_NOT_THE_DEMOS = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "RELEASEBOT_REPO")
"""Variables that speak of the project around the demo, not of the demo's own."""


class DemoSession(Session):
    """The session of a release in the demo's checkout, whose result says where to look."""

    def __init__(self, outer: Session, folder: DemoFolder, *, opener: tuple[str, ...]) -> None:
        options = msgspec.structs.replace(outer.options, repo=folder.checkout)
        surroundings = _own_surroundings(outer.surroundings)
        super().__init__(options, surroundings, interactive=outer.interactive)
        self._folder = folder
        self._opener = opener

    @property
    def site(self) -> Path:
        """The folder that the site is built into."""
        return self.loaded.base / self.config.site.folder

    def emit(self, text: str, data: Mapping[str, Any]) -> None:
        """Write the release's result, and below it where to look."""
        places = {
            "site": str(self.site / "index.html"),
            "confluence": str(self.loaded.base / self.config.confluence.folder / "index.html"),
            "checkout": str(self._folder.checkout),
            "remote": str(self._folder.remote),
        }
        super().emit(f"{text}\n\n{self._guide(places)}", {**data, "places": places})

    def _guide(self, places: Mapping[str, str]) -> str:
        remote = shlex.quote(places["remote"])
        rows = {
            "tag on the remote": f"git --git-dir={remote} show {self.world.tag}",
            "checkout": places["checkout"],
            "open the site": shlex.join(self._opener),
        }
        width = max(map(len, rows))
        return "\n".join(f"{name:<{width}}  {row}" for name, row in rows.items())


@command("demo")
@click.option(
    "--dir",
    "place",
    type=click.Path(path_type=Path),
    default=_DEFAULT_FOLDER,
    show_default=True,
    help="The folder to work in: new, empty, or made by the demo.",
)
@click.option("--fresh", is_flag=True, help="Make the demo's repositories anew first.")
@click.option("--serve", "serving", is_flag=True, help="Serve the site and open it.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to serve at; a taken one gives way to a free one.",
)
@pass_session
def demo(session: Session, *, place: Path, fresh: bool, serving: bool, port: int) -> None:
    """Make a small NestJS project with a bare remote here, and release it.

    The release is the real one: it finds the version, tags it, pushes the tag, builds the site
    and writes the Confluence pages. Run it again, and all of that is found already so.
    """
    _refuse_other_project(session.options)
    folder = DemoFolder(place.resolve())
    if prepare(folder, session.surroundings.environ, anew=fresh):
        _say(session, f"made a project in {folder.checkout} and its remote in {folder.remote}")
    else:
        _say(session, f"found the project made in {folder.checkout}")
    chosen = () if place == _DEFAULT_FOLDER else ("--dir", str(place))
    opener = (*_called_as(session.surroundings.started), "demo", *chosen, "--serve")
    inner = DemoSession(session, folder, opener=opener)
    if not nothing_to_release(inner, command="demo"):
        perform(inner, release_steps(inner.world), command="demo")
    if serving:
        from releasebot.cli.serve import serve

        serve(inner.site, port=port, browse=session.interactive)


def _refuse_other_project(options: Options) -> None:
    for option, given in (("--repo", options.repo), ("--config", options.config)):
        if given is not None:
            raise UsageError(
                f"{option} {given} has no part in the demo, which releases a project of its own",
                hint="releasebot release releases yours; --dir says where the demo works",
            )


def _own_surroundings(outer: Surroundings) -> Surroundings:
    environ = without_git_settings(outer.environ)
    for name in _NOT_THE_DEMOS:
        environ.pop(name, None)
    return msgspec.structs.replace(outer, environ=environ)


def _called_as(started: Path) -> tuple[str, ...]:
    """The words that start this program again, as it was started."""
    if started.name == "__main__.py":
        return (sys.executable, "-m", "releasebot")
    on_path = shutil.which(started.name) == str(started)
    return (started.name if on_path else str(started),)


def _say(session: Session, text: str) -> None:
    if not session.json and session.options.verbosity >= 0:
        say(text)
