"""The start of releasebot.pyz: unpacks the program once for this Python, then runs it.

Compiled modules cannot be imported from inside an archive, so what the archive carries is put into
a folder of the user's cache, whole or not at all, under a name that says what is in it.
"""

from __future__ import annotations

import importlib.machinery
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

BUILD = "@BUILD@"
_NEW = ".new-"
_SECONDS_TO_UNPACK = 3600.0


def main() -> None:
    """Run the program from its folder, which is made where it is missing."""
    archive = Path(sys.argv[0]).resolve()
    name = f"pyz-{BUILD}-{sys.implementation.cache_tag}-{platform.machine()}"
    folder = next((base / name for base in cache_folders() if (base / name).is_dir()), None)
    sys.path.insert(0, str(folder or unpacked(archive, name)))
    from releasebot.__main__ import main as run

    run()


def cache_folders() -> Iterator[Path]:
    """Where the program may be kept, the best place first: all of them nobody else's."""
    chosen = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if chosen.is_absolute():
        yield chosen / "releasebot"
    with suppress(RuntimeError):  # no home
        yield Path("~/.cache/releasebot").expanduser()
    shared = Path(tempfile.gettempdir()) / f"releasebot-{os.getuid()}"
    if not shared.is_symlink() and (not shared.exists() or is_private(shared)):
        yield shared


def is_private(folder: Path) -> bool:
    """Whether nobody but this user can have put something there."""
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def unpacked(archive: Path, name: str) -> Path:  # noqa: RET503  `fail` does not return
    """The folder of that name with the program in it; another run may make it at the same time."""
    for base in cache_folders():
        try:
            base.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(base)
            new = Path(tempfile.mkdtemp(prefix=_NEW, dir=base))
        except OSError:
            continue
        try:
            extract(archive, new)
            new.rename(base / name)
        except OSError:
            if not (base / name).is_dir():
                continue
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return base / name
    fail("no folder can be written to unpack the program in", "set XDG_CACHE_HOME to one that can")


def sweep(base: Path) -> None:
    """Remove what runs left that were killed while they unpacked."""
    for left in base.glob(f"{_NEW}*"):
        if time.time() - left.stat().st_mtime > _SECONDS_TO_UNPACK:
            shutil.rmtree(left, ignore_errors=True)


def extract(archive: Path, folder: Path) -> None:
    """Put every module into the folder, and of the compiled ones those for this Python."""
    suffixes = (importlib.machinery.EXTENSION_SUFFIXES[0], ".abi3.so")
    native = f"native/{machine()}/"
    found = False
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.namelist():
            if entry.startswith("app/"):
                target = folder / entry[len("app/") :]
            elif entry.startswith(native) and entry.endswith(suffixes):
                target = folder / entry[len(native) :]
                found = True
            else:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(opened.read(entry))
    if not found:
        fail(
            f"this archive carries nothing for {sys.implementation.cache_tag} on "
            f"{sys.platform} {platform.machine()}",
            "install releasebot from its wheel, or start the archive with another Python",
        )


def machine() -> str:
    """The system, its C library where it has several, and the processor."""
    library = ""
    if sys.platform == "linux":
        library = "-musl" if "musl" in (sysconfig.get_config_var("SOABI") or "") else "-gnu"
    return f"{sys.platform}{library}-{platform.machine()}"


def fail(message: str, hint: str) -> NoReturn:
    """Say what is wrong in the program's own form, and end."""
    sys.stderr.write(f"error: {message}\nhint: {hint}\n")
    sys.exit(2)
