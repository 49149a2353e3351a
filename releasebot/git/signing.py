"""How git is told to sign a tag."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Signing(Struct, frozen=True):
    """How a tag is signed; without a key it is git's own `user.signingKey`."""

    form: Literal["gpg", "ssh", "never"]
    key: str | None = None

    @property
    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands before `tag` and behind it on git's command line (git-tag(1))."""
        if self.form == "never":
            return (), ("--no-sign",)
        form = "openpgp" if self.form == "gpg" else "ssh"
        key = ("-c", f"user.signingKey={self.key}") if self.key else ()
        return ("-c", f"gpg.format={form}", *key), ("--sign",)
