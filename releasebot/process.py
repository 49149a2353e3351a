"""The only door to other programs: an argument tuple, a time limit, a typed result."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

from msgspec import Struct

from releasebot.errors import OutsideError, UsageError

_GRACE_SECONDS = 2.0
_DETAIL_LINES = 12
_CHUNK = 1 << 16
_KEPT_COMPLAINT = 1 << 16


class Completed(Struct, frozen=True):
    """A program that ended: its arguments, exit code and what it wrote."""

    argv: tuple[str, ...]
    code: int
    stdout: bytes
    stderr: bytes

    @property
    def ok(self) -> bool:
        """Whether the program reported success."""
        return self.code == 0

    @property
    def text(self) -> str:
        """Standard output, decoded; bytes that are no UTF-8 become U+FFFD."""
        return self.stdout.decode("utf-8", "replace")

    @property
    def complaint(self) -> tuple[str, ...]:
        """The last lines the program wrote to standard error, else to standard output."""
        said = self.stderr.strip() or self.stdout.strip()
        return tuple(said.decode("utf-8", "replace").splitlines()[-_DETAIL_LINES:])


def run(
    argv: tuple[str, ...],
    *,
    cwd: Path,
    timeout: float,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    shared_terminal: bool = False,
) -> Completed:
    """Run a program to its end; a failing exit code is a result, not an error.

    `env` is the program's whole environment; None hands on our own. The program gets a session of
    its own, so that when it overruns `timeout` seconds, or this process is interrupted, its whole
    process group ends and nothing is left running. With `shared_terminal` it stays in ours, so that
    it can ask a person for a passphrase, and only the program itself is ended.

    Raises:
        UsageError: there is no such program.
        OutsideError: it did not end in `timeout` seconds.
    """
    given = subprocess.PIPE if stdin else subprocess.DEVNULL
    child = _start(argv, cwd, env, stdin=given, shared_terminal=shared_terminal)
    try:
        stdout, stderr = child.communicate(stdin, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        _end(child)
        raise _overrun(argv[0], timeout, error.stderr or error.stdout or b"") from error
    except BaseException:
        _end(child)
        raise
    return Completed(argv, child.returncode, stdout, stderr)


def stream(
    argv: tuple[str, ...],
    *,
    cwd: Path,
    timeout: float,
    env: Mapping[str, str] | None = None,
    shared_terminal: bool = False,
) -> Generator[bytes, None, Completed]:
    """Standard output piece by piece, as it comes; the generator returns how the program ended.

    No more than one piece is held, of at most 64 KiB, so that any amount can be read. `timeout` is
    the most seconds to wait for the program in all; the time that the reader takes between two
    pieces does not count. A reader that closes the generator early ends the program. Otherwise as
    `run`, but that standard input is empty and `stdout` of the result too: it has been read.

    Raises:
        UsageError: there is no such program.
        OutsideError: it was waited for longer than `timeout` seconds.
    """
    child = _start(argv, cwd, env, stdin=subprocess.DEVNULL, shared_terminal=shared_terminal)
    complaint = bytearray()
    try:
        yield from _pieces(child, timeout, complaint)
    except subprocess.TimeoutExpired as error:
        _end(child)
        raise _overrun(argv[0], timeout, bytes(complaint)) from error
    except BaseException:
        _end(child)
        raise
    return Completed(argv, child.returncode, b"", bytes(complaint))


def _pieces(
    child: subprocess.Popen[bytes], timeout: float, complaint: bytearray
) -> Iterator[bytes]:
    """What the child writes, to its end; the last of what it complains of goes to `complaint`.

    Raises:
        TimeoutExpired: it was waited for longer than `timeout` seconds.
    """
    left = timeout
    with child.stdout or nullcontext() as stdout, child.stderr or nullcontext() as stderr:
        pipes = [pipe.fileno() for pipe in (stdout, stderr) if pipe]
        while pipes:
            before = time.monotonic()
            ready, _, _ = select.select(pipes, (), (), max(left, 0))
            left -= time.monotonic() - before
            if not ready:
                raise subprocess.TimeoutExpired(child.args, timeout)
            for number in ready:
                piece = os.read(number, _CHUNK)
                if not piece:
                    pipes.remove(number)
                elif stdout and number == stdout.fileno():
                    yield piece
                else:
                    complaint += piece
                    del complaint[:-_KEPT_COMPLAINT]
    child.wait(max(left, _GRACE_SECONDS))


def _start(
    argv: tuple[str, ...],
    cwd: Path,
    env: Mapping[str, str] | None,
    *,
    stdin: int,
    shared_terminal: bool,
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            argv,
            cwd=cwd,
            env=env,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=not shared_terminal,
        )
    except (FileNotFoundError, NotADirectoryError, PermissionError) as error:
        if not cwd.is_dir():
            raise UsageError(f"{cwd} is no folder, so {argv[0]} cannot run there") from error
        raise UsageError(
            f"the program {argv[0]} cannot be started: {error.strerror}",
            hint=f"install {argv[0]}, or correct its name or its place on PATH",
        ) from error


def _overrun(name: str, timeout: float, written: bytes) -> OutsideError:
    return OutsideError(
        f"{name} did not end within {timeout:g} s and was stopped",
        hint="run the command again; raise the time limit if it needs longer",
        details=tuple(written.decode("utf-8", "replace").splitlines()[-_DETAIL_LINES:]),
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child, and its process group where it leads one; by force if need be."""
    leads = os.getpgrp() != os.getpgid(child.pid) if child.poll() is None else False
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            if leads:
                os.killpg(child.pid, number)
            else:
                child.send_signal(number)
        except ProcessLookupError:
            break
        try:
            child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        if not leads:
            break
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()
    child.wait()
