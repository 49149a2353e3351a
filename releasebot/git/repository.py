"""The only caller of git: the user's own program, with their credentials, hooks and signing."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path

from msgspec import Struct

from releasebot.errors import ReleasebotError, UsageError
from releasebot.git.complaints import translate
from releasebot.git.remote_refs import RemoteRefs, TagRef
from releasebot.git.signing import Signing
from releasebot.process import Completed, run, stream

_LOCAL_SECONDS = 60.0
_NETWORK_SECONDS = 600.0
_STREAM_SECONDS = 600.0
_SHOWN = 3
"""How many commits a message names."""
_HERE = frozenset(
    {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_PREFIX",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_QUARANTINE_PATH",
    }
)
"""What git hands to its hooks to name a repository: ours is found by path, not inherited."""


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


class Repository:
    """One work tree's repository, asked and changed through the git program."""

    def __init__(
        self, worktree: Path, environ: Mapping[str, str], *, interactive: bool = False
    ) -> None:
        self.worktree = worktree
        self._shared_terminal = interactive
        self._env = {name: value for name, value in environ.items() if name not in _HERE}
        self._env |= {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
        if not interactive:
            self._env["GIT_TERMINAL_PROMPT"] = "0"
            if "GIT_SSH_COMMAND" not in environ and "GIT_SSH" not in environ:
                self._env["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes"

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

    def only_remote(self) -> str:
        """`origin`, or the one remote there is, for a commit whose branch follows none.

        Raises:
            UsageError: there is no remote, or several and none of that name.
        """
        names = self._git("remote", doing="list the remotes").text.split()
        if "origin" in names:
            return "origin"
        if len(names) == 1:
            return names[0]
        if not names:
            raise UsageError(
                f"{self.worktree} has no remote to push a tag to",
                hint="git remote add origin ADDRESS",
            )
        raise UsageError(
            f"which remote gets the tag is not clear: {', '.join(names)}",
            hint=f'set it in releasebot.toml: [tag] remote = "{names[0]}"',
        )

    def remote_refs(self, remote: str) -> RemoteRefs:
        """The branches and tags of the remote, in one round trip.

        Raises:
            OutsideError: the remote could not be asked; that is never taken for no tags.
        """
        listed = self._git(
            "ls-remote", "--heads", "--tags", "--", remote,
            doing=f"ask {remote} for its branches and tags", remote=remote,
            timeout=_NETWORK_SECONDS,
        )  # fmt: skip
        return RemoteRefs(listed.stdout)

    def deepen(self, remote: str, commit: str, by: int) -> None:
        """Fetch what came before the oldest commits here, `by` commits more of a shallow clone.

        Only objects come: no branch, tag or `FETCH_HEAD` is written.

        Raises:
            OutsideError: the remote could not be asked, or does not give the commit.
        """
        self._fetch(remote, (commit,), (f"--deepen={by}",), doing="fetch the older commits")

    def bring(self, remote: str, *commits: str, depth: int | None = None) -> None:
        """Fetch commits with what they follow; only objects come, as with `deepen`.

        With `depth` a shallow clone gets so many commits of each.

        Raises:
            OutsideError: the remote could not be asked, or does not give the commits.
        """
        how = (f"--depth={depth}",) if depth else ()
        shown = ", ".join(one[:9] for one in commits[:_SHOWN])
        more = f" and {len(commits) - _SHOWN} more" if len(commits) > _SHOWN else ""
        self._fetch(remote, commits, how, doing=f"fetch {shown}{more}")

    def _fetch(
        self, remote: str, commits: tuple[str, ...], how: tuple[str, ...], *, doing: str
    ) -> None:
        self._git(
            "fetch", "--quiet", "--no-tags", "--refmap=", "--no-write-fetch-head",
            "--no-recurse-submodules", "--no-auto-maintenance", *how, "--", remote, *commits,
            doing=doing, remote=remote, timeout=_NETWORK_SECONDS,
        )  # fmt: skip

    def ask(self, *words: str) -> Completed:
        """A git command that reads, to its end; a failing exit code is a result."""
        return self._run(*words)

    def stream(self, *words: str) -> Generator[bytes, None, Completed]:
        """The output of a git command that reads, piece by piece; see `process.stream`."""
        return stream(
            ("git", *words),
            cwd=self.worktree,
            timeout=_STREAM_SECONDS,
            env=self._env,
            shared_terminal=self._shared_terminal,
        )

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

    def push_tag(self, remote: str, name: str) -> ReleasebotError | None:
        """Push this one tag, only if the remote has none of that name; the error if it refused.

        A push that is reported as failed may have happened all the same (a connection cut after
        the server did the work): ask the remote before deciding.
        """
        ref = f"refs/tags/{name}"
        push = ("push", "--porcelain", "--no-follow-tags", f"--force-with-lease={ref}:")
        target = ("--", remote, f"{ref}:{ref}")
        pushed = self._run(*push, "--atomic", *target, timeout=_NETWORK_SECONDS)
        if not pushed.ok and b"does not support --atomic" in pushed.stderr:
            # one ref is moved or not moved, so nothing is lost without it
            pushed = self._run(*push, *target, timeout=_NETWORK_SECONDS)
        if pushed.ok:
            return None
        return translate(
            pushed, doing=f"push {name} to {remote}", remote=remote, worktree=str(self.worktree)
        )

    def remote_objects(self, remote: str, pattern: str) -> dict[str, str]:
        """The refs of the remote whose names match, each with the object that it holds.

        Raises:
            OutsideError: the remote could not be asked; that is never taken for no refs.
        """
        listed = self._git(
            "ls-remote", "--", remote, pattern,
            doing=f"ask {remote} for {pattern}", remote=remote, timeout=_NETWORK_SECONDS,
        )  # fmt: skip
        return dict(line.split("\t")[::-1] for line in listed.text.splitlines())

    def push_mark(self, remote: str, ref: str, commit: str) -> bool:
        """Whether this push made the ref; False where the remote had it, which stays as it is.

        Raises:
            OutsideError: the remote refuses it or could not be asked.
        """
        pushed = self._push_ref(remote, ref, f"{commit}:{ref}", expected="")
        if pushed.ok:
            return pushed.text.startswith("*\t") or "\n*\t" in pushed.text  # git-push(1), OUTPUT
        if "stale info" in pushed.text + pushed.stderr.decode("utf-8", "replace"):
            return False
        raise translate(pushed, doing=f"push {ref} to {remote}", remote=remote)

    def drop_mark(self, remote: str, ref: str, commit: str) -> None:
        """Remove a ref that `push_mark` has made at that commit.

        Raises:
            OutsideError: the remote refuses that or could not be asked.
        """
        pushed = self._push_ref(remote, ref, f":{ref}", expected=commit)
        if not pushed.ok:
            raise translate(pushed, doing=f"remove {ref} from {remote}", remote=remote)

    def _push_ref(self, remote: str, ref: str, change: str, *, expected: str) -> Completed:
        lease = f"--force-with-lease={ref}:{expected}"
        quiet = ("push", "--porcelain", "--no-follow-tags", "--no-verify", lease)
        return self._run(*quiet, "--", remote, change, timeout=_NETWORK_SECONDS)

    def push_branch(
        self, remote: str, name: str, commit: str, *, expected: str
    ) -> ReleasebotError | None:
        """Move a branch of the remote from `expected`, empty for none, to the commit, or fail.

        As with `push_tag`, a push that is reported as failed may have happened.
        """
        ref = f"refs/heads/{name}"
        pushed = self._push_ref(remote, ref, f"{commit}:{ref}", expected=expected)
        if pushed.ok:
            return None
        doing = f"push to {name} of {remote}"
        return translate(pushed, doing=doing, remote=remote, worktree=str(self.worktree))

    def must(self, *words: str, doing: str, stdin: bytes = b"") -> Completed:
        """A git command that writes objects, to its end.

        Raises:
            ReleasebotError: it failed; `doing` says what was meant.
        """
        return self._git(*words, doing=doing, stdin=stdin, timeout=_STREAM_SECONDS)

    def refusal_to_push(self, remote: str) -> ReleasebotError | None:
        """Why the remote would take no tag from these credentials, None where it would.

        Nothing is sent: the push ends where the server has let the caller in.
        """
        pushed = self._run(
            "push", "--dry-run", "--porcelain", "--no-follow-tags", "--no-verify", "--", remote,
            "HEAD:refs/tags/releasebot-doctor", timeout=_NETWORK_SECONDS,
        )  # fmt: skip
        if pushed.ok:
            return None
        doing = f"begin a push to {remote}"
        return translate(pushed, doing=doing, remote=remote, worktree=str(self.worktree))

    def _git(
        self,
        *words: str,
        doing: str,
        remote: str = "the remote",
        timeout: float = _LOCAL_SECONDS,
        stdin: bytes = b"",
        cwd: Path | None = None,
    ) -> Completed:
        done = self._run(*words, timeout=timeout, stdin=stdin, cwd=cwd)
        if not done.ok:
            raise translate(done, doing=doing, remote=remote, worktree=str(self.worktree))
        return done

    def _run(
        self,
        *words: str,
        timeout: float = _LOCAL_SECONDS,
        stdin: bytes = b"",
        cwd: Path | None = None,
    ) -> Completed:
        return run(
            ("git", *words),
            cwd=cwd or self.worktree,
            timeout=timeout,
            env=self._env,
            stdin=stdin,
            shared_terminal=self._shared_terminal,
        )


def _changed_path(record: str) -> str:
    """The path in a record of `git status --porcelain=v2 -z` (git-status(1), Porcelain v2)."""
    fields = {"1": 8, "2": 9, "u": 10}
    return record.split(" ", fields.get(record[0], 1))[-1]
