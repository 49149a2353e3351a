"""The text of a release: our notes between two marks, and whatever people write around them.

The marks are HTML comments, which GitHub keeps and does not show. The first one names the tag and
the commit, so that a draft tells whose it is, and the digest of the notes as they were written, so
that a change by hand between the marks is found and kept too.
"""

from __future__ import annotations

import re
from hashlib import sha256

from msgspec import Struct

_START = "<!-- releasebot {tag} {commit} {digest} -->"
_END = "<!-- /releasebot -->"
_BLOCK = re.compile(
    r"<!-- releasebot (?P<tag>\S+) (?P<commit>[0-9a-f]+) (?P<digest>[0-9a-f]+) -->\n"
    r"(?P<notes>.*?)\n?<!-- /releasebot -->",
    re.DOTALL,
)
_DIGITS = 16


class Text(Struct, frozen=True):
    """A release's text: what stands before and behind our block, and what is in it.

    `touched` tells whether somebody changed what is between the marks.
    """

    tag: str
    commit: str
    before: str
    notes: str
    after: str
    touched: bool

    @property
    def is_ours_alone(self) -> bool:
        """Whether no person has written anything here."""
        return not (self.touched or self.before.strip() or self.after.strip())


def read(body: str) -> Text | None:
    """The parts of a release's text; None where it does not bear our mark.

    Line ends are taken as line feeds: GitHub's editor writes CRLF.
    """
    body = body.replace("\r\n", "\n")
    found = _BLOCK.search(body)
    if found is None:
        return None
    notes = found["notes"]
    return Text(
        tag=found["tag"],
        commit=found["commit"],
        before=body[: found.start()],
        notes=notes,
        after=body[found.end() :],
        touched=_digest(notes) != found["digest"],
    )


def write(notes: str, *, tag: str, commit: str, around: Text | None = None, text: str = "") -> str:
    """The text with our notes in their place.

    `around` is the text as it was where it bears our mark. `text` is that of a person who began
    the release, which stays above ours.
    """
    lines = notes.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    inner = lines.replace(_END, "<!-- -releasebot -->")
    start = _START.format(tag=tag, commit=commit, digest=_digest(inner))
    block = f"{start}\n{inner}\n{_END}"
    if around is not None:
        return f"{around.before}{block}{around.after}"
    return f"{text.rstrip()}\n\n{block}" if text.strip() else block


def room(most: int, *, tag: str, commit: str, around: Text | None = None, text: str = "") -> int:
    """How many characters of `most` are left for the notes."""
    return most - len(write("", tag=tag, commit=commit, around=around, text=text)) - 1


def _digest(notes: str) -> str:
    return sha256(notes.encode()).hexdigest()[:_DIGITS]
