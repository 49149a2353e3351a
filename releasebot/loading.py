"""Libraries that every command starts with, loaded without what they ask for and rarely use.

What is left out takes milliseconds of every call. Where it is used after all, it is loaded then.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import SimpleNamespace


def load_lightly() -> None:
    """Load msgspec, pathlib and subprocess; afterwards any other import gets the whole module.

    A Python or a library that takes more than it is offered here gets it from its next import.
    """
    for library, stand_ins in _LIGHTER.items():
        if library not in sys.modules:
            _load(library, stand_ins)


def _load(library: str, stand_ins: Mapping[str, object]) -> None:
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]  # modules only, they say
    absent = {name: module for name, module in stand_ins.items() if name not in modules}
    modules.update(absent)
    try:
        import_module(library)
    except (ImportError, AttributeError):
        pass
    finally:
        for name in absent:
            del modules[name]


def _later(module: str, name: str) -> Callable[..., object]:
    """The function of that name, whose module is loaded when it is first called."""

    def call(*words: object) -> object:
        return getattr(import_module(module), name)(*words)

    return call


_LIGHTER: Mapping[str, Mapping[str, object]] = {
    "msgspec": {
        "typing_extensions": None,  # reads as not installed; this Python's typing has all of it
        "platform": SimpleNamespace(system=lambda: os.uname().sysname),  # asked for by uuid
        "textwrap": SimpleNamespace(dedent=_later("textwrap", "dedent")),
    },
    "pathlib": {
        "urllib.parse": SimpleNamespace(quote_from_bytes=_later("urllib.parse", "quote_from_bytes"))
    },
    "subprocess": {"locale": SimpleNamespace(getencoding=_later("locale", "getencoding"))},
}
"""What each of them is given in place of a module."""
