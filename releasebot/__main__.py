"""The program's entry: `releasebot` and `python -m releasebot`."""

from __future__ import annotations

import gc
import os
import sys

_INTERRUPTED = 130
_OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""A short command makes fewer and ends; at Python's 700, loading alone collects dozens of times."""


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from releasebot import __version__  # the answer needs no command line

        sys.stdout.write(f"releasebot {__version__}\n")
        return
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        _load_msgspec()
        from releasebot.cli.main import main as run

        code = run()
    except KeyboardInterrupt:  # while the command line itself was loading or leaving
        code = _INTERRUPTED
    _leave(code)


def _load_msgspec() -> None:
    """Load it without typing_extensions, from which it takes what this Python's typing has too.

    Where a dependency has installed it, loading it would cost as much as an idle Python.
    """
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # reads as not installed
    try:
        import msgspec  # noqa: F401  what is loaded stays loaded
    finally:
        del sys.modules["typing_extensions"]


def _leave(code: int) -> None:
    """End at once: to take the interpreter apart costs as much again as tagging does.

    Every line is flushed when it is written, and nothing of ours waits for the interpreter's end.
    """
    os._exit(code)


if __name__ == "__main__":
    main()
