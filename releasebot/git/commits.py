"""What a commit says it changes: Conventional Commits 1.0.0 (conventionalcommits.org).

The specification is followed where a message follows it. A message that does not is kept as a
change without a type, never dropped. Every expression here matches in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from releasebot.git.history import Commit

_HEADER = re.compile(r"([A-Za-z][\w-]*)(?:\(([^()\n]+)\))?(!)?: +(\S.*)")
"""Items 1 to 5 and 13 of the specification: type, scope, `!`, description."""

_FOOTER = re.compile(r"(BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: |:$| (?=#))(.*)")
"""Items 8 and 9: a token, then a colon and a blank or a blank and a hash. Item 15 wants BREAKING
CHANGE in capitals. Many begin its text on the next line, so a colon alone will do."""

_ISSUE = r"(?:[\w.-]{1,40}/[\w.-]{1,100})?#\d+\b"
_REF = re.compile(_ISSUE, re.ASCII)
_KEYWORD = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? "
    rf"({_ISSUE}(?:(?:, ?| and ){_ISSUE})*)",
    re.ASCII | re.IGNORECASE,
)
"""The words that close an issue on GitHub and GitLab, in running text."""

_MERGE = re.compile(
    r"Merge (?:pull request #(\d+)|branch |branches |remote-tracking branch |tag |commit |"
    r"changes? from |[0-9a-f]{7,40} into )|Merged in |Merged PR (\d+): "
)
_REVERT = re.compile(r'(?:Revert|Reapply) "(.*)"')
_REVERTED = re.compile(r"\bThis reverts (?:merge )?commit ([0-9a-f]{7,40})\b", re.ASCII)
_HASH = re.compile(r"\b[0-9a-f]{7,40}\b", re.ASCII)
_SQUASHED = re.compile(r"\((?:#|!)\d+\)$|^Squashed ")
_LISTED = ("* ", "    ")
"""How the commits of a squash begin: on GitHub and GitLab, and by `git merge --squash`."""

_LISTED_TYPES = frozenset(
    {"feat", "fix", "perf", "revert", "docs", "refactor", "build", "chore", "ci", "style", "test"}
)
_CO_AUTHOR = "co-authored-by:"


class Change(Struct, frozen=True, gc=False):
    """One change that a commit makes.

    `type` is in small letters, empty where the message is no Conventional Commit. `breaking` is
    what no longer works, empty where nothing is broken. `refs` are the issues named outside the
    description, such as `#12` or `team/api#3`. `reverts` are full or abbreviated names of commits.
    `merged` marks the title of a merged branch, whose commits stand in the history themselves.
    """

    hash: str
    type: str
    scope: str
    description: str
    breaking: str = ""
    refs: tuple[str, ...] = ()
    reverts: tuple[str, ...] = ()
    merged: bool = False


class Footer(Struct, frozen=True):
    """A footer of a message: `token` as written, `value` with its line feeds."""

    token: str
    value: str


def changes(commit: Commit) -> tuple[Change, ...]:
    """What the commit changes, its title first.

    None for a merge that only says that it is one. More than one for a squash whose body lists
    the commits it was made of.
    """
    subject, _, body = commit.message.partition("\n")
    subject = subject.rstrip()
    if not body or body.isspace():
        header = _HEADER.fullmatch(subject)
        if header:  # nearly every commit there is
            kind, scope, broken, description = header.groups()
            breaking = description if broken else ""
            lower = kind.lower()
            if lower != "revert":
                return (Change(commit.hash, lower, scope or "", description, breaking),)
    return _with_body(commit, subject, body)


def footers(body: str) -> Iterator[Footer]:
    """The footers of a message's body: the text after its first line.

    They begin with the first paragraph that opens with one. A BREAKING CHANGE counts wherever a
    line begins with it: a breach must not be missed for want of an empty line.
    """
    token, value = "", [""]
    begun, after_blank = False, True
    for line in body.splitlines():
        found = _FOOTER.match(line)
        if found and (begun or after_blank or found[1].startswith("BREAKING")):
            if token:
                yield Footer(token, "\n".join(value).strip())
            token, value, begun = found[1], [found[2]], True
        else:
            value.append(line)
        after_blank = not line.strip()
    if token:
        yield Footer(token, "\n".join(value).strip())


def co_authors(message: str) -> tuple[tuple[str, str], ...]:
    """Names and addresses of those that `Co-authored-by` footers name."""
    if "uthored-" not in message and "UTHORED-" not in message:
        return ()
    found = []
    for line in message.splitlines():
        if line[: len(_CO_AUTHOR)].lower() == _CO_AUTHOR:
            name, opened, address = line[len(_CO_AUTHOR) :].partition("<")
            if opened and address.rstrip().endswith(">"):
                found.append((name.strip(), address.rstrip()[:-1]))
    return tuple(found)


def _with_body(commit: Commit, subject: str, body: str) -> tuple[Change, ...]:
    folded, _, body = _paragraph(subject, body.replace("\r\n", "\n"))
    merge = _MERGE.match(folded)
    if merge:
        return _merged(commit, folded, body, merge)
    title = _change(commit.hash, folded, body)
    if "\n" in body and _SQUASHED.search(folded):
        return (title, *_listed(commit.hash, body, title))
    return (title,)


def _paragraph(subject: str, body: str) -> tuple[str, str, str]:
    """The first paragraph on one line, as git folds a subject, and what follows it."""
    if not body or body.startswith("\n") or body.isspace():
        return subject, "\n", body
    rest, blank, after = body.partition("\n\n")
    if _FOOTER.match(rest):  # a footer that was not set apart is none of the subject
        return subject, "\n", body
    return " ".join((subject, *rest.split("\n"))).rstrip(), blank, after


def _merged(commit: Commit, subject: str, body: str, merge: re.Match[str]) -> tuple[Change, ...]:
    """The title of a merged pull request where its body has one; a breach that it tells of."""
    number = merge[1] or merge[2]
    title = subject[merge.end() :] if merge[2] else body.strip().partition("\n")[0].rstrip()
    rest = body if merge[2] else body.strip().partition("\n")[2]
    change = _change(commit.hash, title, rest)
    if not change.type and not change.breaking and " " in commit.parents:
        return ()
    if number and f"#{number}" not in change.description:
        change = _replace(change, refs=(f"#{number}", *change.refs))
    if not change.description:
        change = _replace(change, description=subject)
    return (_replace(change, merged=True),)


def _replace(change: Change, **values: object) -> Change:
    from msgspec.structs import replace

    return replace(change, **values)


def _change(name: str, subject: str, body: str) -> Change:
    header = _HEADER.fullmatch(subject)
    revert = None if header else _REVERT.fullmatch(subject)
    kind, scope, broken, description = header.groups() if header else ("", "", "", subject)
    if revert:
        kind, description = "revert", revert[1]
    breaking, refs, reverted = (
        _told(body, revert=kind.lower() == "revert") if body else ("", (), ())
    )
    if (broken or kind in {"BREAKING CHANGE", "BREAKING-CHANGE"}) and not breaking:
        breaking = description
    in_title = set(_REF.findall(description)) if refs else set()
    shown = tuple(ref for ref in refs if ref not in in_title)
    return Change(name, kind.lower(), scope or "", description, breaking, shown, reverted)


def _told(body: str, *, revert: bool) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """What the body says is broken, the issues it names, and what it reverts."""
    breaking, refs, reverted = [], dict[str, None](), dict[str, None]()
    if "BREAKING" in body or "#" in body or revert:
        for footer in footers(body):
            if footer.token in {"BREAKING CHANGE", "BREAKING-CHANGE"}:
                breaking.append(footer.value)
            elif "#" in footer.value:
                refs.update(dict.fromkeys(_REF.findall(footer.value)))
            elif revert and footer.token.lower() in {"ref", "refs", "reverts"}:
                reverted.update(dict.fromkeys(_HASH.findall(footer.value)))
        for listed in _KEYWORD.findall(body) if "#" in body else ():
            refs.update(dict.fromkeys(_REF.findall(listed)))
    if revert or "This reverts" in body:
        reverted.update(dict.fromkeys(_REVERTED.findall(body)))
    return "\n\n".join(filter(None, breaking)), tuple(refs), tuple(reverted)


def _listed(name: str, body: str, title: Change) -> Iterator[Change]:
    """The commits that a squash lists, but for one that says what its title says."""
    seen = {(title.type, re.sub(r" \([#!]\d+\)$", "", title.description))}
    for line in body.split("\n"):
        if not line.startswith(_LISTED):
            continue
        header = _HEADER.fullmatch(line[2:].strip())
        if header is None or header[1].lower() not in _LISTED_TYPES:
            continue
        kind, scope, broken, description = header.groups()
        if (kind.lower(), description) not in seen:
            seen.add((kind.lower(), description))
            breaking = description if broken else ""
            yield Change(name, kind.lower(), scope or "", description, breaking)
