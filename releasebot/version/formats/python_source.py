"""The files that a dotted Python attribute such as `pkg.version.__version__` may stand in."""

from __future__ import annotations

from releasebot.version.place import Source


def sources_of_attribute(
    attribute: str, folders: tuple[str, ...] = ("", "src/")
) -> tuple[Source, ...]:
    """The modules to look in, the package's `__init__.py` and a plain module, below each folder."""
    module, _, name = attribute.strip().rpartition(".")
    path = module.replace(".", "/")
    if not path:
        return ()
    return tuple(
        Source(f"{folder}{path}{ending}", name)
        for folder in folders
        for ending in ("/__init__.py", ".py")
    )


def sources_of_files(stated: str) -> tuple[Source, ...]:
    """The files of setuptools' `file:` directive, separated by commas."""
    return tuple(Source(path.strip()) for path in stated.split(",") if path.strip())
