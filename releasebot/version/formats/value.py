"""Whether a value is a version, or a hole that something else fills in."""

from __future__ import annotations

import re

from msgspec import Struct

from releasebot.version.formats.word_set import word_set

# A number alone or with what release tools append (`1-SNAPSHOT`), or two and more with any ending
# (`1.2.3-rc.1`, `2.0.0b3`, `1.0.0.Final`, `1.0+build`). Before them an epoch may stand (`1!` of
# PEP 440, `2:` of Debian), the release of Drupal that a module is for (`8.x-1.4`), and a `v`.
_VERSION = re.compile(
    r"[vV]?(?:[0-9]+(?:[!:]|\.x-))?[0-9]+"
    r"(?:\.[0-9][0-9A-Za-z.+~_-]*|[-+~][0-9A-Za-z][0-9A-Za-z.+~_-]*)?"
)
_LONGEST = 100
_OF_DRUPAL = re.compile(r"^[0-9]+\.x-(?=[0-9]+\.[0-9])")
_WILDCARD = re.compile(r"(?:^|\.)[xX*](?:$|[.-])")

_PLACEHOLDER = (
    r"\$\{|\$\(|\$\[|\{\{|\}\}|<%|\[%|#\{|\$[A-Za-z_]"  # shells, make, Azure, Jinja, ERB, TT, Ruby
    r"|^\{[A-Za-z_][\w.]*\}$"  # {version}
    r"|^@[A-Za-z_][\w.-]*@$"  # autotools, Maven resources
    r"|^%[A-Za-z_{][\w.}-]*%?$"  # batch files, RPM macros
    r"|^(?:_{1,2}|#)[A-Z][A-Z0-9_]*?(?:_{1,2}|#)$"  # __VERSION__, #VERSION#
    r"|^<[A-Za-z_][\w .-]*>$"  # <VERSION>
    r"|^&[A-Za-z_][\w.-]*;$"  # an XML entity
    r"|^(?:git|vcs|scm)$"  # snapcraft and others: told by the repository's tags
)
_BEGINS_PLACEHOLDER = frozenset("${}<[#@%_&gvs")
"""One of these is in every placeholder; a version has none, and the expression is slow to make."""


def is_version(value: str) -> bool:
    """Whether the whole of `value` is one version: `1.2`, `v1.2.3-rc.1`, `2.0.0b3`, `24.04`.

    A single number is one too (`7`); a range (`1.x`, `^1.2`), a word and a sentence are none.
    """
    if len(value) > _LONGEST or not _VERSION.fullmatch(value):
        return False
    own = _OF_DRUPAL.sub("", value, count=1)
    return ".." not in own and own[-1] not in ".-+~_" and not _WILDCARD.search(own)


def is_specific(value: str) -> bool:
    """Whether it is a version of at least two numbers, as no schema number or count is."""
    return is_version(value) and "." in value


def is_placeholder(value: str) -> bool:
    """Whether something else fills in the version here: `${VERSION}`, `@VERSION@`, `{{ v }}`."""
    return (
        len(value) <= _LONGEST * 10
        and not _BEGINS_PLACEHOLDER.isdisjoint(value)
        and re.search(_PLACEHOLDER, value) is not None
    )


_PUBLIC_REGISTRIES = (
    "docker.io",
    "quay.io",
    "gcr.io",
    "ghcr.io",
    "pkg.dev",
    "k8s.io",
    "public.ecr.aws",
    "mcr.microsoft.com",
    "docker.elastic.co",
    "registry.gitlab.com",
    "nvcr.io",
    "redhat.com",
    "redhat.io",
    "cgr.dev",
    "oracle.com",
)
_FOREIGN_IMAGES = word_set(
    "adminer alpine amazonlinux bash busybox caddy cassandra consul couchdb debian docker"
    " eclipse-temurin elasticsearch fedora golang gradle grafana haproxy httpd influxdb kafka"
    " kibana logstash mailhog mariadb maven memcached minio mongo mongodb mysql nats neo4j nginx"
    " node openjdk php postgres postgresql prometheus python rabbitmq redis registry ruby rust"
    " solr sonarqube tomcat traefik ubuntu valkey vault wordpress zookeeper"
)
"""Images that everybody uses and nobody releases from an application's repository."""
_WEB_SERVERS = word_set("caddy haproxy httpd nginx node php python traefik")
_MIRRORS = word_set("mirror mirrors cache proxy library dockerhub docker-hub docker.io hub-proxy")


class Image(Struct, frozen=True):
    """A container image's reference: where its tag stands in the reference, and its name.

    `tag` is empty where the reference has none; `start` and `end` delimit it. `name` has neither
    tag nor digest.
    """

    name: str
    tag: str
    start: int
    end: int


def image(reference: str) -> Image:
    """The parts of `registry:5000/team/app:1.2.3@sha256:...`.

    A colon is the tag's only after the last slash: before it, it is the registry's port
    (https://github.com/distribution/reference, grammar of a reference).
    """
    name = reference.partition("@")[0] if "${" not in reference else reference
    slash = name.rfind("/")
    brace = name.find("${", slash + 1)
    colon = name.find(":", slash + 1, brace if brace >= 0 else len(name))
    if colon < 0:
        return Image(name, "", len(name), len(name))
    return Image(name[:colon], name[colon + 1 :], colon + 1, len(name))


def is_own_registry(reference: str) -> bool:
    """Whether an image lies in a registry of somebody's own, not in one that serves the public."""
    host, slash, _ = reference.partition("/")
    if not slash or not ("." in host or ":" in host or host == "localhost"):
        return False
    host = host.partition(":")[0]
    return not any(host == public or host.endswith("." + public) for public in _PUBLIC_REGISTRIES)


def is_foreign(reference: str) -> bool:
    """Whether it is an image that everybody uses, of an official or well-known publisher.

    In a registry of one's own it is another's where a mirror holds it, and a copy of it where it is
    no web server: those are built anew with a configuration inside.
    """
    *above, last = image(reference).name.split("/")
    if not is_own_registry(reference):
        return last in _FOREIGN_IMAGES
    return last in _FOREIGN_IMAGES - _WEB_SERVERS or not _MIRRORS.isdisjoint(above)
