"""Whose signature a tag bears, as the user's own git and their keys tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from msgspec import Struct

from releasebot.git.remote_refs import TagRef
from releasebot.git.repository import Repository

_FORMS = {
    b"-----BEGIN PGP SIGNATURE-----": "gpg",
    b"-----BEGIN PGP MESSAGE-----": "gpg",
    b"-----BEGIN SSH SIGNATURE-----": "ssh",
    b"-----BEGIN SIGNED MESSAGE-----": "x509",
}
_NAME = re.compile(r"^tag (.+)$", re.MULTILINE)
_GOOD_GPG = re.compile(r"^\[GNUPG:\] GOODSIG [0-9A-F]+ (.+)$", re.MULTILINE)
_GOOD_SSH = re.compile(r'^Good "git" signature for (.+) with (.+)$', re.MULTILINE)
_BAD = ("[GNUPG:] BADSIG", "incorrect signature")
_SPENT = {"EXPSIG": "has expired", "EXPKEYSIG": "key has expired", "REVKEYSIG": "key was revoked"}


class Signature(Struct, frozen=True):
    """What a tag's signature amounts to.

    `none` is a tag without one, `bad` one that is not of this tag, `unknown` one that nobody
    vouches for here: the key is not known or not trusted any more, or nothing here can check it.
    `names` is the tag's name as the tag itself has it, which is what was signed: a ref of another
    name may hold it. `form` is gpg, ssh or x509, `signer` who signed it where that is good, `said`
    the words of the program that looked.
    """

    state: Literal["good", "bad", "unknown", "none"]
    names: str = ""
    form: str = ""
    signer: str = ""
    said: tuple[str, ...] = ()


def signature_of(
    repository: Repository, remote: str, tag: TagRef, *, allowed_signers: Path | None
) -> Signature:
    """The signature of a tag of the remote; its object is brought here where it is not.

    Source: git-verify-tag(1), and DETAILS of GnuPG for the lines that begin with `[GNUPG:]`.

    Raises:
        OutsideError: the remote does not give the tag.
    """
    if not repository.ask("cat-file", "-e", tag.object).ok:
        repository.bring(remote, tag.object)
    content = repository.ask("cat-file", "tag", tag.object)  # fails for a tag that is no object
    named = _NAME.search(content.text.partition("\n\n")[0])
    names = named[1] if named else ""
    form = next((form for mark, form in _FORMS.items() if b"\n" + mark in content.stdout), "")
    if not form:
        return Signature("none", names)
    chosen = f"gpg.ssh.allowedSignersFile={allowed_signers}"
    words = ("-c", chosen) if allowed_signers else ()
    asked = repository.ask(*words, "verify-tag", "--raw", tag.object)
    said = asked.stderr.decode("utf-8", "replace")
    if asked.ok:
        return Signature("good", names, form, _signer(said))
    if any(mark in said for mark in _BAD):
        return Signature("bad", names, form, said=_words(said))
    return Signature("unknown", names, form, said=_words(said))


def _signer(said: str) -> str:
    gpg, ssh = _GOOD_GPG.search(said), _GOOD_SSH.search(said)
    if gpg:
        return gpg[1]
    return f"{ssh[1]} ({ssh[2]})" if ssh else "a key that is trusted here"


def _words(said: str) -> tuple[str, ...]:
    """What a person can read of it."""
    spent = [f"the {words}" for word, words in _SPENT.items() if f"[GNUPG:] {word} " in said]
    return (*spent, *(line for line in said.splitlines() if not line.startswith("[GNUPG:]")))
