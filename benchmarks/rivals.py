"""Other programs to compare with, each optional, in an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path("build/bench/rivals")
TBUMP = "tbump==6.11.0"
MD2CONF = "markdown-to-confluence==0.6.5"
MKDOCS_OPENAPI = "mkdocs-openapi==0.3.3"
PLAYWRIGHT = "playwright==1.65.2"
REDOCLY = "@redocly/cli@2.77.0"
_NODE_FOLDER = Path("build/bench/redocly")
_SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def tbump() -> Path | None:
    """The program tbump, installed under build/; None where it cannot be installed."""
    return _installed("tbump", TBUMP)


def md2conf() -> Path | None:
    """The program md2conf of markdown-to-confluence; None where it cannot be installed."""
    return _installed("md2conf", MD2CONF)


def mkdocs_openapi() -> Path | None:
    """The program mkdocs with the plugin openapi and the theme material, apart from the others."""
    return _installed("mkdocs", MKDOCS_OPENAPI, "mkdocs-material", folder=Path(f"{FOLDER}-mkdocs"))


def playwright() -> Path | None:
    """The Python that has playwright, which drives a browser; None where it cannot be installed."""
    program = _installed("playwright", PLAYWRIGHT)
    return program.with_name("python") if program else None


def redocly() -> Path | None:
    """The program redocly, installed by npm under build/; None where it cannot be installed."""
    path = (_NODE_FOLDER / "node_modules" / ".bin" / "redocly").absolute()
    if path.is_file():
        return path
    _NODE_FOLDER.mkdir(parents=True, exist_ok=True)
    install = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix")
    return path if _done((*install, str(_NODE_FOLDER), REDOCLY), REDOCLY) else None


def redocly_script() -> Path:
    """The script that redocly's file asks of redocly's server, as its package holds it."""
    chunks = _NODE_FOLDER / "node_modules" / "@redocly" / "cli" / "lib" / "chunks"
    return (chunks / "redoc.standalone.js").absolute()


def redocly_file(spec: Path, into: Path) -> None:
    """Write redocly's one file for a document."""
    words = (str(redocly()), "build-docs", str(spec), "--output", str(into))
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, **_SILENT})


def _installed(name: str, *packages: str, folder: Path = FOLDER) -> Path | None:
    path = (folder / "bin" / name).absolute()
    if path.is_file():
        return path
    subprocess.run((sys.executable, "-m", "venv", str(folder)), check=True)
    install = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages)
    return path if _done(install, packages[0]) else None


def _done(install: tuple[str, ...], package: str) -> bool:
    try:
        done = subprocess.run(install, check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        print(f"{package} is left out: there is no {error.filename}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"{package} could not be installed and is left out", file=sys.stderr)
    return done.returncode == 0
