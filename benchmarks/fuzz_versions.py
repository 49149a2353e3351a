"""Look for bytes that make the reading of a version end in anything but a version or a sentence.

Coverage-guided, with atheris; the arguments are libFuzzer's, such as `-max_total_time=60`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import PurePath

import atheris

with atheris.instrument_imports(include=["releasebot"]):
    from releasebot.errors import ReleasebotError
    from releasebot.version.formats.table import ROWS
    from releasebot.version.place import Place
    from releasebot.version.read import read_place

    for module in sorted({row.module for row in ROWS if row.module}):  # else when first used,
        import_module(f"releasebot.version.formats.{module}")  # and then not watched

NAMES = sorted({name.replace("*", "x") for row in ROWS for name in row.names})


def read_one(data: bytes) -> None:
    """Read the data as a file of one of the known names, which its first bytes choose."""
    provider = atheris.FuzzedDataProvider(data)
    name = NAMES[provider.ConsumeIntInRange(0, len(NAMES) - 1)]
    content = provider.ConsumeBytes(provider.remaining_bytes())
    try:
        reading = read_place(content, path=PurePath(name))
    except ReleasebotError:
        return
    for found in reading.findings:
        if not 0 <= found.start <= found.end <= len(reading.text.content):
            raise AssertionError(name, found)
        if isinstance(found, Place) and not found.version:
            raise AssertionError(name, found)
    if reading.text.encode(reading.text.content) != content:
        raise AssertionError(name, "the bytes did not come back")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
