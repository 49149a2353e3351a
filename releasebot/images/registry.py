"""What every kind of registry can do, and what is said when it cannot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from releasebot.errors import ConflictError
from releasebot.images.credentials import Login
from releasebot.images.manifest import Manifest
from releasebot.images.reference import Repository

if TYPE_CHECKING:
    from releasebot.images.oci import OciRegistry


class Stored(Struct, frozen=True):
    """An image in a registry, as it is listed.

    `at` is when it was pushed, or where the registry does not tell, when it was built: RFC 3339 in
    UTC, or empty. `size` is that of the compressed layers, of all platforms together.
    """

    tags: tuple[str, ...]
    digest: str
    size: int
    at: str


class Registry(Protocol):
    """One registry; every method may be called from several threads."""

    @property
    def oci(self) -> OciRegistry:
        """The side of it through which blobs are pushed."""
        ...

    def manifest(self, repository: Repository, reference: str) -> Manifest | None:
        """The manifest that a tag or digest names, byte for byte; None where it surely is not.

        Raises:
            MissingRepositoryError: the registry keeps no such repository and makes none by itself.
            OutsideError: whether it is there cannot be told.
        """
        ...

    def put(self, repository: Repository, tag: str, manifest: Manifest) -> None:
        """Let the tag name this manifest, whose blobs the repository has; in one instant.

        Raises:
            ConflictError: the tag is immutable and names another one.
            OutsideError: the registry did not do it, or nobody knows whether it did.
        """
        ...

    def listed(
        self, repository: Repository, *, most: int, also: Collection[str]
    ) -> Sequence[Stored]:
        """The newest images with a version's tag, at most `most`, and those of the tags `also`."""
        ...

    def config(self, repository: Repository, manifest: Manifest) -> bytes:
        """The configuration of an image, or of the first image of an index."""
        ...

    def login(self, repository: Repository, *, fresh: bool = False) -> Login | None:
        """What a client that pushes there has to log in with; `fresh`: the last one was refused."""
        ...

    def frozen(self, repository: Repository, tags: Sequence[str]) -> tuple[str, ...]:
        """Those of the tags that the repository's own settings forbid to move.

        Raises:
            MissingRepositoryError: there is no such repository.
        """
        ...

    def create(self, repository: Repository, *, movable: Sequence[str]) -> bool:
        """Make a repository in which these tags can be moved; whether it had to be made."""
        ...


class MissingRepositoryError(ConflictError):
    """The registry has no such repository."""

    def __init__(self, repository: Repository) -> None:
        super().__init__(
            f"the repository {repository} is not there",
            hint="releasebot images push --create-repository makes it; or correct "
            "images.repository",
        )


def immutable(repository: Repository, tag: str) -> ConflictError:
    """What to say of a tag that names another image and cannot be moved."""
    return ConflictError(
        f"the tag {tag} in {repository} is immutable and names another image",
        hint="raise the version, or let the repository's settings exclude this tag",
    )
