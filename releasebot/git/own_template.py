"""A user's own Jinja2 template for release notes, in a sandbox."""

from __future__ import annotations

from pathlib import Path

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from releasebot.errors import UsageError
from releasebot.git.commits import Change
from releasebot.git.headings import WORDS, places_of
from releasebot.git.notes import Release, Style, body


def fill(template: Path, release: Release, style: Style) -> str:
    """The notes as the template writes them.

    It may use `release` (a `Release`), `version`, `tag`, `previous_tag`, `day`, `groups` (each with
    `heading` and `changes`), `breaking`, `authors`, `newcomers`, `links` (a `WebLinks`), and
    `notes`, which is what would be written without a template.

    Raises:
        UsageError: the file cannot be read, or is no template that these values fill.
    """
    try:
        source = template.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{template} cannot be read as a template: {error}", hint="name a text file in UTF-8"
        ) from error
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    try:
        return environment.from_string(source).render(
            release=release,
            version=release.version,
            tag=release.tag,
            previous_tag=release.previous_tag,
            day=release.day,
            groups=_groups(release, style),
            breaking=[change for change in release.changes if change.breaking],
            authors=release.authors,
            newcomers=release.newcomers,
            links=style.links,
            words=WORDS[style.language],
            notes=body(release, style),
        )
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{template}:{line}" if line else str(template)
        raise UsageError(
            f"{where}: the template of the notes cannot be filled: {error}",
            hint="it may use version, tag, previous_tag, day, groups, breaking, authors, "
            "newcomers, links, release and notes",
        ) from error


def _groups(release: Release, style: Style) -> list[dict[str, object]]:
    places, others = places_of(style.groups)
    found: list[list[Change]] = [[] for _ in style.groups]
    for change in release.changes:
        found[places.get(change.type, others)].append(change)
    return [
        {"heading": group.heading, "changes": changes}
        for group, changes in zip(style.groups, found, strict=True)
        if changes
    ]
