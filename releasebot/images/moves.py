"""In which order tags are put so that a set of services moves as one, whatever interrupts it.

A registry puts one tag in one instant and knows no larger transaction. So each service has three
tags: `target`, what runs; `target-previous`, what ran before the last move; `target-next`, what a
move is on its way to. From what they name, whoever comes next knows how far the last one came:

- *at rest*: every `next` that is there names what `target` names;
- *preparing*: one differs, and its `previous` does not name what `target` names. The previous set
  is being written; no target has moved;
- *moving*: one differs, and its `previous` names what `target` names. The previous set is whole, so
  it is known where every target came from.

The service whose `next` differs is the pivot. Its `previous` is written last of all, its `target`
last of all: each is the one instant in which the whole set passes to the next state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Name = Literal["target", "previous", "next"]
Service = str
Digest = str


class Tags(Struct, frozen=True):
    """What the three tags of one service name; None where there is no such tag."""

    target: Digest | None = None
    previous: Digest | None = None
    next: Digest | None = None

    @property
    def is_marked(self) -> bool:
        """Whether it says that something is under way."""
        return None not in {self.target, self.next} and self.next != self.target


class Put(Struct, frozen=True):
    """One tag of one service is let name a digest."""

    service: Service
    tag: Name
    digest: Digest


Stage = tuple[Put, ...]
"""Puts in any order, or at once; all of them are done before the next stage begins."""

State = Mapping[Service, Tags]
Wanted = Mapping[Service, Digest]


def is_moving(state: State) -> bool:
    """Whether targets may have moved, and `previous` tells where all of them came from."""
    return any(one.is_marked and one.previous == one.target for one in state.values())


def is_preparing(state: State) -> bool:
    """Whether a move has begun and no target has moved."""
    return not is_moving(state) and any(one.is_marked for one in state.values())


def move(state: State, wanted: Wanted) -> tuple[Stage, ...]:
    """The stages after which every service of `wanted` is at its digest, all others as they are.

    Afterwards `previous` names the set as it was at rest before this move, or before the one that
    was interrupted and is finished by this. Nothing where all is so already.
    """
    changed = {name: it for name, it in wanted.items() if state[name].target != it}
    if is_moving(state):
        pivot = _marked(state)[0]
        return _stages(_arrive(state, changed, pivot, mark=state[pivot].next))
    if not changed:
        return _stages(_settle(state))
    unsaved = [name for name, one in state.items() if one.target and one.previous != one.target]
    chosen = _pivot(state, changed, unsaved)
    if chosen is None:
        first = next((name for name in changed if state[name].target), None)
        save = [_save(state, name) for name in unsaved]
        if first is None:  # nothing ran before that anybody could go back to
            return _stages([save, [Put(name, "target", it) for name, it in changed.items()]])
        begin = [Put(first, "next", changed[first])]
        return _stages([save, begin, *_arrive(state, changed, first, mark=changed[first])])
    pivot, mark = chosen
    others = [name for name in _marked(state) if name != pivot]
    return _stages(
        [
            [Put(name, "next", state[name].target or "") for name in others],
            [Put(pivot, "next", mark)] if not state[pivot].is_marked else [],
            [_save(state, name) for name in unsaved if name != pivot],
            [_save(state, pivot)],
            *_arrive(state, changed, pivot, mark=mark),
        ]
    )


def back(state: State) -> tuple[Stage, ...]:
    """The stages after which every service is at its `previous`, where it has one.

    A move that was interrupted is taken back: the set is again what it was before that. Done twice,
    it does nothing the second time.
    """
    if is_preparing(state):
        return _stages(_settle(state))
    differing = {
        name: one.previous
        for name, one in state.items()
        if one.previous and one.previous != one.target
    }
    if is_moving(state):
        pivot = _marked(state)[0]
        return _stages(_arrive(state, differing, pivot, mark=state[pivot].next))
    first = next((name for name in differing if state[name].target), None)
    if first is None:
        return _stages([[Put(name, "target", it) for name, it in differing.items()]])
    here = state[first].target or ""
    rest = {name: it for name, it in differing.items() if name != first}
    return _stages(
        [
            [Put(first, "next", here)] if state[first].next is None else [],
            [Put(first, "target", differing[first])],  # from here on its `next` differs: moving
            *_follow(state, rest, first),
            [Put(first, "next", differing[first])],
        ]
    )


def has_previous(state: State) -> bool:
    """Whether there is anything to go back to."""
    return any(one.previous for one in state.values())


def _marked(state: State) -> list[Service]:
    """The services whose `next` differs, those first by which the set is moving."""
    marked = [name for name, one in state.items() if one.is_marked]
    return sorted(marked, key=lambda name: state[name].previous != state[name].target)


def _pivot(state: State, changed: Wanted, unsaved: list[Service]) -> tuple[Service, Digest] | None:
    """The service that carries the mark, and a digest to mark it with that its target is not.

    Its `previous` must still have to be written, for that is what ends the preparation. None where
    nothing has to be written whose loss could be noticed.
    """
    for name in unsaved:
        if state[name].is_marked:
            return name, state[name].next or ""
    for name in unsaved:
        if name in changed:
            return name, changed[name]
    for name in unsaved:
        previous = state[name].previous
        if previous:
            return name, previous
    return None


def _save(state: State, name: Service) -> Put:
    return Put(name, "previous", state[name].target or "")


def _settle(state: State) -> list[list[Put]]:
    """End a preparation where it is: the set that runs becomes the previous one too."""
    marked = _marked(state)
    if not marked:
        return []
    unsaved = [name for name, one in state.items() if one.target and one.previous != one.target]
    return [
        [_save(state, name) for name in unsaved if name != marked[0]],
        [_save(state, name) for name in unsaved if name == marked[0]],
        [Put(name, "next", state[name].target or "") for name in marked[1:]],
        [Put(marked[0], "next", state[marked[0]].target or "")],
    ]


def _arrive(
    state: State, changed: Wanted, pivot: Service, *, mark: Digest | None
) -> list[list[Put]]:
    """Move the others, then the pivot, whose arrival or unmarking is the end of the move."""
    others = {name: it for name, it in changed.items() if name != pivot}
    if pivot in changed:
        remark = [Put(pivot, "next", changed[pivot])] if mark != changed[pivot] else []
        end = Put(pivot, "target", changed[pivot])
    else:
        remark = []
        end = Put(pivot, "next", state[pivot].target or "")
    return [remark, *_follow(state, others, pivot), [end]]


def _follow(state: State, changed: Wanted, pivot: Service) -> list[list[Put]]:
    """Move every service but the pivot, and let no mark of theirs stay."""
    ends = {name: changed.get(name, one.target) for name, one in state.items() if name != pivot}
    return [
        [Put(name, "target", it) for name, it in changed.items()],
        [
            Put(name, "next", it)
            for name, it in ends.items()
            if it and state[name].next not in {None, it}
        ],
    ]


def _stages(puts: list[list[Put]]) -> tuple[Stage, ...]:
    return tuple(tuple(stage) for stage in puts if stage)
