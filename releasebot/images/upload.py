"""Pushing an image without any client: its blobs, then its manifests, then the tag.

Source: the OCI Distribution Specification 1.1, "Pushing a blob monolithically".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO
from urllib.parse import urlencode

from msgspec import Struct

from releasebot.errors import OutsideError
from releasebot.http import Answer
from releasebot.images.manifest import Manifest
from releasebot.images.oci import PUSH, OciRegistry
from releasebot.images.reference import Repository
from releasebot.images.refusals import is_confirmed_absence, refusal

_ATTEMPTS = 3
_BINARY = {"Content-Type": "application/octet-stream"}
Tell = Callable[[str], None]
"""Takes a few words about how far a push has come."""


class Blob(Struct, frozen=True):
    """A blob on this machine: its size in bytes, and what opens it."""

    size: int
    open: Callable[[], BinaryIO]


class Package(Struct, frozen=True):
    """An image on this machine with all that belongs to it.

    `top` is what gets the tag; `images` are its manifests for each platform where it is an index.
    """

    top: Manifest
    images: tuple[Manifest, ...]
    blobs: Mapping[str, Blob]


def upload(
    registry: OciRegistry, repository: Repository, tag: str, package: Package, tell: Tell
) -> None:
    """Afterwards the tag names the package's top manifest, and all of it is in the repository.

    What is there is not sent again. The tag is put last: before it, nobody sees any of it.

    Raises:
        ConflictError: the tag is immutable and names another image.
        OutsideError: the registry refuses or fails.
    """
    wanted = dict.fromkeys(
        child.digest
        for image in (package.top, *package.images)
        for child in (image.config, *image.layers)
        if child
    )
    for number, digest in enumerate(wanted, 1):
        tell(f"blob {number} of {len(wanted)}")
        blob = package.blobs.get(digest)
        if blob is None:
            raise OutsideError(
                f"the image to push lacks the blob {digest}", hint="build or save the image again"
            )
        _send(registry, repository, digest, blob)
    for image in package.images:
        registry.put(repository, image.digest, image)
    registry.put(repository, tag, package.top)


def _send(registry: OciRegistry, repository: Repository, digest: str, blob: Blob) -> None:
    answer = None
    for _ in range(_ATTEMPTS):
        if _is_there(registry, repository, digest):
            return  # also where an attempt was cut off after its work was done
        answer = _attempt(registry, repository, digest, blob)
        if answer.ok:
            return
        if answer.status not in {404, 416}:  # an upload that the registry has forgotten
            break
    if answer is not None:
        raise refusal(answer, repository, digest)


def _attempt(registry: OciRegistry, repository: Repository, digest: str, blob: Blob) -> Answer:
    begun = registry.ask("POST", "blobs/uploads/", repository, actions=PUSH)
    where = begun.headers.get("location", "")
    if not begun.ok or not where:
        raise refusal(begun, repository, digest)
    mark = "&" if "?" in where else "?"
    return registry.ask(
        "PUT",
        f"{where}{mark}{urlencode({'digest': digest})}",
        repository,
        actions=PUSH,
        headers={**_BINARY, "Content-Length": str(blob.size)},
        body=blob.open,
    )


def _is_there(registry: OciRegistry, repository: Repository, digest: str) -> bool:
    answer = registry.ask("HEAD", f"blobs/{digest}", repository, actions=PUSH)
    if answer.ok:
        return True
    if answer.status == 404 or is_confirmed_absence(answer):  # noqa: PLR2004  HEAD has no body
        return False
    raise refusal(answer, repository, digest)
