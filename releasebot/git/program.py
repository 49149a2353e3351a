"""The only caller of git: the user's own program, with their credentials, hooks and signing."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from threading import Lock

from releasebot.git.complaints import translate
from releasebot.process import Completed, run, stream

LOCAL_SECONDS = 60.0
NETWORK_SECONDS = 600.0
_STREAM_SECONDS = 600.0
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


class GitProgram:
    """The git program in one work tree; a command that fails is told in a sentence of ours."""

    def __init__(
        self, worktree: Path, environ: Mapping[str, str], *, interactive: bool = False
    ) -> None:
        self.worktree = worktree
        self._fetching = Lock()
        """Of two fetches at once git ends one where the clone is shallow."""
        self._shared_terminal = interactive
        self._env = {name: value for name, value in environ.items() if name not in _HERE}
        self._env |= {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0"}
        if not interactive:
            self._env["GIT_TERMINAL_PROMPT"] = "0"
            if "GIT_SSH_COMMAND" not in environ and "GIT_SSH" not in environ:
                self._env["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes"

    def ask(self, *words: str) -> Completed:
        """A git command that reads, to its end; a failing exit code is a result."""
        return self._run(*words)

    def must(self, *words: str, doing: str, stdin: bytes = b"") -> Completed:
        """A git command that writes objects, to its end.

        Raises:
            ReleasebotError: it failed; `doing` says what was meant.
        """
        return self._git(*words, doing=doing, stdin=stdin, timeout=_STREAM_SECONDS)

    def stream(self, *words: str) -> Generator[bytes, None, Completed]:
        """The output of a git command that reads, piece by piece; see `process.stream`."""
        return stream(
            ("git", *words),
            cwd=self.worktree,
            timeout=_STREAM_SECONDS,
            env=self._env,
            shared_terminal=self._shared_terminal,
        )

    def _git(
        self,
        *words: str,
        doing: str,
        remote: str = "the remote",
        timeout: float = LOCAL_SECONDS,
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
        timeout: float = LOCAL_SECONDS,
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
