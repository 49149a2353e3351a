"""One work tree's repository: what is checked out, what it holds, and the tag that is made."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.git.complaints import translate
from releasebot.git.remote_refs import TagRef
from releasebot.git.remotes import Remotes
from releasebot.git.signing import Signing


class Head(Struct, frozen=True):
    """The checked-out commit and how the work tree differs from it.

    `commit` is the full object name. `branch` and `upstream` are empty with a detached HEAD and
    for a branch that follows none; `upstream` reads `origin/main`. `changed` are the tracked paths
    that differ, relative to the work tree's top.
    """

    commit: str
    branch: str
    upstream: str
    changed: tuple[str, ...]


class Local(Struct, frozen=True):
    """A tag as it is here, None where it is not, and the remote that a branch follows, or empty."""

    tag: TagRef | None
    remote: str


class Repository(Remotes):
    """One work tree's repository, asked and changed through the git program."""

    def head(self) -> Head:
        """The commit that is checked out, and what differs from it.

        Raises:
            UsageError: there is no commit yet, or git refuses the repository.
        """
        status = self._git(
            "status", "--porcelain=v2", "--branch", "--no-ahead-behind", "-z", "-uno",
            doing="read the state of the work tree",
        )  # fmt: skip
        branch: dict[str, str] = {}
        changed: list[str] = []
        records = iter(status.text.split("\0"))
        for record in records:
            if record.startswith("# branch."):
                key, _, value = record[len("# branch.") :].partition(" ")
                branch[key] = value
            elif record:
                changed.append(_changed_path(record))
                if record.startswith("2 "):
                    next(records, None)  # the path it was renamed from
        commit = branch.get("oid", "(initial)")
        if commit == "(initial)":
            raise UsageError(
                f"{self.worktree} has no commit yet, so there is nothing to release",
                hint="commit first",
            )
        name = branch.get("head", "")
        return Head(
            commit,
            "" if name == "(detached)" else name,
            branch.get("upstream", ""),
            tuple(changed),
        )

    def committed_at(self, commit: str) -> int:
        """The committer time of `commit` in seconds since the epoch."""
        shown = self._git("show", "-s", "--format=%ct", commit, "--", doing=f"read {commit}")
        return int(shown.text.split()[-1])

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents as the commit itself names them, which a shallow clone need not have."""
        told = self.ask("cat-file", "commit", commit)
        head = told.text.partition("\n\n")[0].splitlines() if told.ok else []
        return tuple(line.removeprefix("parent ") for line in head if line.startswith("parent "))

    def files(self, below: Path) -> tuple[str, ...]:
        """The tracked files below the folder, relative to it, with forward slashes."""
        listed = self._git("ls-files", "-z", doing="list the tracked files", cwd=below)
        return tuple(name for name in listed.text.split("\0") if name)

    def has(self, commit: str) -> bool:
        """Whether the commit is here."""
        return self._run("cat-file", "-e", f"{commit}^{{commit}}").ok

    def contains(self, descendant: str, ancestor: str) -> bool:
        """Whether `ancestor` is `descendant` or one of its ancestors, as far as is known here."""
        asked = self._run("merge-base", "--is-ancestor", ancestor, descendant)
        return asked.ok

    def tracking(self, remote: str, commit: str) -> tuple[str, ...]:
        """The remote's branches that held the commit when they were last fetched."""
        prefix = f"refs/remotes/{remote}/"
        asked = self._run(
            "for-each-ref", "--format=%(refname)", f"--contains={commit}", prefix.rstrip("/")
        )
        names = (line.removeprefix(prefix) for line in asked.text.splitlines())
        return tuple(name for name in names if name != "HEAD")

    def text_at(self, commit: str, path: str) -> bytes | None:
        """The bytes of `path` (from the work tree's top) in `commit`, None where it has none."""
        shown = self._run("cat-file", "blob", f"{commit}:{path}")
        return shown.stdout if shown.ok else None

    def look_up(self, tag: str, branch: str) -> Local:
        """What this repository itself knows of a tag and of where a branch goes, in one look."""
        shown = self._git(
            "for-each-ref",
            "--format=%(refname) %(objectname) %(*objectname) %(upstream:remotename)",
            f"refs/tags/{tag}",
            f"refs/heads/{branch}",
            doing="read the local tags and branches",
        )
        found: TagRef | None = None
        remote = ""
        for line in shown.text.splitlines():
            name, made, peeled, follows = line.split(" ", 3)
            if name == f"refs/tags/{tag}":
                found = TagRef(made, peeled or made)
            elif name == f"refs/heads/{branch}":
                remote = follows
        return Local(found, remote)

    def create_tag(
        self, name: str, commit: str, message: str, signing: Signing | None = None
    ) -> None:
        """Make an annotated tag here, signed as asked, or as the user's git is set to sign tags.

        Raises:
            UsageError: git does not know the tagger, cannot sign, or refuses the name.
        """
        settings, how = signing.words if signing else ((), ())
        doing = f"make the tag {name}"
        made = self._git(
            *settings, "tag", "-a", *how, "--cleanup=verbatim", "-F", "-", "--", name, commit,
            doing=doing, stdin=message.encode(),
        )  # fmt: skip
        # git 2.39 makes an unsigned tag and reports success where ssh-keygen finds no key
        if b"error:" in made.stderr:
            unsigned = self.look_up(name, "").tag
            if unsigned:
                self.drop_local_tag(name, unsigned)
            raise translate(made, doing=doing, worktree=str(self.worktree))

    def drop_local_tag(self, name: str, tag: TagRef) -> None:
        """Remove the tag from this repository, only as long as it is exactly `tag`."""
        self._run("update-ref", "-d", f"refs/tags/{name}", tag.object)


def _changed_path(record: str) -> str:
    """The path in a record of `git status --porcelain=v2 -z` (git-status(1), Porcelain v2)."""
    fields = {"1": 8, "2": 9, "u": 10}
    return record.split(" ", fields.get(record[0], 1))[-1]
