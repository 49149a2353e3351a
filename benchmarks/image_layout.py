"""An OCI layout of an image that nothing compresses."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from io import BytesIO
from pathlib import Path

_OCI = "application/vnd.oci.image"


def write_layout(folder: Path, size: int) -> None:
    """An image with one layer of so many random bytes."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    raw = BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        member = tarfile.TarInfo("noise")
        member.size = size
        tar.addfile(member, BytesIO(os.urandom(size)))
    layer = _put(blobs, raw.getvalue(), f"{_OCI}.layer.v1.tar")
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {},
        "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]},
    }
    manifest = {
        "schemaVersion": 2,
        "mediaType": f"{_OCI}.manifest.v1+json",
        "config": _put(blobs, json.dumps(config).encode(), f"{_OCI}.config.v1+json"),
        "layers": [layer],
    }
    top = _put(blobs, json.dumps(manifest).encode(), f"{_OCI}.manifest.v1+json")
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [top]}))


def _put(blobs: Path, content: bytes, kind: str) -> dict[str, str | int]:
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content)}
