"""The least that notes of a release can cost in Python: git log, one expression, Markdown."""

from __future__ import annotations

import re
import subprocess
import sys

HEADER = re.compile(r"(\w+)(?:\(([^)]*)\))?(!)?: (.*)")


def main(old: str, new: str) -> None:
    """Print the notes of the commits between two tags."""
    subprocess.run(("git", "tag", "--list"), capture_output=True, check=True)
    log = subprocess.run(
        ("git", "log", "-z", "--format=%H%x00%s%x00%b", f"{old}..{new}"),
        capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    groups: dict[str, list[str]] = {}
    for commit, subject in zip(log[::3], log[1::3], strict=False):
        found = HEADER.match(subject)
        kind, scope, text = (found[1], found[2], found[4]) if found else ("other", "", subject)
        line = f"- {f'**{scope}:** ' if scope else ''}{text} ({commit[:7]})"
        groups.setdefault(kind, []).append(line)
    for kind, lines in groups.items():
        sys.stdout.write(f"### {kind}\n\n" + "\n".join(lines) + "\n\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
