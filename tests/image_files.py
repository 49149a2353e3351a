"""Small real images in files: OCI layouts of one platform or several, and docker's archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OCI = "application/vnd.oci.image"
DOCKER = "application/vnd.docker"


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def layer(text: str, size: int = 0) -> bytes:
    """A layer with one file of that text, and one of so many random bytes."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        noise = random.Random(text).randbytes(size)
        for name, content in (("hello.txt", f"{text}\n".encode()), ("noise", noise)):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return raw.getvalue()


def config(raw: bytes, labels: Mapping[str, str], architecture: str = "amd64") -> bytes:
    return json.dumps(
        {
            "architecture": architecture,
            "os": "linux",
            "created": "2026-01-02T03:04:05Z",
            "config": {"Cmd": ["/hello"], "Labels": dict(labels)},
            "rootfs": {"type": "layers", "diff_ids": [digest(raw)]},
        }
    ).encode()


class _Layout:
    """An OCI layout that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "blobs" / "sha256").mkdir(parents=True, exist_ok=True)
        (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')

    def put(self, content: bytes, kind: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
        name = digest(content)
        (self.folder / "blobs" / "sha256" / name.removeprefix("sha256:")).write_bytes(content)
        return {"mediaType": kind, "digest": name, "size": len(content), **more}

    def image(self, text: str, labels: Mapping[str, str], architecture: str, size: int) -> bytes:
        raw = layer(f"{text} {architecture}", size)
        packed = gzip.compress(raw, compresslevel=1, mtime=0)
        return json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": f"{OCI}.manifest.v1+json",
                "config": self.put(config(raw, labels, architecture), f"{OCI}.config.v1+json"),
                "layers": [self.put(packed, f"{OCI}.layer.v1.tar+gzip")],
            }
        ).encode()

    def close(self, *tops: dict[str, Any]) -> None:
        index = {"schemaVersion": 2, "manifests": list(tops)}
        (self.folder / "index.json").write_text(json.dumps(index))


def make_layout(
    folder: Path, text: str, labels: Mapping[str, str] | None = None, size: int = 0
) -> str:
    """An OCI layout of one image; its digest."""
    layout = _Layout(folder)
    top = layout.put(layout.image(text, labels or {}, "amd64", size), f"{OCI}.manifest.v1+json")
    layout.close(top)
    return str(top["digest"])


def make_index(folder: Path, text: str, labels: Mapping[str, str] | None = None) -> str:
    """An OCI layout of an image for two platforms; the digest of its index."""
    layout = _Layout(folder)
    images = [
        layout.put(
            layout.image(text, labels or {}, architecture, 0),
            f"{OCI}.manifest.v1+json",
            platform={"os": "linux", "architecture": architecture},
        )
        for architecture in ("amd64", "arm64")
    ]
    content = json.dumps(
        {"schemaVersion": 2, "mediaType": f"{OCI}.index.v1+json", "manifests": images}
    ).encode()
    top = layout.put(content, f"{OCI}.index.v1+json")
    layout.close(top)
    return str(top["digest"])


def make_docker_archive(
    path: Path, text: str, name: str, labels: Mapping[str, str] | None = None, size: int = 0
) -> str:
    """What `docker image save` writes of one image; the digest of its configuration."""
    raw = layer(text, size)
    settings = config(raw, labels or {})
    own = digest(settings).removeprefix("sha256:")
    entry = {"Config": f"{own}.json", "RepoTags": [name], "Layers": ["one/layer.tar"]}
    with tarfile.open(path, "w") as tar:
        for member, content in (
            (f"{own}.json", settings),
            ("one/layer.tar", raw),
            ("manifest.json", json.dumps([entry]).encode()),
        ):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return f"sha256:{own}"


def pack(folder: Path, path: Path, mode: str = "w") -> None:
    """The folder as a tar file: an OCI archive."""
    with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
        for file in sorted(folder.rglob("*")):
            tar.add(file, file.relative_to(folder).as_posix(), recursive=False)
