"""Any registry that speaks the OCI distribution API: GHCR, Docker Hub, Harbor, docker-registry.

Source: the OCI Distribution Specification 1.1.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import msgspec

from releasebot.errors import OutsideError
from releasebot.http import Answer, Body, Connection, NoTlsError
from releasebot.images.authorization import Challenge, authorize
from releasebot.images.credentials import Login, find_login
from releasebot.images.manifest import ACCEPTED, MOST_BYTES, Manifest
from releasebot.images.newest import newest
from releasebot.images.reference import DOCKER_HUB, Repository, is_loopback
from releasebot.images.refusals import is_confirmed_absence, is_expiry, refusal
from releasebot.images.registry import Stored

_TIMEOUT_SECONDS = 60.0
_HUB_API = "registry-1.docker.io"
_UNAUTHORIZED = 401
_MOST_PAGES = 100
_AT_ONCE = 8
_ACCEPT = ", ".join(ACCEPTED)
PULL, PUSH = "pull", "pull,push"
"""What a token is asked for (docker's token scope documentation)."""


class LoginFinder(Protocol):
    """Whoever knows the login for a repository."""

    def __call__(self, repository: Repository, *, fresh: bool) -> Login | None:
        """As `Registry.login`."""
        ...


class OciRegistry:
    """One registry, at one host."""

    def __init__(
        self,
        host: str,
        *,
        environ: Mapping[str, str],
        is_plain: bool = False,
        find: LoginFinder | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._host = host
        self._find = find or _files(environ)
        self._scheme = "http" if is_plain else "https"
        self._connection = Connection(
            timeout=_TIMEOUT_SECONDS, authority=_authority(host, environ), sleep=sleep
        )
        self._granted: dict[tuple[str, str], str] = {}
        self._lock = Lock()

    @property
    def oci(self) -> OciRegistry:
        """As `Registry.oci`."""
        return self

    @property
    def is_plain(self) -> bool:
        """Whether the registry is spoken to without TLS, as far as is known."""
        return self._scheme == "http"

    def manifest(self, repository: Repository, reference: str) -> Manifest | None:
        """As `Registry.manifest`; with the types named, so that nothing is converted."""
        answer = self.ask(
            "GET",
            f"manifests/{reference}",
            repository,
            headers={"Accept": _ACCEPT},
            max_bytes=MOST_BYTES,
        )
        if is_confirmed_absence(answer):
            return None
        if not answer.ok:
            raise refusal(answer, repository, reference)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        manifest = Manifest(answer.body, kind)
        told = answer.headers.get("docker-content-digest", manifest.digest)
        if kind not in ACCEPTED:
            raise OutsideError(
                f"{repository.tagged(reference)} comes as {kind or 'an unnamed type'}, which is "
                "none that can be kept unchanged",
                hint="push the image again with a current client",
            )
        if told != manifest.digest:
            raise OutsideError(
                f"{repository.tagged(reference)} arrived damaged: found {manifest.digest}, "
                f"wanted {told}",
                hint="run the command again",
            )
        return manifest

    def put(self, repository: Repository, tag: str, manifest: Manifest) -> None:
        """As `Registry.put`."""
        answer = self.ask(
            "PUT",
            f"manifests/{tag}",
            repository,
            actions=PUSH,
            headers={"Content-Type": manifest.media_type},
            body=manifest.content,
        )
        if not answer.ok:
            raise refusal(answer, repository, tag)
        told = answer.headers.get("docker-content-digest", manifest.digest)
        if told != manifest.digest:
            raise OutsideError(
                f"{repository.tagged(tag)} was kept as {told}, wanted {manifest.digest}",
                hint="look whether a proxy before the registry changes what is sent",
            )

    def listed(
        self, repository: Repository, *, most: int, also: Collection[str]
    ) -> Sequence[Stored]:
        """As `Registry.listed`; the newest are those of the greatest versions."""
        from concurrent.futures import ThreadPoolExecutor

        tags = [*self.tags(repository)]
        chosen = [*newest(tags, most), *(tag for tag in tags if tag in also)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            manifests = [*pool.map(lambda tag: self.manifest(repository, tag), chosen)]
            by_digest = {one.digest: one for one in manifests if one}
            described = dict(
                zip(
                    by_digest,
                    pool.map(lambda one: self._described(repository, one), by_digest.values()),
                    strict=True,
                )
            )
        names: dict[str, list[str]] = {}
        for tag, manifest in zip(chosen, manifests, strict=True):
            if manifest:
                names.setdefault(manifest.digest, []).append(tag)
        return [Stored(tuple(tags), digest, *described[digest]) for digest, tags in names.items()]

    def tags(self, repository: Repository) -> Iterator[str]:
        """Every tag of a repository; none where it is not there.

        Raises:
            OutsideError: the registry refuses or fails.
        """
        path = "tags/list?n=1000"
        for _ in range(_MOST_PAGES):
            answer = self.ask("GET", path, repository)
            if is_confirmed_absence(answer):
                return
            if not answer.ok:
                raise refusal(answer, repository, "")
            yield from _tags(answer, repository)
            link = answer.headers.get("link", "")
            if 'rel="next"' not in link:
                return
            following = urlsplit(link.partition("<")[2].partition(">")[0])
            path = f"tags/list?{following.query}"

    def config(self, repository: Repository, manifest: Manifest) -> bytes:
        """As `Registry.config`."""
        image = self._images(repository, manifest)[0]
        if image.config is None:
            raise _incomplete(repository, manifest.digest)
        answer = self.ask("GET", f"blobs/{image.config.digest}", repository, max_bytes=MOST_BYTES)
        if not answer.ok:
            raise refusal(answer, repository, image.config.digest)
        return answer.body

    def login(self, repository: Repository, *, fresh: bool = False) -> Login | None:
        """As `Registry.login`: what the files of docker and podman hold, or ECR gives."""
        return self._find(repository, fresh=fresh)

    def frozen(self, repository: Repository, tags: Sequence[str]) -> tuple[str, ...]:
        """None that could be known: the API tells nothing of it before a tag is put."""
        del repository, tags
        return ()

    def create(self, repository: Repository, *, movable: Sequence[str]) -> bool:
        """Nothing to do: these registries make a repository when something is pushed to it."""
        del repository, movable
        return False

    def ask(
        self,
        method: str,
        path: str,
        repository: Repository,
        *,
        actions: str = PULL,
        headers: Mapping[str, str] | None = None,
        body: Body = b"",
        max_bytes: int = MOST_BYTES,
    ) -> Answer:
        """The answer to a request about a repository, once logged in as the registry asks.

        `path` follows the repository's own, or is a whole address that the registry gave.

        Raises:
            OutsideError: nobody is logged in, or the registry cannot be reached.
        """
        granted = self._granted.get((repository.path, actions)) or self._granted.get(("", ""))
        given = headers or {}
        answer = self._send(method, path, repository, granted, given, body, max_bytes)
        has_expired = granted is not None and is_expiry(answer)
        if answer.status != _UNAUTHORIZED and not has_expired:
            return answer
        challenge = Challenge(answer.headers.get("www-authenticate", "Basic"))
        login = self.login(repository, fresh=granted is not None)
        scope = f"repository:{repository.path}:{actions}"
        granted = authorize(
            challenge, login, scope=scope, connection=self._connection, host=self._host
        )
        if granted is not None:
            key = ("", "") if challenge.kind == "basic" else (repository.path, actions)
            with self._lock:
                self._granted[key] = granted
            answer = self._send(method, path, repository, granted, given, body, max_bytes)
        if answer.status == _UNAUTHORIZED:
            raise _not_logged_in(self._host, login)
        return answer

    def _send(
        self,
        method: str,
        path: str,
        repository: Repository,
        granted: str | None,
        headers: Mapping[str, str],
        body: Body,
        max_bytes: int,
    ) -> Answer:
        for _ in range(2):
            scheme = self._scheme
            base = f"{scheme}://{_HUB_API if self._host == DOCKER_HUB else self._host}"
            url = urljoin(f"{base}/v2/{repository.path}/", path)
            parts = urlsplit(url)
            own = parts.netloc == urlsplit(base).netloc
            if own:  # a registry behind a proxy may believe that it is spoken to without TLS
                url = parts._replace(scheme=scheme).geturl()
            login = {"Authorization": granted} if granted and own else {}
            try:
                return self._connection.ask(
                    method, url, headers={**headers, **login}, body=body, max_bytes=max_bytes
                )
            except NoTlsError:
                # As docker does: a registry on this machine may do without.
                if scheme == "http" or not is_loopback(self._host):
                    raise
                self._scheme = "http"
        raise AssertionError(path)

    def _images(self, repository: Repository, manifest: Manifest) -> list[Manifest]:
        """The image itself, or those of an index that are for a platform."""
        if not manifest.is_index:
            return [manifest]
        wanted = [
            one for one in manifest.children if one.platform and "unknown" not in one.platform
        ]
        found = [self.manifest(repository, one.digest) for one in wanted or manifest.children]
        if not found or None in found:
            raise _incomplete(repository, manifest.digest)
        return [one for one in found if one]

    def _described(self, repository: Repository, manifest: Manifest) -> tuple[int, str]:
        """Size and date of an image."""
        images = self._images(repository, manifest)
        size = sum(layer.size for image in images for layer in image.layers)
        try:
            built = msgspec.json.decode(self.config(repository, images[0])).get("created")
        except (msgspec.DecodeError, AttributeError):
            built = None
        return size, str(built or "")


def _files(environ: Mapping[str, str]) -> LoginFinder:
    def find(repository: Repository, *, fresh: bool) -> Login | None:
        del fresh  # nobody but the user can renew it
        return find_login(repository, environ)

    return find


def _tags(answer: Answer, repository: Repository) -> Sequence[str]:
    try:
        return [str(tag) for tag in msgspec.json.decode(answer.body)["tags"] or ()]
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise OutsideError(
            f"the tags of {repository} cannot be read",
            hint="look whether the address is that of a registry",
        ) from error


def _incomplete(repository: Repository, digest: str) -> OutsideError:
    return OutsideError(
        f"{repository}@{digest} names images that the registry has not",
        hint="push the image again",
    )


def _not_logged_in(host: str, login: Login | None) -> OutsideError:
    found = f"refuses the login of {login.username}" if login else "wants a login, and none is here"
    return OutsideError(
        f"{host} {found}", hint=f"log in: docker login {host} (or podman, skopeo), and run it again"
    )


def _authority(host: str, environ: Mapping[str, str]) -> Path | None:
    """The certificates that docker or podman trust for this registry (docker's `certs.d`)."""
    home = Path(environ.get("HOME") or Path.home())
    for folder in (
        home / ".config/containers/certs.d",
        home / ".docker/certs.d",
        Path("/etc/containers/certs.d"),
        Path("/etc/docker/certs.d"),
    ):
        found = sorted((folder / host).glob("*.crt"))
        if found:
            return found[0]
    return None
