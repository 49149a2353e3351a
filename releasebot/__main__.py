"""The program's entry: `releasebot` and `python -m releasebot`."""

from __future__ import annotations

import gc
import os
import sys
from types import SimpleNamespace

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
    """Load it without what it asks for and does not need: that costs more than an idle Python.

    From typing_extensions it takes what this Python's typing has too. It loads uuid, which takes
    one word from platform, the system's name, and platform compiles a dozen expressions for more.
    """
    if "msgspec" in sys.modules:
        return
    stand_ins: dict[str, object] = {
        "typing_extensions": None,  # reads as not installed
        "platform": SimpleNamespace(system=lambda: os.uname().sysname),
    }
    absent = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # modules only, they say
    modules.update(absent)
    try:
        import msgspec  # noqa: F401  what is loaded stays loaded
    except (ImportError, AttributeError):
        pass  # a Python or a msgspec that takes more: whoever imports it next gets the whole of it
    finally:
        for name in absent:
            del modules[name]


def _leave(code: int) -> None:
    """End at once: to take the interpreter apart costs as much again as tagging does.

    Every line is flushed when it is written, and nothing of ours waits for the interpreter's end.
    """
    os._exit(code)


if __name__ == "__main__":
    main()
