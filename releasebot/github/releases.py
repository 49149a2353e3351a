"""The releases of a repository: what is there, and each single change to it.

Source of the rules: GitHub Docs, REST API, "REST API endpoints for releases" and "REST API
endpoints for release assets". The endpoint by tag knows published releases alone; a draft is found
only in the list, and only with a token that may write.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from releasebot.github.client import PAGE, Client, MissingError


class Asset(Struct, frozen=True):
    """A file of a release.

    `digest` is the SHA-256 of its content in hex, empty where the server does not tell it, as one
    of an older enterprise version. `complete` is False for one whose upload broke off.
    """

    id: int
    name: str
    size: int
    digest: str
    complete: bool


class Release(Struct, frozen=True):
    """A release as GitHub has it; `body` is its text as people see it in the editor."""

    id: int
    tag: str
    body: str
    draft: bool
    prerelease: bool
    immutable: bool
    url: str
    upload_url: str
    assets: tuple[Asset, ...]
    target: str = ""
    """The commit or branch that GitHub would make the tag at, if it had to."""


class Releases:
    """The releases of one repository."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def published(self, tag: str) -> Release | None:
        """The published release of the tag, None where there is none."""
        path = f"/releases/tags/{quote(tag, safe='')}"
        doing = f"find the release {tag}"
        try:
            found = self.client.get(path, doing=doing)
        except MissingError:
            return None
        return self.client.understand(_release, found, doing=doing)

    def newest(self, page: int = 1) -> tuple[Release, ...]:
        """A page of all releases, drafts included, the newest first."""
        doing = "list the releases"
        found = self.client.get("/releases", doing=doing, page=page)
        return self.client.understand(_releases, found, doing=doing)

    def all(self) -> Iterator[Release]:
        """Every release, drafts included, the newest first."""
        page = 1
        while found := self.newest(page):
            yield from found
            if len(found) < PAGE:
                return
            page += 1

    def create_draft(self, tag: str, commit: str, body: str, *, prerelease: bool) -> Release:
        """A new draft for the tag; GitHub takes as many as it is sent.

        Raises:
            UnsureError: it may have been made all the same; look before making another.
        """
        wanted = {
            "tag_name": tag,
            "target_commitish": commit,
            "name": tag,
            "body": body,
            "draft": True,
            "prerelease": prerelease,
        }
        doing = f"create the draft {tag}"
        made = self.client.create("/releases", wanted, doing=doing)
        return self.client.understand(_release, made, doing=doing)

    def write_body(self, release: Release, body: str) -> None:
        """Give the release this text and leave all else as it is."""
        self._change(release, {"body": body}, doing=f"write the notes of {release.tag}")

    def publish(
        self, release: Release, *, prerelease: bool, latest: bool, body: str | None = None
    ) -> Release:
        """Make a draft public, and where it is the `latest` the one that people are shown first.

        With `body` it has that text from the same instant on.

        Raises:
            RefusedError: another release has the tag, or an immutable one had it.
        """
        standing = "true" if latest else "false"
        wanted: dict[str, Any] = {"draft": False, "prerelease": prerelease}
        wanted |= {"make_latest": standing} | ({} if body is None else {"body": body})
        return self._change(release, wanted, doing=f"publish {release.tag}")

    def delete(self, release: Release) -> None:
        """Delete a release; one that is gone already is fine."""
        doing = f"delete a second draft of {release.tag}"
        self.client.delete(f"/releases/{release.id}", doing=doing)

    def delete_asset(self, asset: Asset) -> None:
        """Delete a file of a release; one that is gone already is fine."""
        self.client.delete(f"/releases/assets/{asset.id}", doing=f"delete the old {asset.name}")

    def upload(self, release: Release, name: str, content: bytes, kind: str) -> None:
        """Attach a file; `kind` is its media type.

        Raises:
            UnsureError: it may have arrived, whole or in part; look before sending it again.
            RefusedError: the release has a file of that name, or takes none any more.
        """
        self.client.upload(release.upload_url.partition("{")[0], name, content, kind)

    def digest_of(self, asset: Asset) -> str:
        """The SHA-256 of the file, read from there."""
        from hashlib import sha256

        digest = sha256()
        path = f"/releases/assets/{asset.id}"
        for piece in self.client.pieces(path, doing=f"read {asset.name}"):
            digest.update(piece)
        return digest.hexdigest()

    def content_of(self, asset: Asset) -> bytes:
        """The file, read from there."""
        path = f"/releases/assets/{asset.id}"
        return b"".join(self.client.pieces(path, doing=f"read {asset.name}"))

    def tag_commit(self, tag: str) -> str:
        """The commit that the tag comes down to on GitHub, empty where it has no such tag."""
        doing, path, name = f"find the tag {tag}", f"/git/ref/tags/{quote(tag)}", ""
        try:
            while path:
                found = self.client.get(path, doing=doing)
                kind, name = self.client.understand(_target, found, doing=doing)
                path = f"/git/tags/{name}" if kind == "tag" else ""
        except MissingError:
            return ""
        return name

    def _change(self, release: Release, change: dict[str, Any], *, doing: str) -> Release:
        changed = self.client.replace(f"/releases/{release.id}", change, doing=doing)
        return self.client.understand(_release, changed, doing=doing)


def _target(found: dict[str, Any]) -> tuple[str, str]:
    """The kind and name of what a ref or an annotated tag points at."""
    return str(found["object"]["type"]), str(found["object"]["sha"])


def _releases(found: list[dict[str, Any]]) -> tuple[Release, ...]:
    return tuple(map(_release, found))


def _release(found: dict[str, Any]) -> Release:
    return Release(
        id=found["id"],
        tag=found["tag_name"],
        body=found.get("body") or "",
        draft=found["draft"],
        prerelease=found["prerelease"],
        immutable=bool(found.get("immutable")),
        url=found["html_url"],
        upload_url=found["upload_url"],
        assets=tuple(map(_asset, found["assets"])),
        target=str(found.get("target_commitish") or ""),
    )


def _asset(found: dict[str, Any]) -> Asset:
    kind, _, digest = (found.get("digest") or "").partition(":")
    return Asset(
        id=found["id"],
        name=found["name"],
        size=found["size"],
        digest=digest if kind == "sha256" else "",
        complete=found["state"] == "uploaded",
    )
