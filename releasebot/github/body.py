"""The text of a release: our notes between two marks, and whatever people write around them.

The marks are HTML comments, which GitHub keeps and does not show. The first one names the tag and
the commit, so that a draft tells whose it is, and the digest of the notes as they were written, so
that a change by hand between the marks is found and kept too. Below the notes runs of ours say who
made them, between two marks of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from msgspec import Struct

_START = "<!-- releasebot {tag} {commit} {digest} -->"
_END = "<!-- /releasebot -->"
_BLOCK = re.compile(
    r"<!-- releasebot (?P<tag>\S+) (?P<commit>[0-9a-f]+) (?P<digest>[0-9a-f]+) -->\n"
    r"(?P<notes>.*?)\n?<!-- /releasebot -->",
    re.DOTALL,
)
_AUDIT = re.compile(
    r"\n\n<!-- releasebot audit -->\n(?P<lines>.*?)\n<!-- /releasebot audit -->", re.DOTALL
)
_LINKS = "<!-- releasebot links -->"
_DIGITS = 16


class Text(Struct, frozen=True):
    """A release's text: what stands before and behind our block, and what is in it.

    `touched` tells whether somebody changed what is between the marks. `audit` are the lines of the
    runs that made the release.
    """

    tag: str
    commit: str
    before: str
    notes: str
    after: str
    touched: bool
    audit: tuple[str, ...] = ()

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
    notes, after = found["notes"], body[found.end() :]
    audit = _AUDIT.match(after)
    return Text(
        tag=found["tag"],
        commit=found["commit"],
        before=body[: found.start()],
        notes=notes,
        after=after[audit.end() :] if audit else after,
        touched=_digest(notes) != found["digest"],
        audit=tuple(audit["lines"].split("\n")) if audit else (),
    )


def write(
    notes: str,
    *,
    tag: str,
    commit: str,
    around: Text | None = None,
    text: str = "",
    audit: tuple[str, ...] = (),
) -> str:
    """The text with our notes in their place.

    `around` is the text as it was where it bears our mark. `text` is that of a person who began
    the release, which stays above ours. `audit` are the lines of the runs so far; those that
    are there stay.
    """
    lines = notes.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    inner = lines.replace(_END, "<!-- -releasebot -->")
    start = _START.format(tag=tag, commit=commit, digest=_digest(inner))
    block = f"{start}\n{inner}\n{_END}{_audited(around.audit if around else audit)}"
    if around is not None:
        return f"{around.before}{block}{around.after}"
    return f"{text.rstrip()}\n\n{block}" if text.strip() else block


def room(
    most: int,
    *,
    tag: str,
    commit: str,
    around: Text | None = None,
    text: str = "",
    audit: tuple[str, ...] = (),
) -> int:
    """How many characters of `most` are left for the notes."""
    empty = write("", tag=tag, commit=commit, around=around, text=text, audit=audit)
    return most - len(empty) - 1


def noted(body: str, line: str, *, instead_of: str) -> str:
    """The text with the line of a run in place of an earlier one of it, else below all others.

    All else stays as it is; a text without our mark does as a whole.
    """
    text = read(body)
    if text is None:
        return body
    kept = tuple(line if one == instead_of else one for one in text.audit)
    lines = kept if line in kept else (*kept, line)
    whole = body.replace("\r\n", "\n")
    old, end = _audited(text.audit), len(whole) - len(text.after)
    return f"{whole[: end - len(old)]}{_audited(lines)}{text.after}"


def linked(body: str, addresses: Sequence[str]) -> str:
    """The text with the addresses below all else, unless it has such a block already.

    What stands there counts as written by people from then on, so that nobody moves it.
    """
    if not addresses or _LINKS in body:
        return body
    told = " · ".join(f"<{address}>" for address in addresses)
    return f"{body.rstrip()}\n\n{_LINKS}\nAPI: {told}\n<!-- /releasebot links -->"


def _audited(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    return "\n".join(("", "", "<!-- releasebot audit -->", *lines, "<!-- /releasebot audit -->"))


def _digest(notes: str) -> str:
    return sha256(notes.encode()).hexdigest()[:_DIGITS]
