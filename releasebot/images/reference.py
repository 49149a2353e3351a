"""Names of repositories and tags in container registries."""

from __future__ import annotations

import ipaddress
import re

from msgspec import Struct

from releasebot.config.image_rules import repository_fault, tag_fault
from releasebot.errors import UsageError

DOCKER_HUB = "docker.io"
_HUB_HOSTS = frozenset({DOCKER_HUB, "index.docker.io", "registry-1.docker.io"})
_ECR = re.compile(
    r"(?P<account>[0-9]{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\."
    r"(?:amazonaws\.com(?:\.cn)?|on\.(?:aws|amazonwebservices\.com\.cn))"
)


class Repository(Struct, frozen=True):
    """A repository: the registry's host, with its port where it has one, and the path in it."""

    host: str
    path: str

    def __str__(self) -> str:
        return f"{self.host}/{self.path}"

    def tagged(self, tag: str) -> str:
        """The full name of an image in it."""
        return f"{self}:{tag}"


class EcrHost(Struct, frozen=True):
    """What the name of an ECR registry says of it."""

    account: str
    region: str


def parse_repository(text: str) -> Repository:
    """The repository that a name means; without a host, one of Docker Hub.

    The rules are those of docker's reference grammar (distribution/reference).

    Raises:
        UsageError: it is no name of a repository.
    """
    wrong = repository_fault(text)
    if wrong:
        raise UsageError(
            f"{text} is no repository: found {wrong}",
            hint="write it as host/path, such as ghcr.io/team/api, in small letters",
        )
    first, slash, rest = text.partition("/")
    if not slash or not ("." in first or ":" in first or first == "localhost"):
        first, rest = DOCKER_HUB, text
    if first in _HUB_HOSTS:
        first = DOCKER_HUB
        rest = rest if "/" in rest else f"library/{rest}"
    return Repository(first, rest)


def version_tag(template: str, version: str) -> str:
    """The tag of a version. A `+`, which no tag may have, becomes `_`, which no version has.

    Raises:
        UsageError: the version makes no tag.
    """
    tag = template.replace("{version}", version.replace("+", "_"))
    wrong = tag_fault(tag)
    if wrong:
        raise UsageError(
            f"the version {version} makes no tag of an image: found {wrong}",
            hint="a tag has up to 128 letters, digits, underscores, dots and hyphens",
        )
    return tag


def ecr_host(host: str) -> EcrHost | None:
    """The account and region of an ECR registry; None where the host is no such name."""
    found = _ECR.fullmatch(host)
    return EcrHost(found["account"], found["region"]) if found else None


def is_loopback(host: str) -> bool:
    """Whether the host, given with or without a port, is this machine itself."""
    name = host.partition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
