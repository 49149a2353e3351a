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
        from releasebot.loading import load_lightly

        load_lightly()
        from releasebot.cli.main import main as run

        code = run()
    except KeyboardInterrupt:  # while the command line itself was loading or leaving
        code = _INTERRUPTED
    _leave(code)


def _leave(code: int) -> None:
    """End at once: to take the interpreter apart costs as much again as tagging does.

    Every line is flushed when it is written, and nothing of ours waits for the interpreter's end.
    """
    os._exit(code)


if __name__ == "__main__":
    main()
