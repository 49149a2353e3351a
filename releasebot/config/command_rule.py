"""The rule of every setting that is a command."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.config.problem import KeyPath, Problem


def broken_command(path: KeyPath, command: str) -> Iterator[Problem]:
    """Why a command cannot be split into words as POSIX shells do it; nothing where it can."""
    if command.strip() and not set(command) & set("'\"\\"):
        return
    import shlex

    try:
        words = shlex.split(command)
    except ValueError as error:
        found = f"one that cannot be split into words ({str(error).lower()})"
        yield Problem(path, found, "a command with its quotes closed")
        return
    if not any(words[:1]):
        yield Problem(path, f'"{command}"', "a command")
