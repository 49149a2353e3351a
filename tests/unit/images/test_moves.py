"""A set of services moves as one: whatever is interrupted, the next run knows what was before."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from releasebot.images.moves import (
    Put,
    Stage,
    State,
    Tags,
    back,
    has_previous,
    is_moving,
    is_preparing,
    move,
)

DIGESTS = ["d0", "d1", "d2"]
SERVICES = ["api", "nginx", "worker"]
Targets = dict[str, str | None]


def put(state: dict[str, Tags], one: Put) -> None:
    state[one.service] = msgspec.structs.replace(state[one.service], **{one.tag: one.digest})


def run(
    state: dict[str, Tags], stages: tuple[Stage, ...], *, effects: int = 999, seed: int = 0
) -> int:
    """Carry out the stages, each in some order, and die after so many effects."""
    done = 0
    order = random.Random(seed)
    for stage in stages:
        for one in order.sample(stage, len(stage)):
            if done == effects:
                return done
            put(state, one)
            done += 1
    return done


def targets(state: State) -> Targets:
    return {name: one.target for name, one in state.items()}


def previous(state: State) -> Targets:
    return {name: one.previous for name, one in state.items()}


def is_at_rest(state: State) -> bool:
    return not is_moving(state) and not is_preparing(state)


sets = st.fixed_dictionaries({name: st.sampled_from(DIGESTS) for name in SERVICES})
some = st.dictionaries(st.sampled_from(SERVICES), st.sampled_from(DIGESTS), min_size=1)


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Tags]:
    """A state at rest, as whole moves and rollbacks have left it."""
    state = {name: Tags() for name in SERVICES}
    run(state, move(state, draw(sets)))
    for wanted in draw(st.lists(some, max_size=4)):
        run(state, move(state, wanted))
        if draw(st.booleans()):
            run(state, back(state))
    return state


seeds = st.integers(0, 1000)
kills = st.integers(0, 12)


def after(before: State, wanted: dict[str, str]) -> Targets:
    return {**targets(before), **wanted}


@given(histories(), some)
def test_a_move_arrives_and_keeps_what_was_before(
    state: dict[str, Tags], wanted: dict[str, str]
) -> None:
    before = dict(state)
    run(state, move(state, wanted))
    assert targets(state) == after(before, wanted)
    assert is_at_rest(state)
    if targets(before) != targets(state):
        assert previous(state) == targets(before)
    else:
        assert state == before
    assert move(state, wanted) == ()


@given(histories(), some, kills, seeds)
def test_the_same_command_finishes_what_was_killed_as_if_nothing_had_been(
    state: dict[str, Tags], wanted: dict[str, str], effects: int, seed: int
) -> None:
    before = dict(state)
    assume(after(before, wanted) != targets(before))
    for cut in (effects, effects // 2, 999):
        run(state, move(state, wanted), effects=cut, seed=seed + cut)
    assert targets(state) == after(before, wanted)
    assert previous(state) == targets(before)
    assert is_at_rest(state)


@given(histories(), some, kills, kills, seeds)
def test_a_rollback_after_a_kill_brings_back_the_set_before_it(
    state: dict[str, Tags], wanted: dict[str, str], effects: int, again: int, seed: int
) -> None:
    before = dict(state)
    run(state, move(state, wanted), effects=effects, seed=seed)
    nothing_began = is_at_rest(state) and targets(state) == targets(before)
    arrived = is_at_rest(state) and not nothing_began
    cut = run(state, back(state), effects=again)
    if cut == again:
        run(state, back(state))
    assert is_at_rest(state)
    if arrived:
        assert targets(state) == targets(before)
    elif nothing_began:
        assert targets(state) in (previous(before), targets(before))
    else:
        assert targets(state) == targets(before)
    assert back(state) == ()


@given(histories(), some, some, kills, seeds)
def test_another_move_after_a_kill_goes_on_from_the_set_before_it(
    state: dict[str, Tags], wanted: dict[str, str], other: dict[str, str], effects: int, seed: int
) -> None:
    before = dict(state)
    run(state, move(state, wanted), effects=effects, seed=seed)
    interrupted = not is_at_rest(state)
    whole = {**targets(before), **other}
    run(state, move(state, {name: it for name, it in whole.items() if it}))
    assert targets(state) == whole
    assert is_at_rest(state)
    if interrupted:
        assert previous(state) == targets(before)


@given(histories(), kills, some, seeds)
def test_a_move_after_a_killed_rollback_never_takes_a_mixed_set_for_the_previous_one(
    state: dict[str, Tags], effects: int, wanted: dict[str, str], seed: int
) -> None:
    before = dict(state)
    run(state, back(state), effects=effects, seed=seed)
    whole = {**targets(before), **wanted}
    run(state, move(state, {name: it for name, it in whole.items() if it}))
    assert targets(state) == whole
    assert previous(state) in (targets(before), previous(before))


@given(histories())
def test_a_rollback_done_twice_does_nothing_the_second_time(state: dict[str, Tags]) -> None:
    wanted = {name: one.previous or one.target for name, one in state.items()}
    run(state, back(state))
    assert targets(state) == wanted
    assert back(state) == ()


@given(histories(), some)
def test_no_target_moves_before_the_previous_set_is_whole(
    state: dict[str, Tags], wanted: dict[str, str]
) -> None:
    before = targets(state)
    for stage in move(state, wanted):
        if any(one.tag == "target" for one in stage):
            assert previous(state) == before
            assert is_moving(state)
        for one in stage:
            put(state, one)


def test_a_first_deployment_has_nothing_to_go_back_to() -> None:
    state = {name: Tags() for name in SERVICES}
    run(state, move(state, dict.fromkeys(SERVICES, "d1")))
    assert set(targets(state).values()) == {"d1"}
    assert not has_previous(state)
    assert back(state) == ()


@pytest.mark.parametrize("finish", [move, None])
def test_a_service_that_is_new_beside_others_moves_with_them(
    finish: Callable[..., object] | None,
) -> None:
    state = {"api": Tags("d0", "d0", "d0"), "nginx": Tags()}
    stages = move(state, {"api": "d1", "nginx": "d1"})
    run(state, stages, effects=2)
    run(state, move(state, {"api": "d1", "nginx": "d1"}) if finish else back(state))
    assert is_at_rest(state)
    assert state["api"].target == ("d1" if finish else "d0")


def test_what_was_moved_by_another_hand_is_taken_as_it_is() -> None:
    state = {"api": Tags("d9", "d0", "d1"), "nginx": Tags("d1", "d0", None)}
    run(state, move(state, {"api": "d2", "nginx": "d2"}))
    assert previous(state) == {"api": "d9", "nginx": "d1"}
    assert targets(state) == {"api": "d2", "nginx": "d2"}
    assert is_at_rest(state)
