"""Where the keys of a TOML text stand: for every way of writing them, and in real files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.positions import Position, Positions
from releasebot.config.problem import KeyPath

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "versions" / "files"

TEXT = '''\
# name = "a comment"
name = "shop"   # [site]
"quoted key".'literal.key' = 1
a.b.c = { x = 1, y.z = [ 1, { w = 2 } ], "q]" = "}" }

text = """
[tag]
template = "not a key\\""""
raw = \'\'\'
key = 1\'\'\'\'
numbers = [
  1.5, # a comment, with a comma
  2026-01-02T03:04:05Z,
  [ "x", [] , {} ],
]

[site]
folder = "public"
[[version.also]]
file = "one"
[[version.also]]
file = "two"
[version.also.deep]
x = 1
[ tool . "releasebot" ]
"\\u0061\\tb" = 1
'''


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Every path of a parsed text."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("name",), 2, 1),
        (("quoted key",), 3, 1),
        (("quoted key", "literal.key"), 3, 1),
        (("a", "b", "c"), 4, 1),
        (("a", "b", "c", "x"), 4, 11),
        (("a", "b", "c", "y", "z"), 4, 18),
        (("a", "b", "c", "y", "z", 1, "w"), 4, 31),
        (("a", "b", "c", "q]"), 4, 42),
        (("text",), 6, 1),
        (("raw",), 9, 1),
        (("numbers", 0), 12, 3),
        (("numbers", 1), 13, 3),
        (("numbers", 2, 0), 14, 5),
        (("numbers", 2, 1), 14, 10),
        (("numbers", 2, 2), 14, 15),
        (("site",), 17, 1),
        (("site", "folder"), 18, 1),
        (("version", "also", 0, "file"), 20, 1),
        (("version", "also", 1), 21, 1),
        (("version", "also", 1, "file"), 22, 1),
        (("version", "also", 1, "deep", "x"), 24, 1),
        (("tool", "releasebot"), 25, 1),
        (("tool", "releasebot", "a\tb"), 26, 1),
    ],
)
def test_a_key_is_found_however_it_is_written(path: KeyPath, line: int, column: int) -> None:
    assert Positions(TEXT).of(path) == Position(line, column)


def test_every_key_and_item_is_found() -> None:
    positions = Positions(TEXT)
    assert [path for path in paths(tomllib.loads(TEXT)) if path not in positions] == []


def test_a_key_that_is_not_there_stands_at_the_nearest_table_that_is() -> None:
    assert Positions(TEXT).of(("site", "url", "x")) == Position(17, 1)
    assert Positions(TEXT).of(("nowhere",)) == Position(1, 1)


def test_windows_line_ends_count_once() -> None:
    assert Positions("a = 1\r\nb = 2\r\n").of(("b",)) == Position(2, 1)


def test_deep_nesting_costs_no_recursion() -> None:
    depth = 300
    text = "a = " + "[" * depth + "]" * depth
    assert ("a", *([0] * (depth - 1))) in Positions(text)


@pytest.mark.corpus
def test_every_key_of_real_files_is_found() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    seen = 0
    for file in sorted(CORPUS.rglob("*.toml")):
        text = file.read_bytes().decode("utf-8-sig")
        try:
            parsed = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            continue
        positions = Positions(text)
        assert [path for path in paths(parsed) if path not in positions] == [], file
        seen += 1
    assert seen > 0


keys = st.text("ab-_1", min_size=1, max_size=3) | st.sampled_from(['"a b"', "'x.y'", '"ㄱ"'])
values = st.recursive(
    st.sampled_from(
        ["1", "true", "-1.5e3", '"x"', "'#'", '"""\n[a]\nb = 1"""', "07:32:00", '"\\""']
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[\n  " + ", # c\n".join(items) + "\n]"),
        st.lists(st.tuples(keys, inner), max_size=3).map(
            lambda pairs: "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"
        ),
    ),
    max_leaves=6,
)
lines = st.one_of(
    st.tuples(st.lists(keys, min_size=1, max_size=3), values).map(
        lambda pair: ".".join(pair[0]) + " = " + pair[1]
    ),
    st.lists(keys, min_size=1, max_size=3).map(lambda parts: "[" + " . ".join(parts) + "]"),
    st.lists(keys, min_size=1, max_size=2).map(lambda parts: "[[" + ".".join(parts) + "]] # c"),
    st.just("# k = 1"),
)


@given(st.lists(lines, max_size=8).map("\n".join))
def test_every_key_of_any_valid_text_is_found_where_it_is_written(text: str) -> None:
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    positions = Positions(text)
    shown = text.split("\n")
    for path in paths(parsed):
        assert path in positions
        at = positions.of(path)
        rest = shown[at.line - 1][at.column - 1 :]
        key = path[-1]
        if isinstance(key, str):
            assert key.strip("\"' ") in rest
