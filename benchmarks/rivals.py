"""Other programs to compare with, each optional, in an environment of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/bench/rivals")
TBUMP = "tbump==6.11.0"
MD2CONF = "markdown-to-confluence==0.6.5"


def tbump() -> Path | None:
    """The program tbump, installed under build/; None where it cannot be installed."""
    return _installed("tbump", TBUMP)


def md2conf() -> Path | None:
    """The program md2conf of markdown-to-confluence; None where it cannot be installed."""
    return _installed("md2conf", MD2CONF)


def _installed(name: str, package: str) -> Path | None:
    path = (FOLDER / "bin" / name).absolute()
    if path.is_file():
        return path
    subprocess.run((sys.executable, "-m", "venv", str(FOLDER)), check=True)
    install = (str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", package)
    done = subprocess.run(install, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"{package} could not be installed and is left out", file=sys.stderr)
        return None
    return path
