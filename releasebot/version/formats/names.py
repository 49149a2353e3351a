"""Which names of keys and containers in settings files mean the version of the project itself.

The lists say what is trusted, not what is refused: `NODE_VERSION`, `schemaVersion` and whatever
else names the version of something else are unknown here, so they are never taken.
"""

from __future__ import annotations

import re

from releasebot.version.formats.word_set import word_set

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_OWNERS = word_set(
    "app application project package pkg release product service program software module mod plugin"
    " addon extension bundle library component our my self current public semantic marketing full"
    " display informational main build image info deploy deployed deployment website bot"
    " artifact"
)
"""Words before `version` that say: of the thing that is built here."""

_WHOLE = word_set(
    "versionname versionstring appver projectver currentappversion ddversion otelserviceversion"
)
_EXPOSING = (
    ("react", "app"),
    ("next", "public"),
    ("nuxt", "public"),
    ("vue", "app"),
    ("expo", "public"),
    ("gatsby",),
    ("public",),
    ("vite",),
    ("ng", "app"),
    ("spring", "application"),
)
"""What bundlers want before the name of a variable that reaches the browser."""
_TAG_OWNERS = _OWNERS | {"docker", "container", "git"}

_CONTAINERS = word_set(
    "app application project package release product program software module plugin addon extension"
    " component general about info information metadata meta common global globals default defaults"
    " env environment variables vars locals params parameters service main own all base annotations"
    " labels label args substitutions context bumpversion bundle bot definition publish appdir"
    " appinfo"
)
_WEAK_CONTAINERS = word_set(
    "api server backend frontend web swagger openapi docs doc documentation apidocs build site"
    " client image deployment container settings custom"
)
_FILLERS = word_set("settings setting config configuration options details data section")
_VARIABLES = word_set("env environment variables vars args arguments")
_LABELS = frozenset(
    {
        "org.opencontainers.image.version",
        "app.kubernetes.io/version",
        "org.label-schema.version",
    }
)
"""Names that a specification gives to the version of the labelled thing."""


def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `appVersion`, `APP_VERSION`, `app-version` are alike."""
    return tuple(word.lower() for word in _WORD.findall(name[:200]))


def rank_of_name(name: str) -> int | None:
    """How plainly a name says "the version of this project", or None where it does not.

    0 is `version` itself or a label that a specification defines, 1 a name such as `APP_VERSION`,
    2 the tag of an image that is built here, such as `IMAGE_TAG`.
    """
    if name in _LABELS:
        return 0
    parts = words(name)
    for prefix in _EXPOSING:
        if parts[: len(prefix)] == prefix:
            parts = parts[len(prefix) :]
            break
    joined = "".join(parts)
    if joined in {"version", "semver", "pkgver"}:
        return 0
    if joined in _WHOLE:
        return 1
    match parts:
        case (_, *_, "version" | "ver") if _OWNERS.issuperset(parts[:-1]):
            return 1
        case (_, *_, "tag") if _TAG_OWNERS.issuperset(parts[:-1]):
            return 2
        case _:
            return None


def is_container(name: str) -> bool:
    """Whether a mapping of this name describes the project: `app`, `appSettings`, `metadata`."""
    parts = words(name)
    if "".join(parts) in _CONTAINERS or name.startswith("x-"):
        return True
    return not _CONTAINERS.isdisjoint(parts) and (_CONTAINERS | _FILLERS).issuperset(parts)


def is_weak_container(name: str) -> bool:
    """Whether a mapping of this name at least may describe the project: `api`, `swagger`."""
    parts = words(name)
    return bool(parts) and (_WEAK_CONTAINERS | _CONTAINERS | _FILLERS).issuperset(parts)


def holds_variables(name: str) -> bool:
    """Whether a mapping of this name holds variables, whoever they are for: `env`, `args`."""
    parts = words(name)
    return bool(parts) and parts[-1] in _VARIABLES
