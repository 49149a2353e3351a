"""A place in a text where a version stands, and how a format module reports it.

Every module in `releasebot.version.formats` offers one function of the shape `Locate`. It gets the
decoded text of a file (byte order mark already removed) and does no I/O.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct


class Place(Struct, frozen=True):
    """A version written out in a text.

    `start` and `end` are offsets in characters of the *whole text*, and `text[start:end]` is what a
    rewrite replaces: the version alone, without its quotes. `version` is the value that the
    format's own rules give to that span (escapes resolved). `selector` names the place so that
    `locate(text, selector)` finds it again: a key path (`version`, `project.version`,
    `services.api.image`) or the name of a constant, property or call (`API_VERSION`, `setVersion`).
    `quote` is the delimiter before the span: `"`, `'`, a backquote, or empty for a bare value.
    `rank` orders the places of one text by trust, 0 first: a format's own version field is 0, a
    well-known name is 1, a name that merely looks like a version is 2. Places of one rank that
    differ in version are an ambiguity that a person has to settle with a selector.
    """

    version: str
    start: int
    end: int
    selector: str
    quote: str = ""
    rank: int = 0


class Source(Struct, frozen=True):
    """Where a dynamic version really comes from, as far as the text tells.

    `path` is relative to the folder of the file that was read and may be a glob; `selector` is what
    to look for there. Both are empty where the version is computed by something that is no file
    (an environment variable, a git tag, a build script).
    """

    path: str = ""
    selector: str = ""


class Dynamic(Struct, frozen=True):
    """A version field that is filled in from elsewhere: reported, never guessed.

    `expression` is the text that stands in the version's place, such as `${VERSION}`,
    `process.env.npm_package_version` or `dynamic = ["version"]`. `start` and `end` delimit it.
    `sources` are the files that hold the value, most trusted first; empty where none is named.
    """

    expression: str
    start: int
    end: int
    selector: str
    sources: tuple[Source, ...] = ()
    rank: int = 0


Finding = Place | Dynamic
Locate = Callable[[str, str | None], Sequence[Finding]]
