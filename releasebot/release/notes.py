"""The notes of a release of this project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from releasebot.errors import UsageError
from releasebot.git.collect import Collector
from releasebot.git.headings import WORDS, Form, Group, Language, is_korean
from releasebot.git.notes import Release, Style, body
from releasebot.git.people import in_order, note_people
from releasebot.git.trailers import trailer
from releasebot.release.past import Past, Span
from releasebot.release.world import ALLOWED

_USUALLY_ENOUGH = 200
"""Older commits among which those who made a release are mostly met: git need not read more."""


def asked_span(past: Past, asked: str) -> Span:
    """The range that a person asks for: a version, a tag, a range `A..B`, or nothing.

    Nothing means the version that the project states, up to HEAD where it is not tagged yet.

    Raises:
        UsageError: a name is unknown.
        GateError: what is needed is not in this clone.
    """
    if ".." in asked:
        return _range(past, asked)
    named = past.version_named(asked) if asked else ""
    if named in past.versions:
        return past.span(named)  # the files that state the version need not be looked for
    stated = past.version_named(past.world.version)
    version = named or stated
    return past.span(version, tip="HEAD" if version == stated else "")


def read_release(past: Past, span: Span) -> Release:
    """The release with its changes and authors; its day is that of its last commit."""
    collector = Collector()
    people: dict[str, str] = {}
    day = ""
    commits = past.history.commits(span.wanted, paths=past.paths, full=True)
    for commit in commits:
        day = day or commit.day
        collector.add(commit)
        note_people(commit, people)
    if past.paths or not day:
        day = past.history.committed_on(span.tip)
    fresh = _newcomers(past, span, people)
    return Release(
        version=span.version,
        tag=span.tag,
        previous_tag=span.previous_tag,
        day=day,
        changes=collector.changes(),
        authors=in_order(people),
        newcomers=tuple(sorted(dict.fromkeys(fresh), key=str.casefold)),
        allowed=_allowed(past, span),
    )


def allowances(past: Past, tag: str = "") -> dict[str, str]:
    """Why the API may break in releases, by their tags, as the messages of the tags tell.

    With `tag` only its own message is read.
    """
    # of a signed tag, git 2.39 gives no trailers, and a body without the signature
    form = "--format=%(refname)%00%(contents:body)%00"
    asked = past.world.repository.ask("for-each-ref", form, f"refs/tags/{tag}".rstrip("/"))
    words = asked.text.split("\0") if asked.ok else []
    told = zip(words[::2], words[1::2], strict=False)
    return {
        name.strip().removeprefix("refs/tags/"): reason
        for name, body in told
        if (reason := trailer(body, ALLOWED))
    }


def _allowed(past: Past, span: Span) -> str:
    """Why the API may break in a release: as asked for now, or as its tag tells."""
    world = past.world
    if world.allow_breaking and span.version == past.version_named(world.version):
        return world.allow_breaking
    if not span.version or span.tip == "HEAD":
        return ""
    return allowances(past, span.tag).get(span.tag, "")


def style_for(past: Past, changes: tuple[str, ...], form: Form = "plain") -> Style:
    """How this project's notes are written; `changes` are the words that show their language."""
    settings = past.world.config.notes
    language: Language
    if settings.language != "auto":
        language = settings.language
    else:
        language = "ko" if is_korean(changes) else "en"
    words = WORDS[language]
    own = tuple(Group(group.heading, group.types) for group in settings.groups)
    standard = words.kept if form == "keep-a-changelog" else words.groups
    return Style(past.links, language, own or standard)


def written(past: Past, release: Release, style: Style, template: Path | None = None) -> str:
    """The notes as the project writes them, in full: with `template`, else its own, else ours.

    Raises:
        UsageError: the template cannot be read or filled in.
    """
    own = past.world.config.notes.template
    if template is None and own is None:
        return body(release, style)
    from releasebot.git.own_template import fill

    return fill(template or past.world.base / str(own), release, style)


def _range(past: Past, asked: str) -> Span:
    old, _, new = asked.partition("..")
    if new.startswith(".") or ".." in new:
        raise UsageError(
            f"{asked} is no range that notes can be made of", hint="write it as v1.2.0..v1.3.0"
        )
    start, start_tag = _end(past, old) if old else ("", "")
    tip, tag = _end(past, new or "HEAD")
    version = next(iter(past.versions_in((tag,))), "")
    return Span(version, tag, start_tag, tip, start)


def _end(past: Past, name: str) -> tuple[str, str]:
    """The name of one end for git, and for links the tag or branch as it was given."""
    tag = past.versions.get(past.version_named(name))
    if tag:
        return past.name_of(tag), tag
    return past.history.resolve(name), name


def _newcomers(past: Past, span: Span, people: dict[str, str]) -> Iterator[str]:
    """Those of the people without an older commit.

    The search ends when everybody was met. Where it ends at its limit instead, nobody is named:
    what was not searched might hold their commits.
    """
    most = past.world.config.notes.newcomers
    left = {address for address, name in people.items() if not name.endswith("[bot]")}
    if not most or not span.previous or not left:
        return
    met = 0
    for bound in sorted({min(_USUALLY_ENOUGH, most + 1), most + 1}):
        for address in past.history.emails((span.previous,), skip=met, most=bound - met):
            met += 1
            left.discard(address)
            if not left:
                return
        if met < bound:
            break
    if met <= most:
        known = {name for address, name in people.items() if address not in left}
        yield from (people[address] for address in left if people[address] not in known)
