"""Find the configuration of a project and read it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.config.schema import Config
from releasebot.errors import UsageError

CONFIG_FILE = "releasebot.toml"
PYPROJECT = "pyproject.toml"
PYPROJECT_TABLE = ("tool", "releasebot")
_PYPROJECT_MARKS = (
    b"\n[tool.releasebot",
    b"\n[[tool.releasebot",
    b"\n[tool]",
    b"\ntool.",
    b"\ntool=",
)
"""What a line that may open the table starts with."""


class Loaded(Struct, frozen=True):
    """The configuration with its origin.

    `file` is the absolute path of the file it came from, None where there is none and every
    default holds. `base` is the folder that paths in the configuration are relative to: the file's,
    else the project's.
    """

    config: Config
    file: Path | None
    base: Path


class _Source(Struct, frozen=True):
    """A file with a configuration in it: `table` are the keys that lead to the configuration."""

    file: Path
    shown: str
    text: str
    table: tuple[str, ...]
    raw: object


def load(project: Path, worktree: Path, explicit: Path | None = None) -> Loaded:
    """The configuration that holds for `project`, a folder in the work tree at `worktree`.

    It stands in `explicit` where that is given, else in the nearest `releasebot.toml` or
    `[tool.releasebot]` of a `pyproject.toml`, from the project's folder up to the work tree's top;
    with none, every default holds.

    Raises:
        UsageError: a file cannot be read, is no TOML, or has wrong keys or values (all of them are
            listed, each with its line), or one folder has two configurations.
    """
    source = _named(explicit.absolute(), worktree) if explicit else _nearest(project, worktree)
    if source is None:
        return Loaded(Config(), None, project)
    return Loaded(_config(source), source.file, source.file.parent)


def has_configuration(folder: Path) -> bool:
    """Whether the folder itself holds a configuration.

    Raises:
        UsageError: its pyproject.toml seems to, and is no TOML.
    """
    pyproject = folder / PYPROJECT
    return (folder / CONFIG_FILE).is_file() or (
        pyproject.is_file() and _read_pyproject(pyproject, folder) is not None
    )


def _named(file: Path, worktree: Path) -> _Source:
    if not file.is_file():
        raise UsageError(
            f"--config names {file}, which is no file",
            hint=f"name a {CONFIG_FILE}, or a {PYPROJECT} with a [tool.releasebot] table",
        )
    if file.name != PYPROJECT:
        return _read(file, worktree)
    source = _read_pyproject(file, worktree)
    if source is None:
        raise UsageError(
            f"--config names {file}, which has no [tool.releasebot] table",
            hint="add the table, or leave --config out",
        )
    return source


def _nearest(project: Path, worktree: Path) -> _Source | None:
    for folder in (project, *project.parents):
        own = folder / CONFIG_FILE
        pyproject = folder / PYPROJECT
        shared = _read_pyproject(pyproject, worktree) if pyproject.is_file() else None
        if own.is_file():
            if shared:
                raise UsageError(
                    f"{folder} has two configurations: {CONFIG_FILE} and the table "
                    f"[tool.releasebot] of {PYPROJECT}",
                    hint="keep one of them",
                )
            return _read(own, worktree)
        if shared:
            return shared
        if folder == worktree:
            break
    return None


def _read_pyproject(file: Path, worktree: Path) -> _Source | None:
    """The `[tool.releasebot]` table of a pyproject.toml, or None where it has none."""
    shown = _shown(file, worktree)
    data = _bytes(file, shown)
    if not _may_configure(data):
        return None
    text = _text(data, shown)
    tool = _parse(text, shown).get("tool")
    if not isinstance(tool, dict) or "releasebot" not in tool:
        return None
    return _Source(file, shown, text, PYPROJECT_TABLE, tool["releasebot"])


def _may_configure(data: bytes) -> bool:
    """Whether TOML data could have the table; parsing takes longer than all else that is read.

    Such a table is opened by a line that starts with one of a few marks, blanks and quotes aside.
    """
    if b"releasebot" not in data:
        return False
    lines = b"\n" + data.removeprefix(b"\xef\xbb\xbf").translate(None, b" \t\r\"'")
    return any(mark in lines for mark in _PYPROJECT_MARKS)


def _read(file: Path, worktree: Path) -> _Source:
    shown = _shown(file, worktree)
    text = _text(_bytes(file, shown), shown)
    return _Source(file, shown, text, (), _parse(text, shown))


def _shown(file: Path, worktree: Path) -> str:
    """The file's name for people: relative to the work tree where it stands in it."""
    return (file.relative_to(worktree) if file.is_relative_to(worktree) else file).as_posix()


def _bytes(file: Path, shown: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{shown} cannot be read: {error.strerror}") from error


def _text(data: bytes, shown: str) -> str:
    try:
        return data.decode("utf-8-sig")  # some Windows editors write a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{shown}:{line}: found a byte that is no UTF-8, expected a TOML file in UTF-8",
            hint="save the file as UTF-8",
        ) from error


def _parse(text: str, shown: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        from releasebot.config.problems import syntax_error

        raise syntax_error(error, text, shown) from error


def _config(source: _Source) -> Config:
    """The typed configuration; everything that is wrong with it is told at once."""
    from releasebot.config.rules import broken_rules

    try:
        config = msgspec.convert(source.raw, Config)
        if not broken_rules(config):
            return config
    except msgspec.ValidationError:
        pass
    from releasebot.config.problems import complaint

    raise complaint(source.raw, source.text, shown=source.shown, table=source.table)
