"""Histories of any length whose commits look like a team's: types, scopes, bodies, breaches."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import bare_environment

_START = 1_700_000_000
_TYPES = ("feat", "fix", "fix", "chore", "docs", "refactor", "test", "ci", "perf", "feat")
_SCOPES = ("", "(api)", "(web)", "", "(payment)")
_PEOPLE = ("Kim", "Lee", "Park", "Choi", "Jung", "Kang")
RELEASE = 50
"""Commits in a release."""


def make_history(place: Path, *, commits: int) -> tuple[Path, str, str]:
    """A work tree with a tag every `RELEASE` commits, and its last tag but one and its last."""
    folder = place / f"history-{commits}"
    env = bare_environment(place)
    stream = b"".join(_stream(commits))
    for argv, data in (
        (("git", "init", "-q", "-b", "main", str(folder)), b""),
        (("git", "-C", str(folder), "fast-import", "--quiet"), stream),
        (("git", "-C", str(folder), "pack-refs", "--all"), b""),
        (("git", "-C", str(folder), "reset", "-q", "--hard"), b""),
    ):
        subprocess.run(argv, check=True, env=env, input=data)
    last = commits // RELEASE
    return folder, _tag(last - 1), _tag(last)


def _tag(number: int) -> str:
    return f"v{1 + number // 100}.{number % 100}.0"


def _stream(commits: int) -> Iterator[bytes]:
    """The commits and tags as git-fast-import(1) reads them."""
    for number in range(1, commits + 1):
        who = _PEOPLE[number % len(_PEOPLE)]
        when = f"{who} <{who}@example.invalid> {_START + number * 60} +0900\n"
        yield f"commit refs/heads/main\nmark :{number}\nauthor {when}committer {when}".encode()
        yield _data(_message(number))
        if number == 1:
            manifest = '{"name": "shop-api", "version": "999.0.0"}\n'
            yield b"M 100644 inline package.json\n" + _data(manifest)
        yield b"M 100644 inline counter\n" + _data(f"{number}\n")
        if number % RELEASE == 0:
            yield f"tag {_tag(number // RELEASE)}\nfrom :{number}\ntagger {when}".encode()
            yield _data("a release\n")


def _message(number: int) -> str:
    title = f"{_TYPES[number % 10]}{_SCOPES[number % 5]}: change what {number} does (#{number})\n"
    if number % 97 == 0:
        return f"{title}\nWhy.\n\nBREAKING CHANGE: {number} takes a list\nRefs: #{number - 1}\n"
    return f"{title}\nA line that says why.\n" if number % 4 == 0 else title


def _data(text: str) -> bytes:
    encoded = text.encode()
    return b"data %d\n%b\n" % (len(encoded), encoded)
