"""The tag, the version that is stated at its commit, and its signature."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.errors import UsageError
from releasebot.git.signatures import signature_of
from releasebot.release.verify.check import Agrees, Differs, Row, Silent, Subject, Verdict
from releasebot.version.scheme import bare

_NOT_OURS = "do not use the release before somebody has told why"


class TagCheck:
    """The tag here is the one on the remote, and its commit states its version."""

    name = "tag"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Compare both tags, and the files at the commit."""
        return (Row("tag", _tag(subject)), Row("version", _version(subject)))


class SignatureCheck:
    """The tag is signed by somebody who is trusted here."""

    name = "signature"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Let git look, with the keys of whoever runs this.

        Raises:
            OutsideError: the remote does not give the tag.
        """
        return (Row("signature", _signature(subject)),)


def _tag(subject: Subject) -> Verdict:
    remote, commit = subject.here.remote, subject.commit
    here = subject.here.repository.look_up(subject.tag, "").tag
    if here and here.commit != commit:
        return Differs(
            f"{subject.tag} here is at {here.commit[:9]}",
            f"{subject.short}, as on {remote}",
            f"git fetch {remote} --force refs/tags/{subject.tag}:refs/tags/{subject.tag}",
        )
    return Agrees(f"{subject.tag} of {subject.short}", f"{remote} refs/tags/{subject.tag}")


def _version(subject: Subject) -> Verdict:
    try:
        place = subject.world.version_place
    except UsageError as error:
        return Differs(error.message, f"the version of {subject.tag}", error.hint)
    where = f"{place.shown}:{place.line}"
    if subject.world.tag == subject.tag:
        return Agrees(f"{bare(place.version)} at {subject.short}", where)
    return Differs(
        f"{place.version} at {where} of {subject.short}",
        f"the version of {subject.tag}",
        "the tag was made by hand, or on another commit than it should be",
    )


def _signature(subject: Subject) -> Verdict:
    here = subject.here
    signers, wanted = here.config.tag.allowed_signers, here.config.tag.sign
    path = here.base / signers if signers else None
    found = signature_of(here.repository, here.remote, subject.made, allowed_signers=path)
    if found.names not in {"", subject.tag}:
        return Differs(f"a tag that calls itself {found.names}", subject.tag, _NOT_OURS)
    match found.state:
        case "good":
            return Agrees(f"{found.form}, by {found.signer}")
        case "none":
            if wanted in {"gpg", "ssh"}:
                return Differs("unsigned", f"a signature with {wanted}", _NOT_OURS)
            return Silent("unsigned")
        case "bad":
            return Differs(
                f"a {found.form} signature that is not of this tag",
                "one that is",
                _NOT_OURS,
                found.said,
            )
        case "unknown":
            return Differs(
                f"a {found.form} signature of somebody who is not trusted here",
                "one of somebody who is",
                _TRUST.get(found.form, "see git-verify-tag(1)"),
                found.said,
            )


_TRUST = {
    "gpg": "gpg --import the key of whoever signs releases",
    "ssh": "name whoever signs releases in the file of tag.allowed_signers, or of git's "
    "gpg.ssh.allowedSignersFile (ssh-keygen(1), ALLOWED SIGNERS)",
}
