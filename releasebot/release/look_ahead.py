"""Finds out what merging a pull request would do; what cannot be found out is told as a trouble."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from releasebot.errors import ReleasebotError
from releasebot.git.headings import Language, is_korean
from releasebot.github.markdown import short
from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.groups import group
from releasebot.openapi.diff.migrations import migration
from releasebot.openapi.diff.rule import LEVELS
from releasebot.openapi.diff.sentence import sentence
from releasebot.release.api_change import (
    ApiChange,
    NotCompared,
    change_since,
    compare_documents,
)
from releasebot.release.next_release import NextRelease, next_release
from releasebot.release.outlook import (
    CONFLICT,
    MOST_LINES,
    MOST_TEXT,
    ApiLine,
    Deed,
    Disagreement,
    Outlook,
    Why,
)
from releasebot.release.past import Past
from releasebot.release.spec_past import document_at
from releasebot.release.steps.merged import unreleased_target
from releasebot.release.world import World
from releasebot.version.places import disagreements
from releasebot.version.scheme import bare

T = TypeVar("T")
_LEVELS = ("major", "minor", "patch")


def look_ahead(
    world: World, number: int, steps: tuple[Deed, ...], failure: ReleasebotError | None
) -> Outlook:
    """What merging the pull request `number`, which is checked out, would do.

    `steps` are those of the plan: none where HEAD states a version that was released before, or
    where no plan could be made. `failure` is what ended the making of it.
    """
    return _Sight(world, failure).outlook(number, steps)


class _Sight:
    """One look; each part is found out by itself, so that one that fails hides no other."""

    def __init__(self, world: World, failure: ReleasebotError | None) -> None:
        self._world = world
        self._failure = failure
        self._troubles: list[str] = []

    def outlook(self, number: int, steps: tuple[Deed, ...]) -> Outlook:
        world = self._world
        found = self._part(lambda: next_release(Past(world), line=world.line), None)
        parents = world.repository.parents(world.head.commit)
        base = self._part(lambda: _base(world, parents), "")
        nothing: tuple[str, ApiChange | NotCompared] = ("", NotCompared(""))
        since, api = self._part(lambda: self._api(base, found), nothing)
        language = self._language(found)
        earlier = self._part(lambda: world.released_earlier, None)
        place = self._part(lambda: world.version_place, None)
        whole = Outlook(
            pull_request=number,
            commit=world.head.commit,
            parents=parents,
            language=language,
            name=self._part(lambda: world.name, ""),
            version=bare(place.version) if place else "",
            tag=self._part(lambda: world.tag, ""),
            place=f"{place.shown}:{place.line}" if place else "",
            released=earlier.commit if earlier else "",
            elsewhere=self._part(lambda: unreleased_target(world), ""),
            disagreements=self._part(lambda: _disagreements(world), ()),
            steps=steps,
        )
        if found:
            whole = _with_next(whole, found, language)
        whole = _with_api(whole, api, since, language)
        if self._failure and not any(one.state == CONFLICT for one in steps):
            self._note(self._failure)
        return _limited(msgspec.structs.replace(whole, troubles=tuple(self._troubles)))

    def _part(self, find: Callable[[], T], otherwise: T) -> T:
        try:
            return find()
        except ReleasebotError as error:
            self._note(error)
            return otherwise

    def _note(self, error: ReleasebotError) -> None:
        told = f"{error.message} ({error.hint})" if error.hint else error.message
        if told not in self._troubles:
            self._troubles.append(told)

    def _api(self, base: str, found: NextRelease | None) -> tuple[str, ApiChange | NotCompared]:
        """What the pull request changes in the API; where git cannot tell, what changed so far."""
        world, past = self._world, Past(self._world)
        if base:
            world.history.bring(base)
            before, now = document_at(world, base), document_at(world, "HEAD")
            if before and now:
                name = world.checkout.target or base[:9]
                return name, compare_documents(before, now, world.config.diff, world.today)
        if not found or not found.last:
            return "", NotCompared("")
        tag = past.versions[found.last]
        return found.last, change_since(world, past.name_of(tag), tag)

    def _language(self, found: NextRelease | None) -> Language:
        wish = self._world.config.notes.language
        if wish != "auto":
            return wish
        texts = [one.change.description for one in found.reasons] if found else []
        return "ko" if is_korean(texts) else "en"


def _base(world: World, parents: Sequence[str]) -> str:
    """The commit of the target that HEAD is to be compared with; empty where it is not known.

    HEAD is mostly the merge that a CI server made of target and pull request, in this order.
    """
    target = world.checkout.target
    tip = world.remote_refs.branch(target) if target else ""
    if len(parents) > 1 and (parents[0] == tip or _is_merge_ref(world)):
        return parents[0]
    if not tip:
        return ""
    world.history.bring(tip)
    told = world.repository.ask("merge-base", tip, world.head.commit)
    return told.text.strip() if told.ok else ""


def _is_merge_ref(world: World) -> bool:
    return world.environ.get("GITHUB_REF", "").endswith("/merge")


def _disagreements(world: World) -> tuple[Disagreement, ...]:
    found = disagreements(world.version_places, world.version_place.version)
    return tuple(Disagreement(f"{one.shown}:{one.line}", one.version) for one in found)


def _with_next(whole: Outlook, found: NextRelease, language: Language) -> Outlook:
    return msgspec.structs.replace(
        whole,
        last=found.last,
        next=found.version,
        level=found.level,
        changes=found.commits,
        why=tuple(_why(found, language)),
    )


def _why(found: NextRelease, language: Language) -> Iterator[Why]:
    """What asks for the next version, the gravest first."""
    if found.api and found.api.bump != "none":
        for change in found.api.reasons:
            at = f"{change.operation}: " if change.operation else ""
            yield Why(found.api.bump, f"{at}{sentence(change, language)}")
    for reason in sorted(found.reasons, key=lambda one: _LEVELS.index(one.level)):
        yield Why(reason.level, reason.title, reason.change.hash)


def _with_api(
    whole: Outlook, api: ApiChange | NotCompared, base: str, language: Language
) -> Outlook:
    if isinstance(api, NotCompared):
        return msgspec.structs.replace(whole, api_base=base if api.why else "", api_unknown=api.why)
    lines = tuple(_api_lines(api.sifted.changes, language))
    return msgspec.structs.replace(
        whole, api_base=base, api=lines, api_lines=len(lines),
        api_reworded=api.verdict.bump == "patch",
    )  # fmt: skip


def _api_lines(changes: Sequence[Change], language: Language) -> Iterator[ApiLine]:
    """The changes by what they change, what breaks first."""
    for level in LEVELS:
        for one in group([change for change in changes if change.level == level]):
            for cause in one.causes:
                told = migration(cause.first, language) if level != "info" else ""
                yield ApiLine(level, one.title, sentence(cause.first, language), told)


def _limited(outlook: Outlook) -> Outlook:
    """The outlook with every text and list as long as they may be, the rest being counted."""
    fields = {name: _cut(getattr(outlook, name)) for name in outlook.__struct_fields__}
    return msgspec.convert(fields, Outlook, from_attributes=True)


def _cut(value: object) -> object:
    match value:
        case str():
            return short(value, most=MOST_TEXT)
        case tuple():
            return tuple(_cut(one) for one in value[:MOST_LINES])
        case msgspec.Struct():
            return {name: _cut(getattr(value, name)) for name in value.__struct_fields__}
        case _:
            return value
