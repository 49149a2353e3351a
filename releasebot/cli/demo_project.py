"""The demo's project: the example NestJS service, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from releasebot.git.new_repository import Commit, Person

AUTHOR = Person("Moonlight Books", "dev@books.example.com")
HISTORY: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "build: set up a NestJS service",
        (".gitignore", ".npmrc", "package.json", "package-lock.json", "tsconfig.json"),
    ),
    ("feat: read settings and report errors in one way", ("config", "src/config.ts", "src/common")),
    ("feat(members): join, sign in and keep a profile", ("src/auth", "src/members")),
    ("feat(books): search the shelf, import books and review them", ("src/books",)),
    ("feat(notifications): send, stream and silence", ("src/notifications",)),
    ("feat(coupons): offer, claim and quote", ("src/coupons",)),
    ("feat(orders): order books and follow them home", ("src/orders",)),
    ("feat(payments): pay, refund and give receipts", ("src/payments",)),
    ("feat: serve the API, and export its spec", ("src", "swagger.json")),
    ("build: ship it as a container image", ("Dockerfile", "docker-compose.yml", ".dockerignore")),
    ("docs: say what it is and how to start it", ("README.md",)),
)
"""The commits, oldest first: a subject, and the files and folders that come with it."""

_PACKAGED = Path(__file__).parents[1] / "templates" / "demo"
_IN_CHECKOUT = Path(__file__).parents[2] / "examples" / "nestjs"
"""Where the example stands: an installed package carries it, a checkout has it beside."""

_FIRST = 1_772_413_200  # 2026-03-02T01:00:00Z
_APART = 24 * 3600


def history() -> tuple[Commit, ...]:
    """The commits with their content; every file comes with the first commit that names it."""
    waiting = dict(project_files())
    commits = []
    for number, (subject, names) in enumerate(HISTORY):
        chosen = [path for path in waiting if any(_is_in(path, name) for name in names)]
        content = tuple((path, waiting.pop(path)) for path in sorted(chosen))
        commits.append(Commit(subject, _FIRST + number * _APART, content))
    return tuple(commits)


def project_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the project: its path with forward slashes, and its content.

    Only what the history names: a checkout of the example may hold what npm and a compiler made.
    """
    example = _PACKAGED if _PACKAGED.is_dir() else _IN_CHECKOUT
    for name in sorted({name for _, names in HISTORY for name in names}):
        if not any(_is_in(name, other) and name != other for _, rest in HISTORY for other in rest):
            yield from _below(example / name, name)


def _below(place: Path, path: str) -> Iterator[tuple[str, bytes]]:
    if place.is_dir():
        for entry in sorted(place.iterdir()):
            yield from _below(entry, f"{path}/{entry.name}")
    else:
        yield path, place.read_bytes()


def _is_in(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name}/")
