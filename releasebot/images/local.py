"""The image of a service on this machine: in a client, or in an archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct

from releasebot.config.images_schema import ImagesSettings
from releasebot.errors import ConflictError, OutsideError
from releasebot.images.archive import Archive
from releasebot.images.client_login import client_environment
from releasebot.images.clients import Client, find_image
from releasebot.images.manifest import Manifest
from releasebot.images.registry import Registry
from releasebot.images.service import Wanted
from releasebot.images.upload import Tell, upload

REVISION = "org.opencontainers.image.revision"
"""The label with the commit that an image was built from (OCI image specification)."""
_VERSION = "org.opencontainers.image.version"
_SHORTEST_COMMIT = 7
_SHORT = 9


class Local(Struct, frozen=True):
    """An image here: the digests it is known by, its labels, and what pushes it.

    `push` lets the version's tag name the image, and returns the digest that it was told, or
    nothing.
    """

    where: str
    ids: frozenset[str]
    labels: Mapping[str, str]
    push: Callable[[Registry, Tell], str]

    def is_same(self, manifest: Manifest) -> bool:
        """Whether a registry's manifest is of this image: by its own digest or its config's."""
        config = manifest.config
        return manifest.digest in self.ids or (config is not None and config.digest in self.ids)


def find_local(wanted: Wanted, settings: ImagesSettings, environ: Mapping[str, str]) -> Local:
    """The image that is to be pushed.

    Raises:
        ConflictError: it is not here.
        UsageError: its archive is none, or there is no client.
        OutsideError: no engine runs.
    """
    if wanted.archive is not None:
        return _from_archive(wanted, Archive(wanted.archive, wanted.image))
    client, held = find_image(wanted.image, client=settings.client, environ=environ)

    def push(registry: Registry, tell: Tell) -> str:
        tell(f"{client.name} pushes it")
        return _push_with(client, wanted, registry, settings.timeout, environ)

    return Local(f"{wanted.image} in {client.name}", held.ids, held.labels, push)


def _from_archive(wanted: Wanted, archive: Archive) -> Local:
    def push(registry: Registry, tell: Tell) -> str:
        package = archive.package()
        upload(registry.oci, wanted.service.repository, wanted.tag, package, tell)
        return package.top.digest

    return Local(str(wanted.archive), archive.ids, labels_of(archive.config), push)


def _push_with(
    client: Client,
    wanted: Wanted,
    registry: Registry,
    timeout: float,
    environ: Mapping[str, str],
) -> str:
    """Push with a client; where its token is refused as too old, once more with a new one."""
    repository = wanted.service.repository
    login = registry.login(repository)
    plain = registry.oci.is_plain
    for is_last in (False, True):
        with client_environment(repository.host, login, environ) as env:
            try:
                return client.push(wanted.image, wanted.name, env=env, timeout=timeout, plain=plain)
            except OutsideError as error:
                if is_last or "token has expired" not in error.message:
                    raise
        login = registry.login(repository, fresh=True)
    raise AssertionError(client.name)


def labels_of(config: bytes) -> Mapping[str, str]:
    """The labels in an image's configuration."""
    try:
        document = msgspec.json.decode(config)
        labels = document.get("config", {}).get("Labels") or {}
        return {str(key): str(value) for key, value in labels.items()}
    except (msgspec.DecodeError, AttributeError):
        return {}


def check_labels(labels: Mapping[str, str], wanted: Wanted, where: str) -> None:
    """See that what the image says of itself fits; one that says nothing fits.

    The labels are those of the OCI image specification's annotations.

    Raises:
        ConflictError: it was built from another commit, or as another version.
    """
    version, revision = labels.get(_VERSION, ""), labels.get(REVISION, "").lower()
    if version and version.removeprefix("v") != wanted.version:
        raise ConflictError(
            f"the image {where} is labelled as version {version}, wanted {wanted.version}",
            hint="build the image of this version, or correct its label",
        )
    if not revision or not wanted.commit:
        return
    fits = wanted.commit.startswith(revision) and len(revision) >= _SHORTEST_COMMIT
    if not fits:
        raise ConflictError(
            f"the image {where} is labelled as built from {revision[:_SHORT]}, "
            f"wanted {wanted.commit[:_SHORT]}",
            hint="build the image from the commit that is released",
        )
