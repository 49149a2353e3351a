"""The programs that keep images on this machine and push them: docker, podman, skopeo.

One class each, and one table. A client that has no engine here is no error while another has one.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from releasebot.errors import ConflictError, OutsideError, UsageError
from releasebot.images.client_failures import push_failure
from releasebot.images.manifest import digest_of
from releasebot.process import Completed, run

_LOOK_SECONDS = 60.0
_DIGEST = re.compile(r"digest: (sha256:[0-9a-f]{64})")
_NO_ENGINE = re.compile(
    r"cannot connect to the docker daemon|is the docker daemon running|permission denied while"
    r" trying to connect|error during connect|unable to connect to podman|connection refused"
    r"|dial unix|no such host",
    re.IGNORECASE,
)
_NO_IMAGE = re.compile(
    r"no such image|image not known|no such object|reference .* does not resolve"
    r"|identifier is not an image|unable to find|manifest unknown|does not exist",
    re.IGNORECASE,
)


class Held(Struct, frozen=True):
    """An image that a client has: the digests it is known by, and its labels."""

    ids: frozenset[str]
    labels: Mapping[str, str]


class Client(Protocol):
    """One program."""

    name: str

    def inspect(self, image: str) -> Held | None:
        """The image of that name; None where the client has none.

        Raises:
            NoEngineError: its engine does not run.
        """
        ...

    def push(
        self, image: str, name: str, *, env: Mapping[str, str], timeout: float, plain: bool
    ) -> str:
        """Push the image to `name`; the digest that the client tells, or nothing.

        Raises:
            OutsideError: the push failed; its last lines are the details.
        """
        ...


class NoEngineError(OutsideError):
    """The client is installed, and what keeps its images does not answer."""

    def __init__(self, client: str, details: tuple[str, ...]) -> None:
        super().__init__(
            f"the engine of {client} does not answer",
            hint=f"start it, or set DOCKER_HOST; {client} info tells more",
            details=details,
        )
        self.client = client


class Docker:
    """Docker's command line, whatever engine is behind it."""

    name = "docker"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._env = {**environ, "LC_ALL": "C"}

    def inspect(self, image: str) -> Held | None:
        """As `Client.inspect`."""
        done = _run(("docker", "image", "inspect", "--", image), self._env, _LOOK_SECONDS)
        return _held(done, self.name) if _found(done, self.name) else None

    def push(
        self, image: str, name: str, *, env: Mapping[str, str], timeout: float, plain: bool
    ) -> str:
        """As `Client.push`; the engine decides by its own settings who may do without TLS."""
        del plain
        _must(_run(("docker", "image", "tag", image, name), env, _LOOK_SECONDS), "docker image tag")
        done = _must(_run(("docker", "image", "push", name), env, timeout), "docker image push")
        found = _DIGEST.search(done.text)
        return found[1] if found else ""


class Podman:
    """Podman, which needs no engine."""

    name = "podman"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._env = {**environ, "LC_ALL": "C"}

    def inspect(self, image: str) -> Held | None:
        """As `Client.inspect`."""
        done = _run(("podman", "image", "inspect", "--", image), self._env, _LOOK_SECONDS)
        return _held(done, self.name) if _found(done, self.name) else None

    def push(
        self, image: str, name: str, *, env: Mapping[str, str], timeout: float, plain: bool
    ) -> str:
        """As `Client.push`."""
        return _with_digest_file(
            ("podman", "push", f"--tls-verify={'false' if plain else 'true'}"),
            (image, f"docker://{name}"),
            env,
            timeout,
        )


class Skopeo:
    """Skopeo, which reads the images of docker's engine or of podman."""

    name = "skopeo"

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._env = {**environ, "LC_ALL": "C"}
        has_docker = environ.get("DOCKER_HOST") or Path("/var/run/docker.sock").exists()
        self._from = "docker-daemon" if has_docker else "containers-storage"
        self._source: dict[str, str] = {}

    def inspect(self, image: str) -> Held | None:
        """As `Client.inspect`."""
        words = ("skopeo", "inspect", "--config", "--raw", *self._daemon("--daemon-host"))
        for source in self._sources(image):
            done = _run((*words, source), self._env, _LOOK_SECONDS)
            if _found(done, self.name):
                self._source[image] = source
                config = _json(done.stdout, self.name)
                return Held(frozenset({digest_of(done.stdout)}), _labels(config.get("config")))
        return None

    def push(
        self, image: str, name: str, *, env: Mapping[str, str], timeout: float, plain: bool
    ) -> str:
        """As `Client.push`, for an image that was inspected."""
        verify = f"--dest-tls-verify={'false' if plain else 'true'}"
        return _with_digest_file(
            ("skopeo", "copy", verify, *self._daemon("--src-daemon-host")),
            (self._source[image], f"docker://{name}"),
            env,
            timeout,
        )

    def _sources(self, image: str) -> tuple[str, ...]:
        """Where the image may be; podman keeps what was built here under `localhost/`."""
        named = image if ":" in image.rpartition("/")[2] else f"{image}:latest"
        if self._from == "docker-daemon":
            return (f"docker-daemon:{named}",)
        return (f"containers-storage:{named}", f"containers-storage:localhost/{named}")

    def _daemon(self, option: str) -> tuple[str, ...]:
        host = self._env.get("DOCKER_HOST")
        return (option, host) if host and self._from == "docker-daemon" else ()


CLIENTS: Mapping[str, type[Docker | Podman | Skopeo]] = {
    "docker": Docker,
    "podman": Podman,
    "skopeo": Skopeo,
}
"""Every client, in the order in which one is looked for."""


def find_image(image: str, *, client: str, environ: Mapping[str, str]) -> tuple[Client, Held]:
    """The first client that has the image, and what it knows of it.

    `client` names the only one to ask, or is `auto`.

    Raises:
        UsageError: no client is installed.
        OutsideError: none that is installed has an engine that runs.
        ConflictError: the image is in none of them.
    """
    asked = tuple(CLIENTS) if client == "auto" else (client,)
    installed = [one for one in asked if shutil.which(one, path=environ.get("PATH"))]
    if not installed:
        raise UsageError(
            f"no program to push images with: looked for {' and '.join(asked)}",
            hint="install one of them, or name an archive: images.services.NAME.archive",
        )
    idle: list[NoEngineError] = []
    for name in installed:
        found: Client = CLIENTS[name](environ)
        try:
            held = found.inspect(image)
        except NoEngineError as error:
            idle.append(error)
            continue
        if held:
            return found, held
    if idle and idle[0].client == installed[0]:  # the one that would most likely have it
        raise idle[0]
    raise ConflictError(
        f"the image {image} is not here: looked in {', '.join(installed)}",
        hint="build it, or correct images.image",
        details=tuple(error.message for error in idle),
    )


def _found(done: Completed, name: str) -> bool:
    if done.ok:
        return True
    said = done.stderr.decode("utf-8", "replace")
    if _NO_ENGINE.search(said):
        raise NoEngineError(name, done.complaint)
    if _NO_IMAGE.search(said):
        return False
    raise OutsideError(
        f"{name} cannot tell whether it has the image",
        hint="see what it says when it is run by hand",
        details=done.complaint,
    )


def _held(done: Completed, name: str) -> Held:
    """What docker and podman know of an image, from the first entry of their JSON."""
    document = _json(done.stdout, name)
    ids = {str(document.get(key) or "") for key in ("Id", "Digest")}
    ids |= {str(one).rpartition("@")[2] for one in document.get("RepoDigests") or ()}
    settings = document.get("Config") or {}
    full = {one if one.startswith("sha256:") else f"sha256:{one}" for one in ids if one}
    return Held(frozenset(full), _labels(settings))


def _labels(settings: object) -> Mapping[str, str]:
    labels = settings.get("Labels") if isinstance(settings, dict) else None
    return {str(key): str(value) for key, value in (labels or {}).items()}


def _json(text: bytes, name: str) -> Mapping[str, Any]:
    try:
        document = msgspec.json.decode(text)
        document = document[0] if isinstance(document, list) else document
    except (msgspec.DecodeError, IndexError) as error:
        raise OutsideError(
            f"{name} describes the image in a way that cannot be read", hint=f"update {name}"
        ) from error
    return document if isinstance(document, dict) else {}


def _with_digest_file(
    words: Sequence[str], places: Sequence[str], env: Mapping[str, str], timeout: float
) -> str:
    with tempfile.TemporaryDirectory(prefix="releasebot-") as folder:
        file = Path(folder) / "digest"
        _must(_run((*words, "--digestfile", str(file), *places), env, timeout), " ".join(words[:2]))
        return file.read_text().strip() if file.is_file() else ""


def _run(argv: Sequence[str], env: Mapping[str, str], timeout: float) -> Completed:
    return run(tuple(argv), cwd=Path("/"), timeout=timeout, env=env)


def _must(done: Completed, what: str) -> Completed:
    if done.ok:
        return done
    raise push_failure(done, what)
