"""The rules of the configuration that a type cannot state.

Settings that exclude or need one another stand in tables that the JSON Schema and the reference
page read too. The others are functions, one per setting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from posixpath import normpath

from msgspec import Struct

from releasebot.config.command_rule import broken_command
from releasebot.config.confluence_rules import labels
from releasebot.config.confluence_schema import ConfluenceSettings
from releasebot.config.docs_schema import SiteSettings
from releasebot.config.images_schema import ImagesSettings, ServiceVersion
from releasebot.config.lint_levels import lint_levels
from releasebot.config.problem import KeyPath, Problem
from releasebot.config.schema import (
    Config,
    SpecSettings,
    VersionFile,
    VersionSettings,
)
from releasebot.config.setting import Setting


class Pair(Struct, frozen=True):
    """Two settings of one kind of table that are bound to each other."""

    table: type[Setting]
    first: str
    second: str
    second_is: str = ""
    """What the second setting is, where the first needs it."""


EXCLUSIVE = (
    Pair(VersionSettings, "pattern", "selector"),
    Pair(VersionFile, "pattern", "selector"),
    Pair(ServiceVersion, "pattern", "selector"),
    Pair(ServiceVersion, "folder", "file"),
    Pair(SpecSettings, "url", "file"),
    Pair(SpecSettings, "url", "command"),
)
"""Pairs of which at most one is set."""

NEEDS = (
    Pair(VersionSettings, "selector", "file", "the file that it is about"),
    Pair(VersionSettings, "pattern", "file", "the file that it is about"),
    Pair(ServiceVersion, "selector", "file", "the file that it is about"),
    Pair(ServiceVersion, "pattern", "file", "the file that it is about"),
    Pair(ConfluenceSettings, "url", "space", "the key of the space that pages go to"),
    Pair(ConfluenceSettings, "space", "url", "the address of the server"),
    Pair(ConfluenceSettings, "parent", "url", "the address of the server"),
    Pair(SiteSettings, "remote", "branch", "the branch of it that the site goes to"),
)
"""Pairs of which the first is set only together with the second."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_TAG_FIELDS = ("version", "name")
_REF_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|@\{")


def broken_rules(config: Config) -> tuple[Problem, ...]:
    """Every rule that the configuration breaks; none where it may be used."""
    return tuple(problem for rule in _RULES for problem in rule(config))


def _pairs(config: Config) -> Iterator[Problem]:
    for path, table in _tables(config):
        for pair in EXCLUSIVE:
            if _are_set(table, pair) == (True, True):
                yield Problem(
                    (*path, pair.first),
                    found=f"both {pair.first} and {pair.second}",
                    expected="one of the two",
                    about=((*path, pair.second),),
                )
        for pair in NEEDS:
            if _are_set(table, pair) == (True, False):
                yield Problem(
                    (*path, pair.first),
                    found=f"{pair.first} alone",
                    expected=f"{pair.second} beside it: {pair.second_is}",
                    about=((*path, pair.second),),
                )


def _tables(config: Config) -> Iterator[tuple[KeyPath, Setting]]:
    """The tables that pairs are about, with their paths."""
    yield ("version",), config.version
    yield ("spec",), config.spec
    yield ("site",), config.site
    yield ("confluence",), config.confluence
    for index, place in enumerate(config.version.also):
        yield ("version", "also", index), place
    for name, service in config.images.services.items():
        yield ("images", "services", name, "version"), service.version


def _are_set(table: Setting, pair: Pair) -> tuple[bool, bool]:
    if type(table) is not pair.table:
        return False, False
    return getattr(table, pair.first) is not None, getattr(table, pair.second) is not None


def _patterns(config: Config) -> Iterator[Problem]:
    version = config.version
    places: list[tuple[KeyPath, str | None]] = [(("version", "pattern"), version.pattern)]
    for index, place in enumerate(version.also):
        places.append((("version", "also", index, "pattern"), place.pattern))
    for name, service in config.images.services.items():
        path: KeyPath = ("images", "services", name, "version", "pattern")
        places.append((path, service.version.pattern))
    expected = "a regular expression with one group named version, as in (?P<version>[0-9.]+)"
    for path, pattern in places:
        if pattern is None:
            continue
        try:
            groups = re.compile(pattern).groupindex
        except (re.error, RecursionError, OverflowError) as error:
            yield Problem(path, f"one that is not valid ({error})", expected)
            continue
        if "version" not in groups:
            yield Problem(path, "one without such a group", expected)


def _calver(config: Config) -> Iterator[Problem]:
    scheme, pattern = config.version.scheme, config.version.calver
    about: tuple[KeyPath, ...] = (("version", "scheme"), ("version", "calver"))
    if scheme == "calver" and pattern is None:
        yield Problem(
            ("version", "scheme"),
            found="calver without its pattern",
            expected='version.calver beside it, such as "YYYY.0M.MICRO"',
            about=about,
        )
    if scheme in {"semver", "pep440"} and pattern is not None:
        yield Problem(
            ("version", "calver"),
            found=f"a CalVer pattern beside the scheme {scheme}",
            expected='scheme = "calver", or no pattern',
            about=about,
        )


def _tag_template(config: Config) -> Iterator[Problem]:
    path: KeyPath = ("tag", "template")
    template = config.tag.template
    fields = _FIELD.findall(template)
    unknown = sorted(set(fields) - set(_TAG_FIELDS))
    if unknown:
        yield Problem(path, f"{{{unknown[0]}}}", "no fields but {version} and {name}")
    elif "version" not in fields:
        yield Problem(path, f'"{template}"', "a template that contains {version}")
    elif set(_FIELD.sub("", template)) & set("{}"):
        yield Problem(path, "a brace without its partner", "{version} and {name} alone in braces")
    else:
        sample = template.replace("{version}", "1.2.3").replace("{name}", config.name or "name")
        wrong = ref_fault(f"refs/tags/{sample}") or ("-" if sample.startswith("-") else "")
        if wrong:
            yield Problem(
                path,
                found=f'a tag such as "{sample}", with {wrong}',
                expected="a name that git accepts for a tag",
                about=(("name",),),
            )


def ref_fault(ref: str) -> str:
    """What makes `ref` no valid name of a reference, or nothing (git-check-ref-format(1))."""
    forbidden = _REF_FORBIDDEN.search(ref)
    if forbidden:
        return "a blank" if forbidden[0] == " " else ascii(forbidden[0])
    for part in ref.split("/"):
        if not part:
            return "an empty part between slashes"
        if part.startswith("."):
            return "a part that starts with a dot"
        if part.endswith(".lock"):
            return "a part that ends with .lock"
    return "a dot at its end" if ref.endswith(".") else ""


def _remote(config: Config) -> Iterator[Problem]:
    remote = config.tag.remote
    if remote is not None and (remote.startswith("-") or any(c.isspace() for c in remote)):
        yield Problem(("tag", "remote"), f'"{remote}"', "the name of a remote, such as origin")


def _addresses(config: Config) -> Iterator[Problem]:
    stated: list[tuple[KeyPath, str | None]] = [
        (("spec", "url"), config.spec.url),
        (("site", "url"), config.site.url),
        (("site", "preview_url"), config.site.preview_url),
        (("confluence", "url"), config.confluence.url),
        (("telemetry", "pushgateway"), config.telemetry.pushgateway),
        *((("spec", "ref_urls", index), url) for index, url in enumerate(config.spec.ref_urls)),
    ]
    for path, address in stated:
        if address is None:
            continue
        scheme, separator, rest = address.partition("://")
        host = rest.partition("/")[0].rpartition("@")[2]
        if scheme.lower() not in {"http", "https"} or not separator or not host:
            # The value is not shown: it may carry a password.
            found = f"one that starts with {scheme}:" if separator else "something else"
            yield Problem(path, found, "an address that starts with https:// or http://")


def _github(config: Config) -> Iterator[Problem]:
    repository, api = config.github.repository, config.github.api_url
    if repository is not None and not re.fullmatch(r"[\w.-]+/[\w.-]+", repository, re.ASCII):
        yield Problem(("github", "repository"), f'"{repository}"', "owner/name")
    if api is not None and not is_safe_for_tokens(api):
        # The value is not shown: it may carry a password.
        expected = "an address that starts with https://, without a login"
        yield Problem(("github", "api_url"), "something else", expected)
    for index, name in enumerate(config.github.dispatch):
        if "/" in name or not name.endswith((".yml", ".yaml")):
            expected = "the name of a file in .github/workflows, such as deploy.yml"
            yield Problem(("github", "dispatch", index), f'"{name}"', expected)


def is_safe_for_tokens(address: str) -> bool:
    """Whether a token may be sent to the address: https, or http that stays on this machine."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment:
        return False
    local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return parts.scheme == "https" or (parts.scheme == "http" and local)


def _command(config: Config) -> Iterable[Problem]:
    return broken_command(("spec", "command"), config.spec.command or "true")


def _days(config: Config) -> Iterator[Problem]:
    for index, accepted in enumerate(config.diff.accepted):
        try:
            date.fromisoformat(accepted.until or "2000-01-01")
        except ValueError:
            path: KeyPath = ("diff", "accepted", index, "until")
            yield Problem(path, f'"{accepted.until}"', "a day such as 2027-01-31")


def _folders(config: Config) -> Iterator[Problem]:
    """The two output folders are replaced as a whole, so neither may hold anything else."""
    site, confluence = ("site", "folder"), ("confluence", "folder")
    shared = [
        Problem(path, f'"{folder}"', "a folder of its own for what is built")
        for path, folder in ((site, config.site.folder), (confluence, config.confluence.folder))
        if set(normpath(folder).split("/")) <= {".", "..", ""}
    ]
    if shared:
        yield from shared
        return
    first = PurePosixPath(normpath(config.site.folder))
    second = PurePosixPath(normpath(config.confluence.folder))
    if first.is_relative_to(second) or second.is_relative_to(first):
        yield Problem(
            site,
            found=f'"{config.site.folder}", which overlaps confluence.folder, '
            f'"{config.confluence.folder}"',
            expected="two folders of which neither holds the other",
            about=(confluence,),
        )


def _images(config: Config) -> Iterator[Problem]:
    if config.images.services or config.environments or config.images != ImagesSettings():
        from releasebot.config.image_rules import broken_image_rules  # most projects have none

        yield from broken_image_rules(config)


def _gates(config: Config) -> Iterable[Problem]:
    if not config.gates:
        return ()
    from releasebot.config.gate_rules import broken_gate_rules  # many projects have none

    return broken_gate_rules(config.gates)


def _roles(config: Config) -> Iterator[Problem]:
    if config.roles.are_set or config.environments or config.roles.jenkins:
        from releasebot.config.roles_rules import broken_role_rules  # most projects have none

        yield from broken_role_rules(config)


_RULES: tuple[Callable[[Config], Iterable[Problem]], ...] = (
    _pairs,
    _patterns,
    _calver,
    _tag_template,
    _remote,
    _addresses,
    _github,
    _command,
    lint_levels,
    _images,
    _gates,
    _roles,
    _days,
    labels,
    _folders,
)
