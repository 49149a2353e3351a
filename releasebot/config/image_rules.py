"""The rules of the images' configuration: names that registries accept, and none that collide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releasebot.config.images_schema import ImagesSettings
from releasebot.config.problem import KeyPath, Problem
from releasebot.config.schema import Config

_FIELD = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
    r"|\[[0-9a-fA-F:]+\])(?::[0-9]{1,5})?"
)
_PART = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_LONGEST_REPOSITORY = 255
_PREVIOUS = "-previous"
_SAMPLE = {"env": "env", "service": "service", "version": "1.2.3"}


def tag_fault(tag: str) -> str:
    """What makes `tag` no tag of an image, or nothing.

    A tag has up to 128 letters, digits, `_`, `.` and `-`, and starts with none of the last two
    (OCI distribution specification, "Pulling manifests").
    """
    if _TAG.fullmatch(tag):
        return ""
    return "more than 128 characters" if _TAG.fullmatch(tag[:128]) else f'a tag "{tag}"'


def repository_fault(repository: str) -> str:
    """What makes it no repository with its registry's host, or nothing.

    The names are those of the OCI distribution specification, "Pulling manifests". The first part
    is a host where it has a dot or a port or is `localhost`; without a host it is Docker Hub's.
    """
    first, slash, rest = repository.partition("/")
    is_host = slash and ("." in first or ":" in first or first == "localhost")
    path = rest if is_host else repository
    if is_host and not _HOST.fullmatch(first):
        return f'the host "{first}"'
    if len(path) > _LONGEST_REPOSITORY:
        return f"more than {_LONGEST_REPOSITORY} characters"
    wrong = next((part for part in path.split("/") if not _PART.fullmatch(part)), None)
    return "" if wrong is None else f'the part "{wrong}"'


def filled(template: str, **values: str) -> str:
    """The template with the values in the places of their names in braces."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def broken_image_rules(config: Config) -> Iterator[Problem]:
    """What is wrong in `[images]` and `[environments]` besides the types."""
    found = [*_templates(config), *_names(config)]
    yield from found
    if not found:
        yield from _repositories(config)
        yield from _targets(config)
        yield from _environment(config)


def _templates(config: Config) -> Iterator[Problem]:
    images = config.images
    both, three = ("env", "service"), ("env", "service", "version")
    templates: list[tuple[KeyPath, str | None, tuple[str, ...]]] = [
        (("images", "repository"), images.repository, both),
        (("images", "image"), images.image, three),
        (("images", "tag"), images.tag, ("version",)),
    ]
    for name, service in images.services.items():
        at: KeyPath = ("images", "services", name)
        templates += [
            ((*at, "repository"), service.repository, both),
            ((*at, "image"), service.image, three),
            ((*at, "archive"), service.archive, three),
        ]
    templates += [
        (("environments", name, "target"), one.target, ("env",))
        for name, one in config.environments.items()
    ]
    for path, template, fields in templates:
        unknown = sorted(set(_FIELD.findall(template or "")) - set(fields))
        braced = " and ".join(f"{{{field}}}" for field in fields)
        if unknown:
            yield Problem(path, f"{{{unknown[0]}}}", f"no fields but {braced}")
        elif set(_FIELD.sub("", template or "")) & set("{}"):
            yield Problem(path, "a brace without its partner", f"{braced} alone in braces")
    if "{version}" not in images.tag:
        yield Problem(("images", "tag"), f'"{images.tag}"', "a template that contains {version}")


def _names(config: Config) -> Iterator[Problem]:
    expected = "letters, digits, dots, hyphens and underscores"
    for table, names in (
        (("images", "services"), config.images.services),
        (("environments",), config.environments),
    ):
        for name in names:
            if not _NAME.fullmatch(name):
                yield Problem((*table, name), f'the name "{name}"', f"a name of {expected}")


def _repositories(config: Config) -> Iterator[Problem]:
    images = config.images
    for name, service in images.services.items():
        own = service.repository is not None
        path: KeyPath = ("images", "services", name, "repository")
        template = service.repository or images.repository
        if template is None:
            yield Problem(path, "nothing", "a repository here or at images.repository")
            continue
        for env in config.environments or ("env",):
            wrong = repository_fault(filled(template, env=env, service=name))
            if wrong:
                at = path if own else ("images", "repository")
                yield Problem(at, wrong, "a repository such as ghcr.io/team/api, in small letters")
                break
    wrong = tag_fault(filled(images.tag, **_SAMPLE))
    if wrong:
        yield Problem(("images", "tag"), wrong, "a name that registries accept for a tag")


def _targets(config: Config) -> Iterator[Problem]:
    """No two services, and no two environments, may move the same tag."""
    movers: dict[tuple[str, str], tuple[str, str]] = {}
    for env, settings in config.environments.items():
        path: KeyPath = ("environments", env, "target")
        target = filled(settings.target, env=env)
        wrong = tag_fault(target + _PREVIOUS)
        if wrong:
            yield Problem(path, wrong, "a tag that leaves room for -previous behind it")
            continue
        for name in config.images.services:
            mine = (_repository(config.images, env, name), target)
            other, service = movers.setdefault(mine, (env, name))
            if other != env:
                yield Problem(
                    path,
                    found=f'"{target}" in {mine[0]}, which {other} moves too',
                    expected="a tag of its own, or {env} in the repository",
                )
                break
            if service != name:
                yield Problem(
                    ("images", "services", name, "repository"),
                    found=f"{mine[0]}, which is that of {service} too",
                    expected="a repository of its own, or {service} in images.repository",
                )
                break


def _repository(images: ImagesSettings, env: str, name: str) -> str:
    template = images.services[name].repository or images.repository or ""
    return filled(template, env=env, service=name)


def _environment(config: Config) -> Iterator[Problem]:
    chosen = config.images.environment
    if chosen is not None and chosen not in config.environments:
        known = ", ".join(config.environments) or "any, as none is configured"
        yield Problem(("images", "environment"), f'"{chosen}"', f"one of {known}")
