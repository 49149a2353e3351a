"""The files of pages in a folder that stands for a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from releasebot.confluence.attached import Attached
from releasebot.errors import ConflictError
from releasebot.output import write_derived
from releasebot.pages.plot_svg import MARK

_HEAD = 512


class AttachedFolder:
    """The files that are wanted, by the pages that they are on, and the folder that holds them."""

    def __init__(self, folder: Path, wanted: Mapping[str, Iterable[Attached]]) -> None:
        self._folder = folder
        self._wanted = {file.name: file.content for files in wanted.values() for file in files}

    def check(self) -> None:
        """Return if nothing but ours stands where the files go.

        Raises:
            ConflictError: a file there is somebody else's.
        """
        for name in self._wanted:
            path = self._folder / name
            if path.exists() and MARK.encode() not in path.read_bytes()[:_HEAD]:
                raise ConflictError(
                    f"{path} is not ours to replace: found no plot of ours",
                    hint="move it away, or configure another confluence.folder",
                )

    def is_current(self) -> bool:
        """Whether every file is there as it should be."""
        return all(
            (self._folder / name).is_file() and (self._folder / name).read_bytes() == content
            for name, content in self._wanted.items()
        )

    def write(self) -> None:
        """Afterwards they are; those that were so already are not touched."""
        if self._wanted:
            self._folder.mkdir(exist_ok=True)
        for name, content in self._wanted.items():
            write_derived(self._folder / name, content)
