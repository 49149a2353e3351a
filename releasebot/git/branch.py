"""A branch that is written without being checked out: trees made from files, moved on the remote.

Nothing of the user's changes: no work tree, index or local branch. What is written are objects, and
at the end one ref of the remote, in one instant.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from releasebot.errors import ReleasebotError
from releasebot.git.repository import Repository

_FILE: Final = "100644 blob"
_FOLDER: Final = "040000 tree"


class Entry(Struct, frozen=True):
    """What a tree holds under a name: its mode and kind as git writes them, and its object."""

    kind: str
    object: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of its own, no file and no link."""
        return self.kind == _FOLDER


class Branch:
    """A branch of a remote."""

    def __init__(self, repository: Repository, remote: str, name: str) -> None:
        self._repository = repository
        self.remote = remote
        self.name = name

    def tip(self) -> str:
        """The commit that the branch is at, here to be read; empty where there is none.

        Raises:
            OutsideError: the remote could not be asked.
        """
        commit = self._repository.remote_refs(self.remote).branch(self.name)
        if commit and not self._repository.has(commit):
            self._repository.bring(self.remote, commit)
        return commit

    def text(self, commit: str, path: str) -> str | None:
        """A file of the commit, None where it has none of that path."""
        found = self._repository.text_at(commit, path) if commit else None
        return None if found is None else found.decode("utf-8", "replace")

    def entries(self, commit: str) -> dict[str, Entry]:
        """What stands at the top of the commit's tree."""
        if not commit:
            return {}
        listed = self._repository.ask("ls-tree", "-z", commit).text
        found = {}
        for line in filter(None, listed.split("\0")):
            about, _, name = line.partition("\t")
            mode, kind, thing = about.split(" ")
            found[name] = Entry(f"{mode} {kind}", thing)
        return found

    def names(self, commit: str, folder: str) -> tuple[str, ...]:
        """Every file below a folder of the commit, relative to the folder."""
        listed = self._repository.ask("ls-tree", "-r", "-z", "--name-only", f"{commit}:{folder}")
        return tuple(filter(None, listed.text.split("\0"))) if listed.ok else ()

    def files(self, folder: Path, names: Iterable[str]) -> dict[str, Entry]:
        """The files as objects, by their names with forward slashes below the folder."""
        wanted = list(names)
        paths = "\n".join(str(folder / name) for name in wanted)
        words = ("hash-object", "-w", "--no-filters", "--stdin-paths")
        made = self._repository.must(*words, doing="store the site's files", stdin=paths.encode())
        return {
            name: Entry(_FILE, one) for name, one in zip(wanted, made.text.split(), strict=True)
        }

    def file(self, text: str) -> Entry:
        """A text as an object."""
        words = ("hash-object", "-w", "--stdin")
        made = self._repository.must(*words, doing="store a file", stdin=text.encode())
        return Entry(_FILE, made.text.strip())

    def folder(self, files: Mapping[str, Entry]) -> Entry:
        """A folder with these files, by their paths in it; the deepest folders are made first."""
        levels: dict[str, dict[str, Entry]] = {"": {}}
        for path, entry in files.items():
            above, name = posixpath.split(path)
            levels.setdefault(above, {})[name] = entry
            while above:
                above = posixpath.dirname(above)
                levels.setdefault(above, {})
        for above in sorted(levels, key=lambda path: (path.count("/"), path), reverse=True):
            if above:
                parent, name = posixpath.split(above)
                levels[parent][name] = self._tree(levels[above])
        return self._tree(levels[""])

    def folder_of(self, entries: Mapping[str, Entry]) -> Entry:
        """A folder with exactly these entries."""
        return self._tree(entries)

    def _tree(self, entries: Mapping[str, Entry]) -> Entry:
        lines = "".join(f"{one.kind} {one.object}\t{name}\0" for name, one in entries.items())
        made = self._repository.must("mktree", "-z", doing="store a tree", stdin=lines.encode())
        return Entry(_FOLDER, made.text.strip())

    def commit(self, tree: Entry, *, after: str, message: str) -> str:
        """A commit of the tree that follows `after`, or none; only its object is made.

        Raises:
            UsageError: git does not know who commits.
        """
        parent = ("-p", after) if after else ()
        words = ("commit-tree", *parent, tree.object)
        made = self._repository.must(*words, doing="commit the site", stdin=message.encode())
        return made.text.strip()

    def move(self, commit: str, *, expected: str) -> ReleasebotError | None:
        """Move the branch to the commit, only if it is still at `expected`; the error if it is not.

        A push that is reported as failed may have happened all the same: ask before deciding.
        """
        return self._repository.push_branch(self.remote, self.name, commit, expected=expected)
