"""Images in files, pushed without an engine: an OCI layout, or a tar file of one or of docker's.

Source: the OCI Image Layout Specification 1.1, and the format of `docker image save` (moby,
image/spec/v1.2).
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import msgspec

from releasebot.errors import UsageError
from releasebot.images.archive_files import Shared, open_files
from releasebot.images.manifest import DOCKER_MANIFEST, Manifest, digest_of
from releasebot.images.upload import Blob, Package

_MOST_JSON = 16 * 1024 * 1024
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"
_REF_NAME = "org.opencontainers.image.ref.name"
_FULL_NAME = "io.containerd.image.name"
_DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
_DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


class Archive:
    """The image in a file or folder that a service names. `image` chooses one of several.

    Raises:
        UsageError: there is no such file, or it is no image.
    """

    def __init__(self, path: Path, image: str) -> None:
        self._path = path
        self._image = image
        self._files = open_files(path)
        self._is_oci = self._files.has("index.json")
        if not self._is_oci and not self._files.has("manifest.json"):
            raise self._wrong("it has neither index.json nor manifest.json")

    @cached_property
    def _top(self) -> Manifest | Mapping[str, Any]:
        """What the archive names as the image: a manifest, or docker's entry for one."""
        if not self._is_oci:
            entries = self._json("manifest.json")
            named = [[str(tag) for tag in one.get("RepoTags") or ()] for one in entries]
            return self._chosen(entries, named)
        entries = self._json("index.json").get("manifests") or ()
        named = []
        for entry in entries:
            notes = entry.get("annotations") or {}
            named.append([str(notes[key]) for key in (_REF_NAME, _FULL_NAME) if key in notes])
        entry = self._chosen(entries, named)
        return Manifest(self._blob(str(entry["digest"])), str(entry.get("mediaType", "")))

    @cached_property
    def _images(self) -> tuple[Manifest, ...]:
        """The manifests of an index; none where the image is one itself."""
        top = self._top
        if not isinstance(top, Manifest) or not top.is_index:
            return ()
        return tuple(
            Manifest(self._blob(one.digest), one.media_type)
            for one in top.children
            if self._files.has(_path(one.digest))
        )

    @cached_property
    def config(self) -> bytes:
        """The image's configuration, of the first platform where there are several."""
        top = self._top
        if not isinstance(top, Manifest):
            return self._read(str(top["Config"]))
        config = (self._images or (top,))[0].config
        if config is None:
            raise self._wrong("its manifest names no configuration")
        return self._blob(config.digest)

    @property
    def ids(self) -> frozenset[str]:
        """The digests by which a registry's copy of this image is recognised."""
        top = self._top
        if not isinstance(top, Manifest):
            return frozenset({digest_of(self.config)})
        return frozenset({top.digest, *(() if self._images else (digest_of(self.config),))})

    def package(self) -> Package:
        """The image with what opens each of its blobs; layers of docker's form are compressed."""
        top = self._top
        if not isinstance(top, Manifest):
            return self._compressed(top)
        images = self._images or (top,)
        children = [child for one in images for child in (one.config, *one.layers) if child]
        blobs = {
            child.digest: self._file(_path(child.digest))
            for child in children
            if self._files.has(_path(child.digest))
        }
        return Package(top, self._images, blobs)

    def _compressed(self, entry: Mapping[str, Any]) -> Package:
        """Docker's own archive as it is pushed: the same bytes whenever it is made."""
        config = digest_of(self.config)
        blobs = {config: self._file(str(entry["Config"]))}
        layers = []
        for name in entry.get("Layers") or ():
            digest, blob = self._squeezed(str(name))
            blobs[digest] = blob
            layers.append({"mediaType": _DOCKER_LAYER, "size": blob.size, "digest": digest})
        document = {
            "schemaVersion": 2,
            "mediaType": DOCKER_MANIFEST,
            "config": {"mediaType": _DOCKER_CONFIG, "size": len(self.config), "digest": config},
            "layers": layers,
        }
        content = msgspec.json.format(msgspec.json.encode(document), indent=3)
        return Package(Manifest(content, DOCKER_MANIFEST), (), blobs)

    def _squeezed(self, name: str) -> tuple[str, Blob]:
        """A layer compressed into a file that has no name, so that nothing of it can stay."""
        shared = Shared(tempfile.TemporaryFile())  # noqa: SIM115  `Shared` closes it
        kept = shared.file
        with self._files.open(name) as layer:
            packed = layer.read(len(_GZIP)) == _GZIP
            layer.seek(0)
            if packed:
                shutil.copyfileobj(layer, kept, _PIECE)
            else:
                with gzip.GzipFile("", "wb", 6, kept, mtime=0) as squeezed:
                    shutil.copyfileobj(layer, squeezed, _PIECE)
        kept.flush()
        size = kept.tell()
        digest = hashlib.file_digest(shared.span(0, size), "sha256").hexdigest()
        return f"sha256:{digest}", Blob(size, lambda: shared.span(0, size))

    def _chosen(self, entries: Any, named: list[list[str]]) -> Mapping[str, Any]:  # noqa: ANN401  parsed JSON
        wanted = {self._image, self._image.rpartition(":")[2], f"docker.io/library/{self._image}"}
        fitting = [one for one, names in zip(entries, named, strict=True) if wanted & set(names)]
        if len(entries) == 1 or len(fitting) == 1:
            return cast("Mapping[str, Any]", (fitting or entries)[0])
        there = ", ".join(name for names in named for name in names) or "images without names"
        raise UsageError(
            f"{self._path} holds {len(entries)} images, found {there}, wanted {self._image}",
            hint="name one of them as the service's image, or save one alone",
        )

    def _file(self, name: str) -> Blob:
        return Blob(self._files.size(name), lambda: self._files.open(name))

    def _blob(self, digest: str) -> bytes:
        content = self._read(_path(digest))
        if digest_of(content) != digest:
            raise self._wrong(f"the content of {digest} is another")
        return content

    def _read(self, name: str) -> bytes:
        if not self._files.has(name):
            raise self._wrong(f"{name} is missing in it")
        if self._files.size(name) > _MOST_JSON:
            raise self._wrong(f"{name} in it is too large for what it should be")
        with self._files.open(name) as file:
            return file.read()

    def _json(self, name: str) -> Any:  # noqa: ANN401  parsed JSON
        try:
            return msgspec.json.decode(self._read(name))
        except msgspec.DecodeError as error:
            raise self._wrong(f"{name} in it is no JSON") from error

    def _wrong(self, why: str) -> UsageError:
        return UsageError(
            f"{self._path} is no image: {why}",
            hint="make it with docker image save, skopeo copy or a build that writes an OCI layout",
        )


def _path(digest: str) -> str:
    kind, _, value = digest.partition(":")
    return f"blobs/{kind}/{value}"
