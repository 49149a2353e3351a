"""Manifests: the exact bytes that a registry keeps, and what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec
from msgspec import Struct

from releasebot.errors import OutsideError

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
ACCEPTED = (OCI_MANIFEST, OCI_INDEX, DOCKER_MANIFEST, DOCKER_LIST)
"""Every type that is kept as it was pushed. A registry that is not offered the type of an image
converts it to another, with another digest, or answers that there is none."""

MOST_BYTES = 4 * 1024 * 1024
"""What registries have to accept (OCI distribution specification, "Pushing manifests")."""


class Child(Struct, frozen=True):
    """A blob or a manifest that a manifest names."""

    digest: str
    size: int
    media_type: str
    platform: str = ""


class Manifest(Struct, frozen=True, dict=True):
    """A manifest as a registry keeps it; its digest is that of its bytes."""

    content: bytes
    media_type: str

    @cached_property
    def digest(self) -> str:
        """Names these very bytes."""
        return digest_of(self.content)

    @cached_property
    def _document(self) -> Mapping[str, Any]:
        try:
            document = msgspec.json.decode(self.content)
        except msgspec.DecodeError as error:
            raise _damaged(self.media_type) from error
        if not isinstance(document, dict):
            raise _damaged(self.media_type)
        return document

    @property
    def stated_type(self) -> str:
        """The type that its own text states; empty where it states none."""
        return str(self._document.get("mediaType") or "")

    @property
    def is_index(self) -> bool:
        """Whether it names one manifest for each platform instead of an image."""
        return self.media_type in {OCI_INDEX, DOCKER_LIST}

    @property
    def config(self) -> Child | None:
        """The image's configuration; None in an index."""
        config = self._document.get("config")
        return _child(config) if isinstance(config, dict) else None

    @property
    def layers(self) -> tuple[Child, ...]:
        """The image's layers; none in an index."""
        return tuple(map(_child, self._document.get("layers") or ()))

    @property
    def children(self) -> tuple[Child, ...]:
        """The manifests of an index, one for each platform."""
        return tuple(map(_child, self._document.get("manifests") or ()))


def digest_of(content: bytes) -> str:
    """The digest of bytes, as registries write it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _child(raw: Mapping[str, Any]) -> Child:
    try:
        platform = raw.get("platform") or {}
        named = [platform.get(part) for part in ("os", "architecture", "variant")]
        return Child(
            str(raw["digest"]),
            int(raw.get("size", 0)),
            str(raw.get("mediaType", "")),
            "/".join(str(part) for part in named if part),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged("a manifest") from error


def _damaged(what: str) -> OutsideError:
    return OutsideError(
        f"the registry answered with {what} that cannot be read",
        hint="look at the image in the registry; push it again under another version",
    )
