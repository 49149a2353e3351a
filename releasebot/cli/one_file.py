"""releasebot as one file, `releasebot.pyz`: where it differs from an installed one."""

from __future__ import annotations

import sys
from zipimport import zipimporter

from releasebot.errors import ReleasebotError, UsageError


def is_one_file() -> bool:
    """Whether the program was started as an archive, whose package lies in a cache."""
    return isinstance(getattr(sys.modules["__main__"], "__loader__", None), zipimporter)


def not_carried(error: ModuleNotFoundError) -> ReleasebotError | None:
    """What to say where the archive lacks a library; None where that is a fault of ours."""
    if not is_one_file():
        return None
    return UsageError(
        f"this needs {error.name}, which {sys.argv[0]} does not carry",
        hint="install releasebot from its wheel to run this command",
    )
