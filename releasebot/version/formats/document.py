"""From the scalars of a structured text to its findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from releasebot.version.formats.row import Field
from releasebot.version.formats.scalar import Path, Reader, Scalar
from releasebot.version.formats.selector import dotted, guess, parse, select
from releasebot.version.formats.value import image, is_placeholder, is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place, Source

_MOST_NAMES = 2000
_MANIFEST = "package.json"
_PATH = r"[\w@./-]{1,200}"


def finding(scalar: Scalar, rank: int = 0) -> Finding | None:
    """What a scalar in a version's place is: a place, a dynamic field, or nothing of the kind."""
    value, start, end = scalar.value, scalar.start, scalar.end
    bare = value.strip()
    if bare != value and end - start == len(value):
        start += len(value) - len(value.lstrip())
        end = start + len(bare)
        value = bare
    selector = dotted(scalar.path)
    if is_version(value):
        return Place(value, start, end, selector, scalar.quote, rank)
    sources = _sources(value)
    if sources or is_placeholder(value):
        return Dynamic(value, start, end, selector, sources, rank)
    return None


def _sources(value: str) -> tuple[Source, ...]:
    """The package.json that a value stands for, by npm's variable or by its path."""
    if "npm_package_version" in value:
        return (Source(_MANIFEST, "version"),)
    if value.endswith(_MANIFEST) and re.fullmatch(_PATH, value):
        return (Source(value, "version"),)
    return ()


def tag_finding(scalar: Scalar, rank: int = 0) -> Finding | None:
    """The version in the tag of the container image that the scalar refers to, without more."""
    if scalar.end - scalar.start != len(scalar.value):
        return None  # written with escapes, so offsets into the value say nothing
    reference = image(scalar.value)
    return finding(
        Scalar(
            scalar.path,
            reference.tag,
            scalar.start + reference.start,
            scalar.start + reference.end,
            scalar.quote,
        ),
        rank,
    )


def named(scalar: Scalar, rank: int = 0) -> Finding | None:
    """What a scalar is that a person named: a version, or the tag of an image."""
    whole = finding(scalar, rank)
    if isinstance(whole, Place):
        return whole
    tag = tag_finding(scalar, rank)
    return tag if isinstance(tag, Place) else whole or tag


def findings(scalars: Iterable[Scalar]) -> list[Finding]:
    """What scalars are that a person named; a later document counts less than an earlier one."""
    return [found for one in scalars if (found := named(one, one.document))]


def locate_selected(reader: Reader, text: str, selector: str) -> list[Finding]:
    """The findings that a selector names.

    Raises:
        UsageError: the text is not of the format, or the selector cannot be read.
    """
    path: Path = parse(selector)
    exact = [one for one in reader(text, [path]) if tuple(map(str, one.path)) == path]
    return findings(exact) if exact else selected(reader(text), selector)


def selected(scalars: Sequence[Scalar], selector: str) -> list[Finding]:
    """What the selector names to the letter, else what it may mean if that is one version alone.

    Raises:
        UsageError: the selector cannot be read.
    """
    named = select(scalars, selector)
    if named:
        return findings(named)
    meant = findings(guess(scalars, selector))
    specific = [one for one in meant if isinstance(one, Dynamic) or is_specific(one.version)]
    found = specific or meant
    return found if len({_content(one) for one in found}) == 1 else []


def _content(finding: Finding) -> str:
    return finding.version if isinstance(finding, Place) else finding.expression


def locate_fields(reader: Reader, text: str, fields: Sequence[Field]) -> list[Finding]:
    """The findings in a manifest's known fields, each with the rank of its field.

    Raises:
        UsageError: the text is not of the format.
    """
    paths: list[Path] = [parse(field.selector) for field in fields]
    scalars = reader(text, paths)
    found: list[Finding] = []
    for field, path in zip(fields, paths, strict=True):
        here = [one for one in scalars if fits(path, one.path)]
        here = [one for one in here if one.document == here[0].document]
        found.extend(made for one in here if (made := finding(one, field.rank)))
    return found


def fits(pattern: Path, path: Path) -> bool:
    """Whether a path is the one that a pattern describes; `*` stands for any one key."""
    return len(pattern) == len(path) and all(
        want in {"*", str(key)} for want, key in zip(pattern, path, strict=True)
    )


def names(reader: Reader, text: str) -> tuple[str, ...]:
    """The selectors of everything in the text that a selector may name."""
    scalars = [one for one in reader(text) if named(one)]
    likely = [one for one in scalars if "." in one.value] or scalars
    return tuple(dict.fromkeys(dotted(one.path) for one in likely[:_MOST_NAMES]))
