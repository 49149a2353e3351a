"""Gates as they run: real commands in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from releasebot.gates.listener import SilentGates
from releasebot.gates.workspace import Workspace


class Watched(SilentGates):
    """Remembers the lines in their order."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.order: list[str] = []

    def waiting(self) -> None:
        self.order.append("waiting")

    def started(self, name: str) -> None:
        self.order.append(f"+{name}")

    def line(self, name: str, text: str) -> None:
        self.lines.append(f"{name} | {text}")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A folder that stands for a work tree."""
    top = (tmp_path / "tree").resolve()
    top.mkdir()
    return workspace_at(top)


def workspace_at(
    top: Path, hide: Callable[[str], str] = str, environ: dict[str, str] | None = None
) -> Workspace:
    return Workspace(
        top=top,
        base=top,
        logs=top / "build" / "releasebot" / "gates",
        environ={**os.environ, **(environ or {})},
        today=date(2026, 11, 24),
        hide=hide,
        past=lambda _: (),
        waits=(0.01,) * 5,
    )
