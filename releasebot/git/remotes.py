"""What is asked of a repository's remotes, and what is sent to them."""

from __future__ import annotations

from releasebot.errors import ReleasebotError, UsageError
from releasebot.git.complaints import translate
from releasebot.git.program import NETWORK_SECONDS, GitProgram
from releasebot.git.remote_refs import RemoteRefs
from releasebot.process import Completed

_SHOWN = 3
"""How many commits a message names."""


class Remotes(GitProgram):
    """The remotes of one work tree's repository; nothing of anybody else's is moved or removed."""

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

    def has_remotes(self) -> bool:
        """Whether there is a remote at all, by whatever name."""
        return bool(self._git("remote", doing="list the remotes").text)

    def remote_refs(self, remote: str) -> RemoteRefs:
        """The branches and tags of the remote, in one round trip.

        Raises:
            OutsideError: the remote could not be asked; that is never taken for no tags.
        """
        listed = self._git(
            "ls-remote", "--heads", "--tags", "--", remote,
            doing=f"ask {remote} for its branches and tags", remote=remote,
            timeout=NETWORK_SECONDS,
        )  # fmt: skip
        return RemoteRefs(listed.stdout)

    def remote_objects(self, remote: str, pattern: str) -> dict[str, str]:
        """The refs of the remote whose names match, each with the object that it holds.

        Raises:
            OutsideError: the remote could not be asked; that is never taken for no refs.
        """
        listed = self._git(
            "ls-remote", "--", remote, pattern,
            doing=f"ask {remote} for {pattern}", remote=remote, timeout=NETWORK_SECONDS,
        )  # fmt: skip
        return dict(line.split("\t")[::-1] for line in listed.text.splitlines())

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

    def push_tag(self, remote: str, name: str) -> ReleasebotError | None:
        """Push this one tag, only if the remote has none of that name; the error if it refused.

        A push that is reported as failed may have happened all the same (a connection cut after
        the server did the work): ask the remote before deciding.
        """
        ref = f"refs/tags/{name}"
        push = ("push", "--porcelain", "--no-follow-tags", f"--force-with-lease={ref}:")
        target = ("--", remote, f"{ref}:{ref}")
        pushed = self._run(*push, "--atomic", *target, timeout=NETWORK_SECONDS)
        if not pushed.ok and b"does not support --atomic" in pushed.stderr:
            # one ref is moved or not moved, so nothing is lost without it
            pushed = self._run(*push, *target, timeout=NETWORK_SECONDS)
        if pushed.ok:
            return None
        return translate(
            pushed, doing=f"push {name} to {remote}", remote=remote, worktree=str(self.worktree)
        )

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

    def refusal_to_push(self, remote: str) -> ReleasebotError | None:
        """Why the remote would take no tag from these credentials, None where it would.

        Nothing is sent: the push ends where the server has let the caller in.
        """
        pushed = self._run(
            "push", "--dry-run", "--porcelain", "--no-follow-tags", "--no-verify", "--", remote,
            "HEAD:refs/tags/releasebot-doctor", timeout=NETWORK_SECONDS,
        )  # fmt: skip
        if pushed.ok:
            return None
        doing = f"begin a push to {remote}"
        return translate(pushed, doing=doing, remote=remote, worktree=str(self.worktree))

    def _fetch(
        self, remote: str, commits: tuple[str, ...], how: tuple[str, ...], *, doing: str
    ) -> None:
        with self._fetching:
            self._git(
                "fetch", "--quiet", "--no-tags", "--refmap=", "--no-write-fetch-head",
                "--no-recurse-submodules", "--no-auto-maintenance", *how, "--", remote, *commits,
                doing=doing, remote=remote, timeout=NETWORK_SECONDS,
            )  # fmt: skip

    def _push_ref(self, remote: str, ref: str, change: str, *, expected: str) -> Completed:
        lease = f"--force-with-lease={ref}:{expected}"
        quiet = ("push", "--porcelain", "--no-follow-tags", "--no-verify", lease)
        return self._run(*quiet, "--", remote, change, timeout=NETWORK_SECONDS)
