"""setup.cfg: the distribution's version and bump2version's record of it.

Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html.
"""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats import ini_doc
from releasebot.version.formats.document import finding, locate_selected
from releasebot.version.formats.ini_doc import scalars
from releasebot.version.formats.python_source import sources_of_attribute, sources_of_files
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.selector import dotted
from releasebot.version.place import Dynamic, Finding, Source

_VERSION: Path = ("metadata", "version")
_RECORD: Path = ("bumpversion", "current_version")
_RECORD_RANK = 1


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """`metadata.version` first, then `bumpversion.current_version`.

    `attr:` and `file:` make the version `Dynamic`, with the files they mean as its sources; then
    a record of the version in the same file comes first.

    Raises:
        UsageError: the selector cannot be read.
    """
    found = {one.path: one for one in ini_doc.scalars(text)}
    if selector is not None:
        stated = found.get(_VERSION)
        if stated and selector == dotted(_VERSION) and (directive := _directive(stated)):
            return [directive]
        return locate_selected(scalars, text, selector)
    version, record = found.get(_VERSION), found.get(_RECORD)
    directive = _directive(version) if version else None
    kept = finding(record, 0 if directive else _RECORD_RANK) if record else None
    if directive and kept:
        directive = Dynamic(
            directive.expression,
            directive.start,
            directive.end,
            directive.selector,
            directive.sources,
            _RECORD_RANK,
        )
    own = directive or (finding(version) if version else None)
    return [one for one in (own, kept) if one]


def _directive(stated: Scalar) -> Dynamic | None:
    kind, colon, rest = stated.value.partition(":")
    sources: tuple[Source, ...]
    if colon and kind.strip() == "attr":
        sources = sources_of_attribute(rest)
    elif colon and kind.strip() == "file":
        sources = sources_of_files(rest)
    else:
        return None
    return Dynamic(stated.value, stated.start, stated.end, dotted(stated.path), sources)


__all__ = ["locate", "scalars"]
