"""The only door to other programs."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from releasebot.errors import OutsideError, UsageError
from releasebot.process import Completed, run, stream


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def ends(pid: int) -> bool:
    """Whether the process is gone within two seconds: a signal takes its time to arrive."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_failing_program_is_a_result_with_its_last_words(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('한글', file=sys.stderr); sys.exit(7)"
    ended = run(python(code), cwd=tmp_path, timeout=20)
    assert (ended.ok, ended.code, ended.text, ended.complaint) == (False, 7, "out\n", ("한글",))


def test_standard_input_and_environment_are_what_was_given(tmp_path: Path) -> None:
    code = "import os, sys; print(sys.stdin.read(), os.environ.get('A'), os.environ.get('HOME'))"
    ended = run(python(code), cwd=tmp_path, timeout=20, env={"A": "1"}, stdin=b"in")
    assert ended.text == "in 1 None\n"


def test_no_such_program_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no-such-program"):
        run(("no-such-program",), cwd=tmp_path, timeout=5)


def test_no_such_folder_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        run(python("pass"), cwd=tmp_path / "missing", timeout=5)


def test_a_program_that_overruns_its_time_is_ended_with_all_it_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open('pid', 'w').write(str(child.pid))\n"
        "print('last words', file=sys.stderr, flush=True)\n"
        "time.sleep(60)\n"
    )
    started = time.monotonic()
    with pytest.raises(OutsideError) as caught:
        run(python(code), cwd=tmp_path, timeout=1.5)
    assert time.monotonic() - started < 10
    assert "1.5 s" in caught.value.message
    assert caught.value.details == ("last words",)
    assert ends(int((tmp_path / "pid").read_text()))


def test_a_program_that_ignores_the_request_to_end_is_ended_all_the_same(tmp_path: Path) -> None:
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "open('pid', 'w').write(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    with pytest.raises(OutsideError):
        run(python(code), cwd=tmp_path, timeout=1)
    assert ends(int((tmp_path / "pid").read_text()))


def test_much_output_on_both_streams_does_not_block(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.write('x' * 1_000_000); sys.stderr.write('y' * 1_000_000)"
    ended = run(python(code), cwd=tmp_path, timeout=20)
    assert (len(ended.stdout), len(ended.stderr)) == (1_000_000, 1_000_000)


def test_the_words_of_a_command_are_never_a_shells(tmp_path: Path) -> None:
    code = "import sys; print(sys.argv[1])"
    ended = run((*python(code), "$(touch made); `touch made`"), cwd=tmp_path, timeout=20)
    assert ended.text == "$(touch made); `touch made`\n"
    assert list(tmp_path.iterdir()) == []


def read(code: str, folder: Path, timeout: float = 20) -> tuple[bytes, Completed]:
    pieces = stream(python(code), cwd=folder, timeout=timeout)
    read = b""
    while True:
        try:
            read += next(pieces)
        except StopIteration as ended:
            completed: Completed = ended.value
            return read, completed


def test_a_stream_gives_all_that_was_written_and_how_it_ended(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.write('x' * 1_000_000); sys.stderr.write('y' * 300_000 + '\\nz')"
    written, ended = read(f"{code}; sys.exit(3)", tmp_path)
    assert (written, ended.code, ended.complaint[-1]) == (b"x" * 1_000_000, 3, "z")


def test_a_stream_that_is_closed_early_ends_its_program(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "open('pid', 'w').write(str(os.getpid()))\n"
        "os.write(1, b'first')\n"
        "time.sleep(60)\n"
    )
    pieces = stream(python(code), cwd=tmp_path, timeout=20)
    assert next(pieces) == b"first"
    pieces.close()
    assert ends(int((tmp_path / "pid").read_text()))


def test_a_stream_that_falls_silent_is_ended(tmp_path: Path) -> None:
    code = "import sys, time; print('why', file=sys.stderr, flush=True); time.sleep(60)"
    with pytest.raises(OutsideError, match=r"1 s") as caught:
        read(code, tmp_path, timeout=1)
    assert caught.value.details == ("why",)


def test_the_time_that_a_reader_takes_is_not_the_programs(tmp_path: Path) -> None:
    code = "import sys; sys.stdout.write('x' * 400_000)"
    count = 0
    for piece in stream(python(code), cwd=tmp_path, timeout=1.5):
        count += len(piece)
        time.sleep(0.3)
    assert count == 400_000
