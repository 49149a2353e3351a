from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from releasebot.openapi.findings import Location, Position
from releasebot.openapi.json_seek import offsets
from releasebot.openapi.json_text import places
from releasebot.openapi.load import load

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(VALUES, st.sampled_from((None, 1)), st.integers(2, 5))
def test_seeking_gives_what_looking_at_everything_does(
    value: object, indent: int | None, every: int
) -> None:
    data = b" \n" + json.dumps(value, indent=indent, ensure_ascii=every > 3).encode() + b"\n"
    everything = dict(places(data))
    some = list(everything)[::every]
    assert offsets(data, everything) == everything
    assert offsets(data, [*some, "/no/such/\0"]) == {one: everything[one] for one in some}


def test_a_key_that_stands_twice_is_found_at_its_last_place() -> None:
    data = b'{"a": {"b": 1, "b": {"c": 2}}, "d": 3}'
    assert offsets(data, ["/a/b", "/a/b/c", "/d"]) == {"/a/b": 15, "/a/b/c": 21, "/d": 31}
    assert offsets(b'{"a": 1, "a": 2}', ["/a"]) == {"/a": 9}


def test_many_places_are_told_at_once_with_columns_in_characters() -> None:
    text = '{"openapi": "3.0.0", "제목": {"값": 1},\n "x": [1,\n  {"나": 2}]}'
    document = load(text.encode(), name="a.json")
    pointers = ("/openapi", "/제목", "/제목/값", "/x", "/x/0", "/x/1/나")
    found = document.positions(Location("a.json", pointer) for pointer in pointers)
    assert list(found.values()) == [
        Position(1, 2),
        Position(1, 22),
        Position(1, 29),
        Position(2, 2),
        Position(2, 8),
        Position(3, 4),
    ]
