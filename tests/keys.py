"""Real signing keys of a moment, in a home of their own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def ssh_key(folder: Path) -> Path:
    """A private key without a passphrase; its public half stands beside it, as `.pub`."""
    _need("ssh-keygen")
    key = folder / "signing"
    command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "kim", "-f", str(key))
    subprocess.run(command, check=True)
    return key


def gpg_home(folder: Path) -> Path:
    """A GNUPGHOME with one key of kim@example.invalid; end its agent with `end_agent`."""
    _need("gpg", "gpgconf")
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    command = (
        "gpg", "--homedir", str(home), "--batch", "--quiet", "--passphrase", "",
        "--quick-generate-key", "Kim Dev <kim@example.invalid>", "ed25519", "sign", "never",
    )  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return home


def end_agent(home: Path) -> None:
    """End the agent that gpg started for this home."""
    subprocess.run(("gpgconf", "--homedir", str(home), "--kill", "all"), check=False)


def _need(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed here")
