"""What tests of reading share."""

from __future__ import annotations

from pathlib import PurePath

from releasebot.errors import UsageError
from releasebot.version.place import Dynamic, Finding, Place
from releasebot.version.read import read_place


def found(name: str, content: str, selector: str | None = None) -> Finding:
    """What a file of this name and content states, its span checked against the text."""
    reading = read_place(content.encode(), path=PurePath(name), selector=selector)
    for finding in reading.findings:
        assert 0 <= finding.start < finding.end <= len(reading.text.content)
    return reading.chosen


def place(name: str, content: str, selector: str | None = None) -> Place:
    """The place that a file states, which must be one."""
    finding = found(name, content, selector)
    assert isinstance(finding, Place), finding
    return finding


def dynamic(name: str, content: str, selector: str | None = None) -> Dynamic:
    """The dynamic field that a file states, which must be one."""
    finding = found(name, content, selector)
    assert isinstance(finding, Dynamic), finding
    return finding


def version(name: str, content: str, selector: str | None = None) -> str | None:
    """The version that a file states, or None where it states none."""
    try:
        finding = found(name, content, selector)
    except UsageError:
        return None
    return finding.version if isinstance(finding, Place) else None


def sources(name: str, content: str, selector: str | None = None) -> list[tuple[str, str]]:
    """Path and selector of every source of a dynamic field."""
    return [(one.path, one.selector) for one in dynamic(name, content, selector).sources]
