"""Other programs to compare with, each optional, in an environment of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/bench/rivals")
TBUMP = "tbump==6.11.0"


def tbump() -> Path | None:
    """The program tbump, installed under build/; None where it cannot be installed."""
    path = (FOLDER / "bin" / "tbump").absolute()
    if path.is_file():
        return path
    subprocess.run((sys.executable, "-m", "venv", str(FOLDER)), check=True)
    install = (str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--quiet", TBUMP)
    done = subprocess.run(install, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"{TBUMP} could not be installed and is left out", file=sys.stderr)
        return None
    return path
