"""What a gate's command writes: shown line by line, kept in a file, without secrets, bounded."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from releasebot.gates.report_file import MOST_BYTES
from releasebot.output import unwritable

_MOST_LOG = 8 * 1024 * 1024
"""Bytes of output that the file keeps from the start; the last lines come after them."""
_MOST_LINE = 16 * 1024
"""A longer line is cut: no person reads it, and a tool that writes no line end fills no memory."""
_TAIL = 200
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")
"""Colours, cursor movements and titles (ECMA-48, 5.4; xterm's operating system commands)."""


class Transcript:
    """The output of one gate; enter it to open its file."""

    def __init__(
        self, path: Path, *, hide: Callable[[str], str], tell: Callable[[str], None]
    ) -> None:
        self.path = path
        self._hide = hide
        self._tell = tell
        self._begun = {True: bytearray(), False: bytearray()}
        self._left_out = 0
        self._written = 0
        self._tail: deque[str] = deque(maxlen=_TAIL)

    def __enter__(self) -> Self:
        """Begin the file anew."""
        try:
            self.path.unlink(missing_ok=True)  # a link that stands there is not followed
            self._file = self.path.open("x", encoding="utf-8", errors="replace")
        except OSError as error:
            raise unwritable(self.path, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, with a word on what was left out."""
        self.end()
        with self._file:
            if self._left_out:
                self._file.write(f"... {self._left_out} lines are left out here ...\n")
                self._file.writelines(f"{line}\n" for line in self._tail)

    @contextmanager
    def output_to(self, report: Path | None) -> Iterator[Callable[[bytes, bool], None]]:
        """What `process.attend` hands pieces to; standard output goes to `report` alone if given.

        Raises:
            OutsideError: the report cannot be written.
        """
        if report is None:
            yield self.hear
            self.end()
            return
        try:
            report.unlink(missing_ok=True)
            with os.fdopen(os.open(report, _NEW, 0o600), "wb") as file:

                def divide(piece: bytes, by_error: bool) -> None:  # noqa: FBT001
                    if by_error:
                        self.hear(piece, by_error)
                    elif file.tell() <= MOST_BYTES:
                        file.write(piece)

                yield divide
        except OSError as error:
            raise unwritable(report, error) from error
        self.end()

    def hear(self, piece: bytes, by_error: bool) -> None:  # noqa: FBT001  process.attend's own
        """Take a piece of one of the two streams; lines of the two do not mix."""
        begun = self._begun[by_error]
        begun += piece
        *lines, rest = begun.split(b"\n")
        for line in lines:
            self.say(bytes(line))
        if len(rest) > _MOST_LINE + len(piece):  # it is cut later, with its secrets whole
            del rest[_MOST_LINE + len(piece) :]
        self._begun[by_error] = rest

    def end(self) -> None:
        """No more comes: a line without its end is one all the same."""
        for by_error, rest in self._begun.items():
            if rest:
                self.say(bytes(rest))
                self._begun[by_error] = bytearray()

    def say(self, line: bytes | str) -> None:
        """Show and keep one line."""
        raw = line.encode() if isinstance(line, str) else line
        plain = _ESCAPES.sub(b"", raw.rstrip(b"\r").rpartition(b"\r")[2])
        text = self._hide(plain.decode("utf-8", "replace"))
        if len(text) > _MOST_LINE:
            text = f"{text[:_MOST_LINE]} ... (cut)"
        self._tell(text)
        self._tail.append(text)
        if self._written > _MOST_LOG:
            self._left_out += 1
            return
        self._file.write(f"{text}\n")
        self._written += len(text) + 1

    def last(self, number: int) -> tuple[str, ...]:
        """The last lines that say something."""
        return tuple(line for line in self._tail if line.strip())[-number:]
