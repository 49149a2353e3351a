"""Type the commands of a block into a shell, and compare what they print with what is shown."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.docs.deviations import ENDS, NOT_RUN, STOPPED
from tests.docs.pages import Block, Command, Page
from tests.docs.scenes import Scene

_WAIT_SECONDS = 60
_ANY_LINES = "\0"
"""Stands for any lines until the whole pattern is there: no page and no program writes it."""


def faults(page: Page, scene: Scene) -> Iterator[str]:
    """Run every command of the page in order; whatever comes otherwise than the page says."""
    for block in page.blocks:
        commands = [one for one in block.commands if one.words not in NOT_RUN]
        if commands:
            yield from _block(page, block, commands, scene)


def _block(page: Page, block: Block, commands: list[Command], scene: Scene) -> Iterator[str]:
    """One shell for the whole block, so that `cd` holds to its end, and not beyond."""
    kept = scene.place / "printed" / str(block.line)
    kept.mkdir(parents=True)
    until = [one for one in commands if one.words not in STOPPED]
    lines = [
        f"{{ {_here(one.text, scene)}\n}} >{kept}/{one.line}.out 2>{kept}/{one.line}.err\n"
        f"echo $? >{kept}/{one.line}.code"
        for one in until
    ]
    subprocess.run(
        ("bash", "-c", "\n".join(lines)), cwd=scene.start(block.commands[0].text),
        env=scene.surroundings, stdin=subprocess.DEVNULL, timeout=500, check=False,
    )  # fmt: skip
    for one in until:
        yield from _ended(page, one, kept, scene)
    for one in commands:
        if one.words in STOPPED:
            yield from _stopped(page, one, scene)


def _here(text: str, scene: Scene) -> str:
    """The command with the places of this machine in it."""
    for there, here in scene.replaced.items():
        text = text.replace(there, here)
    return text


def _ended(page: Page, command: Command, kept: Path, scene: Scene) -> Iterator[str]:
    where = f"{page.name}:{command.line}: `{command.words}`"
    told = kept / f"{command.line}.code"
    if not told.exists():
        yield f"{where} was not run: the command before it ended the shell"
        return
    code = int(told.read_text())
    out, err = ((kept / f"{command.line}.{name}").read_text("utf-8") for name in ("out", "err"))
    wanted = ENDS.get((page.original.name, command.words), 0)
    if code != wanted:
        yield f"{where} ended with {code}, not {wanted}:\n{out}{err}"
    elif command.shown and not any(
        shows(command.shown, _there(text, scene)) for text in (out, err, err + out, out + err)
    ):
        yield f"{where} does not print what is shown, but:\n{_there(out + err, scene)}"


def _there(text: str, scene: Scene) -> str:
    """What was printed, with the places that the page speaks of."""
    for there, here in scene.replaced.items():
        text = text.replace(here, there)
    return text


def shows(shown: str, printed: str) -> bool:
    """Whether the page shows what was printed.

    `...` stands for anything, on a line of its own for any lines; a hash for any hash; the width of
    columns and the space at the ends of lines are left aside.
    """
    pattern = r"\s*\n\s*".join(map(_pattern, shown.strip().splitlines()))
    pattern = pattern.replace(rf"\s*\n\s*{_ANY_LINES}", _ANY_LINES).replace(_ANY_LINES, "(?s:.*)")
    return re.fullmatch(pattern, printed.strip()) is not None


def _pattern(line: str) -> str:
    if line.strip() == "...":
        return _ANY_LINES
    parts = re.split(r"(\.\.\.|…|\b[0-9a-f]{7,64}\b|\s+)", line.strip())
    return "".join(map(_part, parts))


def _part(part: str) -> str:
    if part in {"...", "…"}:
        return ".*?"
    if part.isspace():
        return r"[^\S\n]+"
    return "[0-9a-f]+" if re.fullmatch(r"[0-9a-f]{7,64}", part) else re.escape(part)


def _stopped(page: Page, command: Command, scene: Scene) -> Iterator[str]:
    """Start what runs on, and interrupt it once it has said that it serves."""
    log = scene.place / "served"
    with log.open("wb") as written:
        child = subprocess.Popen(
            ("bash", "-c", f"exec {_here(command.words, scene)}"), cwd=scene.folder,
            env=scene.surroundings, stdin=subprocess.DEVNULL, stdout=written, stderr=written,
        )  # fmt: skip
    for _ in range(_WAIT_SECONDS * 20):
        if STOPPED[command.words] in log.read_text("utf-8") or child.poll() is not None:
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    code = child.wait(_WAIT_SECONDS)
    if STOPPED[command.words] not in log.read_text("utf-8") or code not in {0, 130}:
        text = log.read_text("utf-8")
        yield f"{page.name}:{command.line}: `{command.words}` ended with {code}:\n{text}"
