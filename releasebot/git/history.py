"""The commits of a range and the tags of a repository, read in streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import RLock

from msgspec import Struct

from releasebot.errors import GateError, OutsideError, UsageError
from releasebot.git.complaints import translate
from releasebot.git.repository import Repository

_FIELDS = ("%H", "%P", "%cs", "%B")
_FULL = ("%aN", "%aE", "%ct")
_FIRST_PIECE = 32
"""How many more commits a shallow clone fetches first; each further piece is four times that."""
_ALL = 2_147_483_647
"""What git takes for all there are (`--depth` in git-fetch(1), shallow.txt in its sources)."""
_SHALLOW_HINT = (
    "git fetch --unshallow --tags; in GitHub Actions: actions/checkout with fetch-depth: 0"
)


class Commit(Struct, frozen=True, gc=False):
    """A commit: full names of itself and its parents, and its message as it was written.

    `day` is the committer's, as `2026-01-31`, `moment` the same in seconds since the epoch.
    `author` and `email` are after `.mailmap`. These three are empty where they were not asked for.
    """

    hash: str
    parents: str
    day: str
    message: str
    author: str = ""
    email: str = ""
    moment: str = ""


class Tag(Struct, frozen=True, gc=False):
    """A tag without `refs/tags/`, and the commit it comes down to."""

    name: str
    commit: str


class Outline(Struct, frozen=True, gc=False):
    """The name of a commit's tree, which stands for all its files, and its committer time."""

    tree: str
    moment: int


class History:
    """The past of one repository.

    What a shallow clone lacks of it is fetched from the remote when it is asked for, and not much
    more: objects alone, no branch or tag is written. So a shallow clone answers as a whole one.
    """

    def __init__(self, repository: Repository, folder: Path, remote: Callable[[], str]) -> None:
        self._repository = repository
        self._shallow_file = folder / "shallow"
        """Where git lists the commits that a shallow clone ends at (gitrepository-layout(5))."""
        self._remote = remote
        """Names the remote that older commits come from; asked only where they are needed."""
        self._fetching = RLock()
        """Steps look side by side, but git lets one fetch at a time move where a clone ends."""

    def is_shallow(self) -> bool:
        """Whether the clone lacks the older part of the history."""
        return self._shallow_file.exists()

    def descends(self, commit: str, ancestor: str) -> bool:
        """Whether `ancestor` is `commit` or one of its ancestors.

        Raises:
            GateError: the older commits are not here and the remote does not give them.
            OutsideError: the remote cannot be asked for them.
        """
        self._deepen_until(lambda: self._repository.contains(commit, ancestor))
        return self._repository.contains(commit, ancestor)

    def bring(self, commit: str) -> None:
        """Afterwards the commit is here.

        Raises:
            OutsideError: it is not, and the remote does not give it.
        """
        self._deepen_until(lambda: self._repository.has(commit))
        if not self._repository.has(commit):
            self._repository.bring(self._remote(), commit)

    def bring_alone(self, commits: Sequence[str]) -> None:
        """Afterwards the commits are here; of a shallow clone without what came before them.

        Raises:
            OutsideError: the remote does not give them.
        """
        with self._fetching:
            absent = tuple(one for one in commits if not self._repository.has(one))
            if absent:
                depth = 1 if self.is_shallow() else None  # a whole clone has to stay one
                self._repository.bring(self._remote(), *absent, depth=depth)

    def outlines(self, names: Sequence[str]) -> tuple[Outline, ...]:
        """The outline of each of the commits that the names stand for.

        Raises:
            UsageError: there is no such commit here.
        """
        commits = [f"{name}^{{commit}}" for name in names]
        words = ("log", "--no-walk=unsorted", "--no-show-signature", "--format=%T %ct")
        lines = _lines(self._stream((*words, "--end-of-options", *commits, "--"), "read commits"))
        told = (line.split() for line in lines)
        return tuple(Outline(tree, int(moment)) for tree, moment in told)

    def reach(self, wanted: Sequence[str]) -> None:
        """Afterwards every commit of the range is here, with its parents.

        Raises:
            GateError: the older commits are not here and the remote does not give them.
            OutsideError: the remote cannot be asked for them.
        """
        bounded = any(word.startswith(("^", "--max-count=")) for word in wanted)
        self._deepen_until(lambda: self._is_whole(wanted), by=_FIRST_PIECE if bounded else _ALL)

    def _deepen_until(self, is_enough: Callable[[], bool], *, by: int = _FIRST_PIECE) -> None:
        with self._fetching:
            while self.is_shallow() and not is_enough():
                before = self._boundary()
                self._deepen(by)
                if self._boundary() == before:
                    raise GateError(
                        f"the clone is shallow, and {self._remote()} does not give what came before"
                        f" {min(before)[:10]}: what could be said would be incomplete",
                        hint=_SHALLOW_HINT,
                    )
                by = min(by * 4, _ALL)

    def _deepen(self, by: int) -> None:
        """Fetch what came before HEAD, or before its parents where the remote does not know it.

        A CI server may build a merge of a pull request that it made here itself.
        """
        head = self.resolve("HEAD")
        try:
            self._repository.deepen(self._remote(), head, by)
        except OutsideError:
            parents = self._repository.parents(head)
            if len(parents) < 2:  # noqa: PLR2004  a merge has more than one
                raise
            for parent in parents:
                self._repository.deepen(self._remote(), parent, by)

    def _is_whole(self, wanted: Sequence[str]) -> bool:
        """Whether the range is known and ends before the clone does."""
        asked = self._repository.ask("rev-list", *wanted, "--")
        return asked.ok and self._boundary().isdisjoint(asked.text.split())

    def commits(
        self, wanted: Sequence[str], *, paths: Sequence[str] = (), full: bool = False
    ) -> Iterator[Commit]:
        """The commits of a range such as `("HEAD", "^v1.2.0")`, each before its parents.

        One git process gives them all, and no more than a piece of its output is held. `paths`,
        from the work tree's top, leave only the commits that touch them. With `full` each has its
        author and moment too.

        Raises:
            GateError: the clone is shallow and the remote does not give what it lacks.
            UsageError: a name in the range is unknown.
        """
        self.reach(wanted)
        fields = (*_FIELDS, *_FULL) if full else _FIELDS
        words = [
            "log", "-z", "--topo-order", "--encoding=UTF-8", "--no-show-signature", "--no-color",
            "--no-notes", "--no-patch", f"--format={'%x00'.join(fields)}",
        ]  # fmt: skip
        if paths:
            words.append("--full-history")
        top_paths = [f":(top,literal){path}" for path in paths]
        pieces = self._stream(
            (*words, "--end-of-options", *wanted, "--", *top_paths), "read the commits"
        )
        for values in _records(pieces, len(fields)):
            yield Commit(*values)

    def names(self, wanted: Sequence[str]) -> frozenset[str]:
        """The full names of the commits of a range."""
        self.reach(wanted)
        words = ("rev-list", "--end-of-options", *wanted, "--")
        return frozenset(_lines(self._stream(words, "list the commits")))

    def touching(self, wanted: Sequence[str], paths: Sequence[str]) -> frozenset[str]:
        """The full names of the commits of a range that touch one of the paths."""
        self.reach(wanted)
        top_paths = (f":(top,literal){path}" for path in paths)
        words = ("rev-list", "--full-history", "--end-of-options", *wanted, "--", *top_paths)
        return frozenset(_lines(self._stream(words, "read the commits")))

    def emails(self, wanted: Sequence[str], *, skip: int, most: int) -> Iterator[str]:
        """The authors' addresses of `most` commits of a range, newest first, `skip` left out."""
        self.reach((f"--max-count={skip + most}", *wanted))
        few = (f"--skip={skip}", f"--max-count={most}")
        words = ("log", "--format=%aE", *few, "--end-of-options", *wanted, "--")
        return _lines(self._stream(words, "read the authors"))

    def resolve(self, name: str) -> str:
        """The full name of the commit that a branch, tag or abbreviated name stands for.

        Raises:
            UsageError: there is no such commit here.
        """
        asked = self._repository.ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if asked.ok:
            return asked.text.strip()
        hint = "git log and git tag show what there is"
        raise UsageError(
            f"{name} is no commit, branch or tag of this repository",
            hint=_SHALLOW_HINT if self.is_shallow() else hint,
        )

    def committed_on(self, commit: str) -> str:
        """The committer's day of a commit, as `2026-01-31`."""
        words = ("show", "-s", "--no-show-signature", "--format=%cs", "--end-of-options", commit)
        asked = self._repository.ask(*words, "--")
        if not asked.ok:
            raise translate(asked, doing=f"read {commit}", worktree=str(self._repository.worktree))
        return asked.text.split()[-1]

    def tag_names(self, *, merged: str = "", among: Sequence[str] = ()) -> tuple[str, ...]:
        """The names of the tags here; only those on `merged` or its ancestors where it is given.

        Where names are given only these are looked at, and no more of the history than they need.
        """
        only = (f"--merged={merged}",) if merged else ()
        refs = [f"refs/tags/{name}" for name in among] or ["refs/tags"]
        words = ("for-each-ref", "--format=%(refname)", *only, *refs)
        return tuple(
            line.removeprefix("refs/tags/") for line in _lines(self._stream(words, "read the tags"))
        )

    def tags(self) -> tuple[Tag, ...]:
        """The tags here with their commits."""
        form = "%(refname)%00%(objectname)%00%(*objectname)"
        words = ("for-each-ref", f"--format={form}", "refs/tags")
        found = []
        for line in _lines(self._stream(words, "read the tags")):
            name, made, peeled = line.split("\0")
            found.append(Tag(name.removeprefix("refs/tags/"), peeled or made))
        return tuple(found)

    def _boundary(self) -> frozenset[str]:
        try:
            return frozenset(self._shallow_file.read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()

    def _stream(self, words: tuple[str, ...], doing: str) -> Iterator[bytes]:
        ended = yield from self._repository.stream(*words)
        if not ended.ok:
            if b"bad revision" in ended.stderr or b"ambiguous argument" in ended.stderr:
                raise UsageError(
                    f"git could not {doing}: a name of the range is unknown",
                    hint="git log and git tag show what there is",
                    details=ended.complaint,
                )
            raise translate(ended, doing=doing, worktree=str(self._repository.worktree))


def _records(pieces: Iterator[bytes], width: int) -> Iterator[list[str]]:
    """Records of `width` fields, each ended by NUL, out of pieces cut anywhere."""
    fields: list[str] = []
    rest = b""
    for piece in pieces:
        whole, end, left = piece.rpartition(b"\0")
        if not end:
            rest += left
            continue
        fields += (rest + whole).decode("utf-8", "replace").split("\0")
        rest = left
        complete = len(fields) - len(fields) % width
        for start in range(0, complete, width):
            yield fields[start : start + width]
        del fields[:complete]


def _lines(pieces: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for piece in pieces:
        whole, end, left = piece.rpartition(b"\n")
        if end:
            yield from (rest + whole).decode("utf-8", "replace").split("\n")
            rest = left
        else:
            rest += left
