"""One file's bytes to the version that it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.table import FileFormat, format_for
from releasebot.version.place import Dynamic, Finding, Place
from releasebot.version.text import Text, decode, line_of


class Reading(Struct, frozen=True):
    """What one file says about the version.

    `findings` are all places and dynamic fields, best rank first and then in the order of the text.
    `chosen` is the one that decides: a `Place`, or a `Dynamic` whose value stands elsewhere.
    """

    text: Text
    findings: tuple[Finding, ...]
    chosen: Finding

    def line(self, finding: Finding) -> int:
        """The line, counted from 1, on which a finding of this reading starts."""
        return line_of(self.text.content, finding.start)


_SEPARATORS = re.compile(r"[_-]")
_NAME = re.compile(r"[A-Za-z_][\w-]*")
_MOST_SEARCHED = 200_000
_FEW = 10
_SHOWN = 5


def read_place(
    data: bytes, *, path: PurePath, selector: str | None = None, pattern: str | None = None
) -> Reading:
    """What the file `path`, with these bytes, states as its version.

    `selector` names the place (a key path, a JSON Pointer, the name of a constant or call);
    `pattern` is a regular expression with a group `version` and takes the format's place. The path
    serves to tell the format and in messages; nothing is read from it.

    Raises:
        UsageError: the bytes are no text, the file's format or content is not understood, it
            states no version, or several that differ.
    """
    text = decode(data, name=str(path))
    if pattern is not None:
        from releasebot.version.formats import pattern_doc  # rarely used

        findings: Sequence[Finding] = pattern_doc.locate(text.content, pattern)
        if not findings:
            raise UsageError(
                f"{path}: the pattern {pattern!r} matches nothing",
                hint="^ and $ match at line ends; try the pattern on the file with grep -P",
            )
    else:
        findings = _by_format(text.content, path, selector)
    ordered = sorted(findings, key=lambda finding: (finding.rank, finding.start))
    by_span = {(finding.start, finding.end): finding for finding in reversed(ordered)}
    distinct = tuple(
        finding for finding in ordered if by_span[finding.start, finding.end] is finding
    )
    return Reading(text, distinct, _choose(distinct, path, text.content))


def _by_format(content: str, path: PurePath, selector: str | None) -> Sequence[Finding]:
    file_format = format_for(path, content)
    try:
        findings = file_format.locate(content, selector)
    except UsageError as error:
        raise UsageError(
            f"{path}: {error.message}", hint=error.hint, details=error.details
        ) from error
    if len(findings) > 1 and selector is not None:
        return _stated_by_itself(findings, file_format.locate(content, None)) or findings
    if findings:
        return findings
    if selector is not None:
        raise _unmatched(content, path, selector, file_format)
    raise UsageError(
        f"{path} states no version: looked for {file_format.looked_for}",
        hint="name the place with --selector, or describe it with --pattern",
    )


def _stated_by_itself(
    findings: Sequence[Finding], stated: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Of the places that a selector names, those that the file itself puts first, if they agree.

    So `version` in a pom.xml is the project's, not its parent's.
    """
    rank = min((one.rank for one in stated), default=0)
    first = {(one.start, one.end) for one in stated if one.rank == rank}
    chosen = tuple(one for one in findings if (one.start, one.end) in first)
    versions = {one.version for one in chosen if isinstance(one, Place)}
    return chosen if len(versions) == 1 else ()


def _choose(findings: Sequence[Finding], path: PurePath, content: str) -> Finding:
    """The finding of best rank; the first of several that agree."""
    best = [finding for finding in findings if finding.rank == findings[0].rank]
    places = [finding for finding in best if isinstance(finding, Place)]
    if len({place.version for place in places}) > 1:
        raise UsageError(
            f"{path} states several versions and none is more likely than the others",
            hint=f"name one with --selector, such as --selector {places[0].selector!r}",
            details=tuple(
                f"{path}:{line_of(content, place.start)}: {place.selector} = {place.version}"
                for place in places
            ),
        )
    return places[0] if places else best[0]


def _unmatched(content: str, path: PurePath, selector: str, file_format: FileFormat) -> UsageError:
    """The error for a selector that names nothing, with the names nearest to it."""
    names = file_format.selectors(content)
    if not file_format.is_document:  # what is not the project's is found by its name alone
        last = _NAME.findall(selector)[-1:] or [selector]
        words = _alike(last[0], _NAME.findall(content[:_MOST_SEARCHED]), most=_FEW)
        names = (*names, *(one for one in words if file_format.locate(content, one)))
    near = _alike(selector, names, most=_SHOWN) or names[:_SHOWN]
    return UsageError(
        f"{path}: the selector {selector!r} names no version",
        hint=f"did you mean {near[0]!r}?" if near else "leave --selector out to see what is found",
        details=tuple(f"{path}: {name}" for name in near),
    )


def _alike(wanted: str, names: Sequence[str], *, most: int) -> list[str]:
    """The names most like the wanted one, the likest first; case and underscores count nothing."""
    from difflib import get_close_matches  # slow, and only for a message

    plain = {_SEPARATORS.sub("", name).casefold(): name for name in reversed(names)}
    found = get_close_matches(_SEPARATORS.sub("", wanted).casefold(), plain, n=most, cutoff=0.4)
    return [plain[one] for one in found]


__all__ = ["Dynamic", "Finding", "Place", "Reading", "read_place"]
