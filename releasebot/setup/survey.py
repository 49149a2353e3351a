"""What there is in a repository that a first configuration has to know of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from releasebot.git.repository import Repository
from releasebot.git.root import Root
from releasebot.version.usual import FOREIGN_FOLDERS

_MOST_BYTES = 1 << 20
"""Files above this size are not read: nobody writes a set-up of that length by hand."""


class Kind(Struct, frozen=True):
    """Something that is recognised by a file's name, and where `text` is set by its content too."""

    what: str
    name: re.Pattern[str]
    text: re.Pattern[str] | None = None


def _kind(what: str, name: str, text: str = "") -> Kind:
    return Kind(what, re.compile(f"(?:.*/)?(?:{name})"), re.compile(text) if text else None)


NESTJS, SWAGGER, DOCKERFILE, COMPOSE = "NestJS", "Swagger set-up", "Dockerfile", "Compose"
JENKINSFILE, WORKFLOW, MKDOCS = "Jenkinsfile", "GitHub workflow", "MkDocs site"
KINDS = (
    _kind(NESTJS, r"main\.[cm]?[tj]s", r"\bNestFactory\b"),
    _kind(SWAGGER, r"[^/]*\.[cm]?[tj]s", r"\bDocumentBuilder\b|\bswaggerJsdoc\b"),
    _kind(DOCKERFILE, r"Dockerfile(?:\.[\w-]+)?|[\w-]+\.Dockerfile"),
    _kind(COMPOSE, r"(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml"),
    _kind(JENKINSFILE, r"Jenkinsfile(?:\.[\w-]+)?"),
    _kind(WORKFLOW, r"\.github/workflows/[^/]+\.ya?ml"),
    _kind(MKDOCS, r"mkdocs\.ya?ml"),
)
"""What is looked for, in the order in which it is shown."""


class Sight(Struct, frozen=True):
    """Something that was recognised; `where` is relative to the project's folder."""

    what: str
    where: str


class Package(Struct, frozen=True, rename={"dev_dependencies": "devDependencies"}):
    """What is read of a package.json."""

    scripts: dict[str, str] = msgspec.field(default_factory=dict)
    dependencies: dict[str, str] = msgspec.field(default_factory=dict)
    dev_dependencies: dict[str, str] = msgspec.field(default_factory=dict)


class Survey:
    """One look at a project: its files, and what its repository knows of remotes and tags.

    Only names that git tracks, or would track, count; nothing is asked of a remote.
    """

    def __init__(self, root: Root, repository: Repository) -> None:
        self.root = root
        self.repository = repository

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files that are or may be committed, relative to the project's folder."""
        below = self.root.project.relative_to(self.root.worktree).as_posix()
        words = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", below)
        prefix = "" if below == "." else f"{below}/"
        listed = dict.fromkeys(self.repository.ask(*words).text.split("\0"))
        return tuple(name.removeprefix(prefix) for name in listed if name)

    @cached_property
    def own_files(self) -> tuple[str, ...]:
        """Those that are the project's own: no tests, examples or somebody else's code."""
        return tuple(
            name
            for name in self.files
            if not FOREIGN_FOLDERS.intersection(part.lower() for part in name.split("/")[:-1])
        )

    @cached_property
    def sights(self) -> tuple[Sight, ...]:
        """All that was recognised, in the order of `KINDS`."""
        return tuple(
            Sight(kind.what, name)
            for kind in KINDS
            for name in sorted(self.own_files)
            if kind.name.fullmatch(name)
            and (kind.text is None or kind.text.search(self.text(name)))
        )

    def places_of(self, what: str) -> tuple[str, ...]:
        """Where something was recognised, relative to the project's folder."""
        return tuple(sight.where for sight in self.sights if sight.what == what)

    def text(self, name: str) -> str:
        """The content of a file of the project; empty where it is huge or cannot be read."""
        path = self.root.project / name
        try:
            if path.stat().st_size > _MOST_BYTES:
                return ""
            return path.read_bytes().decode("utf-8", "replace")
        except OSError:
            return ""

    @cached_property
    def package(self) -> Package:
        """The project's package.json; empty where there is none that can be read."""
        try:
            return msgspec.json.decode(self.text("package.json"), type=Package)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Package()

    @property
    def scripts(self) -> Mapping[str, str]:
        """The npm scripts of the project's package.json."""
        return self.package.scripts

    @cached_property
    def remotes(self) -> Mapping[str, str]:
        """The remotes with their addresses."""
        lines = self._lines("config", "--get-regexp", r"^remote\..*\.url$")
        pairs = (line.partition(" ") for line in lines)
        return {key[len("remote.") : -len(".url")]: address for key, _, address in pairs}

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags known here, the newest first."""
        order = ("--sort=-version:refname", "--sort=-creatordate")  # the last one counts first
        return tuple(
            self._lines("for-each-ref", *order, "--format=%(refname:strip=2)", "refs/tags")
        )

    @cached_property
    def branch(self) -> str:
        """The branch that is released from: the remote's default, else the one checked out."""
        for words in (
            ("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"),
            ("symbolic-ref", "--quiet", "--short", "HEAD"),
        ):
            lines = self._lines(*words)
            if lines:
                return lines[0].removeprefix("origin/")
        return "main"

    @cached_property
    def followed_remote(self) -> str:
        """The remote that the branch follows; empty where it follows none."""
        lines = self._lines("config", "--get", f"branch.{self.branch}.remote")
        return lines[0] if lines else ""

    def _lines(self, *words: str) -> Sequence[str]:
        return self.repository.ask(*words).text.splitlines()


def folders_of(name: str) -> Iterator[str]:
    """The folders above a file, the nearest first; the project's own is the empty name."""
    folder = name
    while folder:
        folder = folder.rpartition("/")[0]
        yield folder
