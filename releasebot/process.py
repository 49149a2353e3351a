"""The only door to other programs: an argument tuple, a time limit, a typed result."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path

from msgspec import Struct

from releasebot.errors import OutsideError, UsageError

_GRACE_SECONDS = 2.0
_DETAIL_LINES = 12
_CHUNK = 1 << 16
_KEPT_COMPLAINT = 1 << 16
_LOOK_AGAIN_SECONDS = 0.02


Follower = Callable[[tuple[str, ...], Mapping[str, str]], AbstractContextManager[Mapping[str, str]]]
FOLLOWERS: list[Follower] = []
"""Who watches the programs that run, each held while one does and giving its environment."""


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
    with _followed(argv, env) as handed_on:
        child = _start(argv, cwd, handed_on, stdin=given, shared_terminal=shared_terminal)
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
    with _followed(argv, env) as handed_on:
        child = _start(
            argv, cwd, handed_on, stdin=subprocess.DEVNULL, shared_terminal=shared_terminal
        )
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


class Attended(Struct, frozen=True):
    """How a program ended: its exit code, negative for the signal that ended it.

    `code` is None where it was stopped; `left` tells that processes of its group had to be ended.
    """

    code: int | None
    left: bool


def attend(
    argv: tuple[str, ...],
    *,
    cwd: Path,
    timeout: float,
    env: Mapping[str, str],
    hear: Callable[[bytes, bool], None],
    stop: int,
) -> Attended:
    """Run a program to its end and hand over what it writes as it comes.

    `hear` gets each piece, and whether it came by standard error. Afterwards nothing of the
    program's process group is running. It is ended after `timeout` seconds, and once the
    descriptor `stop` can be read from.

    Raises:
        UsageError: the program cannot be started.
    """
    with _followed(argv, env) as handed_on:
        child = _start(argv, cwd, handed_on, stdin=subprocess.DEVNULL, shared_terminal=False)
        with child.stdout or nullcontext() as stdout, child.stderr or nullcontext() as stderr:
            pipes = {pipe.fileno(): pipe is stderr for pipe in (stdout, stderr) if pipe}
            try:
                code = _code_of(child, pipes, hear, time.monotonic() + timeout, stop)
            finally:
                left = not _end_group(child)
            _empty(pipes, hear, _GRACE_SECONDS)
    return Attended(code, left)


def _code_of(
    child: subprocess.Popen[bytes],
    pipes: dict[int, bool],
    hear: Callable[[bytes, bool], None],
    until: float,
    stop: int,
) -> int | None:
    """The child's exit code, None where it has to be ended."""
    end = os.pidfd_open(child.pid) if hasattr(os, "pidfd_open") else -1
    try:
        while (left := until - time.monotonic()) > 0:
            wait = left if end >= 0 else min(left, _LOOK_AGAIN_SECONDS)
            watched = [*pipes, stop, end][: None if end >= 0 else -1]
            ready = select.select(watched, (), (), wait)[0]
            if stop in ready:
                return None
            _read(pipes, ready, hear)
            if (end < 0 or end in ready) and child.poll() is not None:
                return child.returncode
    finally:
        if end >= 0:
            os.close(end)
    return None


def _empty(pipes: dict[int, bool], hear: Callable[[bytes, bool], None], seconds: float) -> None:
    """Read what was written before the end; whoever else holds the pipes is not waited for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and (ready := select.select([*pipes], (), (), 0)[0]):
        _read(pipes, ready, hear)


def _read(pipes: dict[int, bool], ready: list[int], hear: Callable[[bytes, bool], None]) -> None:
    for number in ready:
        if number in pipes:
            piece = os.read(number, _CHUNK)
            if piece:
                hear(piece, pipes[number])
            else:
                del pipes[number]


def _end_group(child: subprocess.Popen[bytes]) -> bool:
    """Whether nothing of the child's group was left; afterwards nothing is."""
    was_gone = _is_gone(child)
    for number in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + _GRACE_SECONDS
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
        while not _is_gone(child) and time.monotonic() < until:
            time.sleep(_LOOK_AGAIN_SECONDS)
    child.poll()  # it can have ended, as a zombie still, after it was asked last
    return was_gone


def _is_gone(child: subprocess.Popen[bytes]) -> bool:
    child.poll()
    with suppress(ProcessLookupError, PermissionError):  # the latter of zombies alone, on macOS
        os.killpg(child.pid, 0)
        return not _runs(child.pid)
    return True


def _runs(group: int) -> bool:
    """Whether a process of the group is more than a zombie (proc_pid_stat(5)).

    The first process of a container may never bury those. Without /proc nothing is known of them.
    """
    stats = [*Path("/proc").glob("[0-9]*/stat")]
    for stat in stats:
        with suppress(OSError):
            state, _, of, *_ = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(of) == group and state != "Z":
                return True
    return not stats


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


def _followed(
    argv: tuple[str, ...], env: Mapping[str, str] | None
) -> AbstractContextManager[Mapping[str, str] | None]:
    """The environment that the program gets, held while it runs."""
    if not FOLLOWERS:
        return nullcontext(env)
    return FOLLOWERS[0](argv, os.environ if env is None else env)


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
