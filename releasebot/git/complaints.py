"""What git's and a server's complaints mean, as errors that say what to do.

git has no codes for its failures, only sentences; they are matched in the C locale, as git 2.39
and later write them (`transport.c`, `remote-curl.c`, `setup.c`) and OpenSSH's client.
"""

from __future__ import annotations

from msgspec import Struct

from releasebot.errors import OutsideError, ReleasebotError, UsageError
from releasebot.process import Completed


class _Meaning(Struct, frozen=True):
    words: tuple[str, ...]
    error: type[ReleasebotError]
    message: str
    hint: str


_MEANINGS = (
    _Meaning(
        ("dubious ownership",),
        UsageError,
        "git refuses the repository because another user owns it",
        "if you trust it: git config --global --add safe.directory {worktree}",
    ),
    _Meaning(
        ("Please tell me who you are", "empty ident name", "unable to auto-detect email"),
        UsageError,
        "git does not know who makes the tag",
        "git config user.name and user.email, or set GIT_COMMITTER_NAME and GIT_COMMITTER_EMAIL",
    ),
    _Meaning(
        (
            "gpg failed to sign",
            "failed to sign the data",
            "Load key",
            "No secret key",
            "load public key",
            "either user.signingkey",
            "cannot run gpg",
            "cannot run ssh-keygen",
        ),
        UsageError,
        "git could not sign the tag",
        "check the key (tag.signing_key, else git's user.signingKey) and that its agent runs; "
        "releasebot doctor tries it",
    ),
    _Meaning(
        ("Host key verification failed",),
        OutsideError,
        "the server's host key is not known or has changed",
        "add the right key to known_hosts (ssh-keyscan, then compare its fingerprint)",
    ),
    _Meaning(
        (
            "Authentication failed",
            "could not read Username",
            "could not read Password",
            "Permission denied",
            "error: 401",
            "error: 403",
            "access denied",
            "Permission to ",
            "insufficient permission",
            "unable to create temporary object directory",
        ),
        OutsideError,
        "no permission: {remote} refused the login or the right to write",
        "check the credentials git uses for this remote and that they may push tags",
    ),
    _Meaning(
        (
            "Could not resolve",
            "Connection refused",
            "Connection timed out",
            "Failed to connect",
            "Couldn't connect",
            "No route to host",
            "Network is unreachable",
            "Connection reset",
            "Operation timed out",
            "SSL",
            "certificate",
            "Connection closed",
            "error: 502",
            "error: 503",
            "error: 504",
        ),
        OutsideError,
        "no network: {remote} could not be reached",
        "check the connection, a proxy or VPN, and run the same command again",
    ),
    _Meaning(
        ("does not appear to be a git repository", "Repository not found", "not found", "404"),
        OutsideError,
        "{remote} is no repository, or one these credentials may not see",
        "check the address with: git remote -v",
    ),
)


def translate(
    completed: Completed, *, doing: str, remote: str = "the remote", worktree: str = "."
) -> ReleasebotError:
    """The error that a failed git command amounts to.

    `doing` completes the sentence when nothing more is known: `git could not <doing>`. git's own
    last lines are always among the details.
    """
    said = _said(completed)
    if "[remote rejected]" in said or "pre-receive hook declined" in said:
        return _refused(completed, remote)
    for meaning in _MEANINGS:
        if any(word in said for word in meaning.words):
            return meaning.error(
                f"{meaning.message.format(remote=remote)} (git could not {doing})",
                hint=meaning.hint.format(worktree=worktree),
                details=completed.complaint,
            )
    return OutsideError(
        f"git could not {doing} (exit code {completed.code})",
        hint="what git said stands above; run the same command again when it is mended",
        details=completed.complaint,
    )


def _refused(completed: Completed, remote: str) -> ReleasebotError:
    """A server that was reached and said no: its own words matter most."""
    words = tuple(
        line.expandtabs(2)
        for line in _said(completed).splitlines()
        if line.startswith(("remote:", "!"))
    )
    return OutsideError(
        f"{remote} refuses the tag",
        hint="the server's own words stand above: a hook or a tag protection rule decides there",
        details=words or completed.complaint,
    )


def _said(completed: Completed) -> str:
    """Both streams: `git push --porcelain` writes refusals to standard output."""
    return (completed.stderr + completed.stdout).decode("utf-8", "replace")
