"""Which project a run is about.

`--repo`, then `RELEASEBOT_REPO`, then the folder of `--config`. Otherwise two candidates are
looked up: the project around the program that was started, and the project around the current
folder. If both exist they must belong together; which of two repositories is meant is never
guessed. With no candidate the workspace that a CI server names is tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from releasebot.config.load import has_configuration
from releasebot.errors import UsageError

PROJECT_FILES = (
    "package.json",
    "pyproject.toml",
    "Cargo.toml",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "go.mod",
    "composer.json",
    "setup.py",
    "setup.cfg",
    "mix.exs",
    "pubspec.yaml",
    "deno.json",
    "Chart.yaml",
    "VERSION",
)
"""Files whose folder is a project of its own in a work tree with several."""


class Root(Struct, frozen=True):
    """A project in a git work tree.

    `project` is the project's folder, `worktree` the top of the git work tree that holds it (the
    same folder, or one above in a monorepo). `repository` is git's common folder, the same for
    every work tree of one repository. `why` is the rule that found it. All paths are absolute and
    resolved.
    """

    project: Path
    worktree: Path
    repository: Path
    why: str = ""

    @property
    def is_shallow(self) -> bool:
        """Whether the repository lacks the older part of its history (gitrepository-layout(5))."""
        return (self.repository / "shallow").is_file()


class Surroundings(Struct, frozen=True):
    """What is known before anything is read: where the run was started, and by what.

    `started` is the program's file as it was called, `package` the folder of the running package,
    `folder` the current folder or None where it was deleted.
    """

    started: Path
    package: Path
    folder: Path | None
    environ: Mapping[str, str]


def find_root(
    surroundings: Surroundings, *, repo: Path | None = None, config: Path | None = None
) -> Root:
    """The project that a run with these options, from these surroundings, is about.

    Raises:
        UsageError: a named place is in no git work tree, two candidates name different projects,
            or there is none.
    """
    variable = surroundings.environ.get("RELEASEBOT_REPO")
    for place, named_by in (
        (repo, "--repo"),
        (Path(variable) if variable else None, "RELEASEBOT_REPO"),
        (config, "--config"),
    ):
        if place is not None:
            return _named(place, named_by)
    own = _own(surroundings)
    here = _around(surroundings.folder, "the current folder") if surroundings.folder else None
    if own and here:
        return _together(own, here)
    return own or here or _workspace(surroundings)


def _named(place: Path, named_by: str) -> Root:
    if not place.exists():
        raise UsageError(f"{named_by} names {place}, which does not exist")
    found = _around(place, named_by)
    if found is None:
        raise UsageError(
            f"{named_by} names {place}, which is in no git work tree",
            hint="name a folder inside a checkout, or run git init there first",
        )
    return found


def _own(surroundings: Surroundings) -> Root | None:
    """The project around the program; releasebot's own source checkout is not taken for one."""
    source = surroundings.package.resolve().parent
    for place in (surroundings.started, surroundings.package):
        if place.exists():
            found = _around(place.resolve(), "the program's own path")
            if found:
                return None if found.project == source else found
    return None


def _together(own: Root, here: Root) -> Root:
    """The one project that two candidates mean together."""
    if own.repository == here.repository and (
        own.worktree != here.worktree or here.project.is_relative_to(own.project)
    ):
        return here
    raise UsageError(
        f"two projects could be meant: {own.project} (around the program that was started) "
        f"and {here.project} (around the current folder)",
        hint=f"name one: --repo {here.project}",
    )


def _workspace(surroundings: Surroundings) -> Root:
    for variable in ("GITHUB_WORKSPACE", "WORKSPACE"):
        value = surroundings.environ.get(variable)
        if value and Path(value).is_dir():
            found = _around(Path(value), variable)
            if found:
                return found
    folder = surroundings.folder
    if folder and _is_bare(folder):
        raise UsageError(
            f"{folder} is a bare repository: it has no files to read a version from",
            hint="clone it, or name a work tree with --repo",
        )
    where = str(folder) if folder else "the current folder, which no longer exists,"
    raise UsageError(
        f"not a git repository: neither {where} nor the program's own folder "
        f"{surroundings.started.parent} is inside a git work tree",
        hint="run it inside a checkout, or name one with --repo",
    )


def _around(place: Path, why: str) -> Root | None:
    """The nearest project above `place`, itself included, in a git work tree."""
    start = place.resolve()
    if not start.is_dir():
        start = start.parent
    for top in (start, *start.parents):
        repository = _repository_of(top)
        if repository:
            return Root(_project(start, top), top, repository, why)
    return None


def _project(start: Path, top: Path) -> Path:
    """The nearest folder with a configuration, else with a manifest, else the work tree's top."""
    folders = [start, *start.parents]
    folders = folders[: folders.index(top) + 1]
    for folder in folders:
        if has_configuration(folder):
            return folder
    for folder in folders:
        if any((folder / name).is_file() for name in PROJECT_FILES):
            return folder
    return top


def _repository_of(top: Path) -> Path | None:
    """Git's common folder for a work tree whose top this is, or None (gitrepository-layout(5))."""
    entry = top / ".git"
    if (entry / "HEAD").is_file():
        return entry.resolve()
    if not entry.is_file():
        return None
    try:
        name = entry.read_text("utf-8").removeprefix("gitdir:").strip()
        folder = (top / name).resolve()
        common = folder / "commondir"
        return (folder / common.read_text("utf-8").strip()).resolve() if common.exists() else folder
    except (OSError, UnicodeDecodeError):
        return None


def _is_bare(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()
