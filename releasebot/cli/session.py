"""What every command shares: the options before it, and what they lead to, found once."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from releasebot.cli.one_file import is_one_file
from releasebot.cli.output import WATCHES
from releasebot.config.telemetry_schema import TelemetrySettings
from releasebot.git.root import Root, Surroundings, find_root

if TYPE_CHECKING:
    from releasebot.config.load import Loaded
    from releasebot.config.schema import Config
    from releasebot.git.repository import Repository
    from releasebot.release.world import World


_PACKAGE = Path(__file__).parent.parent
_UNWATCHED = TelemetrySettings()


class Options(Struct, frozen=True):
    """The options that stand before a command or behind it."""

    repo: Path | None = None
    config: Path | None = None
    format: Literal["text", "json", "sarif", "github"] = "text"
    log_format: Literal["text", "json"] = "text"
    verbosity: int = 0
    """-1 quiet, 0 normal, 1 verbose."""


class Session:
    """One call of the program: its options and surroundings, and what they lead to."""

    def __init__(self, options: Options, surroundings: Surroundings, *, interactive: bool) -> None:
        self.options = options
        self.surroundings = surroundings
        self.interactive = interactive
        """Whether a person at a terminal can be shown a live display and asked by git."""
        self.line = ""
        """The line of versions that was asked for with `--line`."""
        self.allow_breaking = ""
        """The reason that was given with `--allow-breaking`."""
        self.skipped_gates: Mapping[str, str] = {}
        """The gates that `--skip` names, each with the reason that was given."""

    @classmethod
    def here(cls, options: Options) -> Session:
        """The session of a call with these options, where and how this process was started."""
        try:
            folder = Path.cwd()
        except FileNotFoundError:
            folder = None
        environ = dict(os.environ)
        watched = sys.stdin.isatty() and sys.stderr.isatty() and not environ.get("CI")
        started = Path(sys.argv[0])
        package = started if is_one_file() else _PACKAGE
        surroundings = Surroundings(started, package, folder, environ)
        return cls(options, surroundings, interactive=watched)

    @property
    def json(self) -> bool:
        """Whether standard output carries one JSON document and nothing else."""
        return self.options.format == "json"

    @cached_property
    def root(self) -> Root:
        """The project the call is about."""
        return find_root(self.surroundings, repo=self.options.repo, config=self.options.config)

    @cached_property
    def loaded(self) -> Loaded:
        """The configuration with the file it came from."""
        from releasebot.config.load import load

        loaded = load(self.root.project, self.root.worktree, self.options.config)
        if loaded.config.telemetry != _UNWATCHED or "OTEL_TRACES_EXPORTER" in os.environ:
            self._begin_watch(loaded)
        return loaded

    def _begin_watch(self, loaded: Loaded) -> None:
        """Watch the run, which begins for all who look on once its configuration is known."""
        from releasebot.cli.watch import Watch, wanted

        environ = self.surroundings.environ
        if not WATCHES and wanted(loaded.config.telemetry, environ):
            quiet = self.options.verbosity < 0
            WATCHES.append(Watch(loaded.config, loaded.base, environ, quiet=quiet))

    @property
    def config(self) -> Config:
        """The configuration."""
        return self.loaded.config

    @cached_property
    def repository(self) -> Repository:
        """The git repository."""
        from releasebot.git.repository import Repository

        return Repository(
            self.root.worktree, self.surroundings.environ, interactive=self.interactive
        )

    @cached_property
    def world(self) -> World:
        """What the steps of a release look at."""
        from releasebot.release.world import World

        world = World(
            root=self.root,
            config=self.config,
            base=self.loaded.base,
            repository=self.repository,
            environ=self.surroundings.environ,
            line=self.line,
            cache=self.cache,
        )
        from releasebot.cli.output import without_secrets

        world.allow_breaking = self.allow_breaking
        world.skipped_gates, world.hide = self.skipped_gates, without_secrets
        return world

    @property
    def cache(self) -> Path | None:
        """The user's folder for what can be had again; None where they have no home.

        It is where the XDG Base Directory Specification says.
        """
        environ = self.surroundings.environ
        place, home = environ.get("XDG_CACHE_HOME", ""), environ.get("HOME", "")
        if Path(place).is_absolute():
            return Path(place, "releasebot")
        return Path(home, ".cache", "releasebot") if home else None

    def emit(self, text: str, data: Mapping[str, Any]) -> None:
        """Write the command's result to standard output: `data` as JSON, or `text`."""
        from releasebot.cli.output import write_json, write_text

        if self.json:
            write_json(data)
        elif text:
            write_text(text)
