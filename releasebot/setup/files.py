"""The files of a set-up beside those that are there: new, the same, or somebody's own."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

import tomlkit
from msgspec import Struct

from releasebot.config.load import CONFIG_FILE, PYPROJECT, has_configuration
from releasebot.errors import UsageError
from releasebot.output import unwritable, write_whole
from releasebot.setup.ci_files import Generated
from releasebot.setup.configuration import config_text, home
from releasebot.setup.proposal import Advice
from releasebot.setup.survey import Survey

_TABLE = "tool.releasebot"


class State(Enum):
    """How a file is beside what would be written."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"
    """Somebody wrote or changed it: only `--force` replaces it."""


class Wanted(Struct, frozen=True):
    """A file with the content it would get, and how it is now.

    `shown` is the path relative to the work tree. `added` is what a reader has to look at: the
    whole text, or what is put at the end of a file that is there.
    """

    path: Path
    shown: str
    content: bytes
    added: str
    state: State
    is_program: bool = False


def whole_file(survey: Survey, generated: Generated) -> Wanted:
    """A file that is written as a whole."""
    path, content = generated.path, generated.text.encode()
    state = State.NEW
    if path.exists() or path.is_symlink():
        same = _bytes(path) == content and (not generated.is_program or os.access(path, os.X_OK))
        state = State.SAME if same else State.OTHER
    shown = path.relative_to(survey.root.worktree).as_posix()
    return Wanted(path, shown, content, generated.text, state, generated.is_program)


def configuration(survey: Survey, advice: Advice) -> Wanted:
    """The configuration: a file of its own, or a table at the end of a pyproject.toml.

    Where one is there already, in either file, that one is meant.
    """
    folder = survey.root.project
    own = folder / CONFIG_FILE
    name = home(survey)
    if own.is_file() or (name == PYPROJECT and not _can_be_added(survey.text(PYPROJECT))):
        name = CONFIG_FILE
    elif has_configuration(folder):
        name = PYPROJECT
    if name == CONFIG_FILE:
        return whole_file(survey, Generated(own, config_text(advice)))
    return _in_pyproject(survey, config_text(advice, table=_TABLE))


def _in_pyproject(survey: Survey, block: str) -> Wanted:
    path = survey.root.project / PYPROJECT
    now = _bytes(path)
    line_end = "\r\n" if b"\r\n" in now else "\n"
    added = block.replace("\n", line_end)
    shown = path.relative_to(survey.root.worktree).as_posix()
    if now.endswith(added.encode()):
        return Wanted(path, shown, now, block, State.SAME)
    state = State.OTHER if has_configuration(path.parent) else State.NEW
    rest = _without_table(now, shown) if state is State.OTHER else now
    gap = line_end * (2 - min(2, _line_ends(rest))) if rest else ""
    return Wanted(path, shown, rest + (gap + added).encode(), block, state)


def _line_ends(data: bytes) -> int:
    text = data.replace(b"\r\n", b"\n")
    return len(text) - len(text.rstrip(b"\n"))


def _without_table(data: bytes, shown: str) -> bytes:
    """The file without its table of ours; every other line stays as it is."""
    document = tomlkit.parse(data.decode("utf-8-sig"))
    tool = document["tool"]
    if not hasattr(tool, "pop"):
        raise UsageError(f"{shown}: `tool` is no table", hint="write the settings by hand")
    tool.pop("releasebot")
    return tomlkit.dumps(document).encode()


def _can_be_added(text: str) -> bool:
    """Whether the file stays valid TOML with a table of ours at its end."""
    try:
        found = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        if "releasebot" in found.get("tool", {}):
            return True
        tomllib.loads(f"{text.removeprefix(chr(0xFEFF))}\n[{_TABLE}]\n")
    except (ValueError, AttributeError, TypeError):
        return False
    return True


def write(files: Sequence[Wanted], *, force: bool) -> Iterator[Wanted]:
    """Write what is new, and with `force` what is otherwise too; yields each file written.

    A run that is killed leaves whole files, and the next one writes the rest.

    Raises:
        OutsideError: a file cannot be written.
    """
    for one in files:
        if one.state is State.SAME or (one.state is State.OTHER and not force):
            continue
        try:
            one.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(one.path, one.content)
            if one.is_program:
                one.path.chmod(0o755)
        except OSError as error:
            raise unwritable(one.path, error) from error
        yield one


def difference(one: Wanted) -> tuple[str, ...]:
    """What is there against what would be written, as a unified diff without its head."""
    there = _bytes(one.path).decode("utf-8", "replace").splitlines()
    wanted = one.content.decode().splitlines()
    lines = difflib.unified_diff(there, wanted, lineterm="", n=0)
    return tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
