from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.openapi.findings import Position
from releasebot.openapi.text import MAX_DEPTH
from releasebot.openapi.yaml_events import places
from releasebot.openapi.yaml_text import parse

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(-1e9, 1e9)
    | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.just("\n")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc/~<: -\n가", min_size=1), inner),
    max_leaves=30,
)


def value_of(text: str) -> object:
    parsed = parse(text.encode(), name="api.yaml")
    assert parsed.findings == ()
    return parsed.value


def complaint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse(text.encode(), name="api.yaml")
    assert caught.value.hint
    return caught.value.message


@given(VALUES)
def test_what_pyyaml_writes_comes_back(value: object) -> None:
    for style in (None, '"'):
        text = yaml.safe_dump(value, allow_unicode=True, default_style=style)
        if isinstance(value, dict) and "<<" in value:
            continue
        assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("~", None),
        ("null", None),
        ("", None),
        ("true", True),
        ("False", False),
        ("0o17", 15),
        ("0x1F", 31),
        ("017", 17),
        ("1_000", "1_000"),
        ("1.5e3", 1500.0),
        (".5", 0.5),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("2026-01-31", "2026-01-31"),
        ("12:30:45", "12:30:45"),
        ("=", "="),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("+1", 1),
        ("-", [None]),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    assert value_of(text) == value


def test_keys_are_strings_as_they_are_written() -> None:
    assert value_of("200: a\n2.0: b\nnull: c\ntrue: d\n~: e\n") == {
        "200": "a",
        "2.0": "b",
        "null": "c",
        "true": "d",
        "~": "e",
    }


def test_anchors_aliases_and_merge_keys_are_followed() -> None:
    text = """
    base: &base {a: 1, b: 2}
    more: &more {b: 3, c: 4}
    one: *base
    both: {<<: [*base, *more], a: 9}
    key: &k name
    *k : here
    """
    assert value_of(text) == {
        "base": {"a": 1, "b": 2},
        "more": {"b": 3, "c": 4},
        "one": {"a": 1, "b": 2},
        "both": {"a": 9, "b": 2, "c": 4},
        "key": "name",
        "name": "here",
    }


def test_a_merge_takes_mappings_only() -> None:
    assert complaint("a: {<<: [1]}").startswith("api.yaml:1:")


def test_a_bomb_of_aliases_is_refused_before_it_goes_off() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    for level in range(1, 30):
        names = ",".join([f"*a{level - 1}"] * 9)
        lines.append(f"a{level}: &a{level} [{names}]")
    assert "too many aliases" in complaint("\n".join(lines))


def test_a_bomb_of_merges_is_refused_at_once() -> None:
    keys = ", ".join(f"k{number}: 1" for number in range(2000))
    merged = "\n".join(f"m{number}: {{<<: *base}}" for number in range(2000))
    assert "too many aliases" in complaint(f"base: &base {{{keys}}}\n{merged}\n")


def test_an_anchor_that_contains_itself_is_refused() -> None:
    assert complaint("a: &a [*a]") == "api.yaml:1:8: the anchor &a contains itself"


def test_an_alias_without_an_anchor_is_refused() -> None:
    assert "api.yaml:2:4" in complaint("a: 1\nb: *nothing\n")


@pytest.mark.parametrize(
    "text", ["[" * 5000, "- " * 5000, "\n".join(" " * n + "a:" for n in range(400))]
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert f"more than {MAX_DEPTH} levels" in complaint(text)


def test_a_tag_that_would_run_code_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    text = f'x: !!python/object/apply:os.system ["touch {mark}"]'
    assert complaint(text) == "api.yaml:1:4: unknown tag !!python/object/apply:os.system"
    assert not mark.exists()


def test_a_key_that_stands_twice_is_found_with_its_pointer() -> None:
    parsed = parse(
        b"paths:\n  /a:\n    get: 1\n    get: 2\nlist: [{x: 1, x: 2}]\n", name="api.yaml"
    )
    assert parsed.value == {"paths": {"/a": {"get": 2}}, "list": [{"x": 2}]}
    assert [one.location.pointer for one in parsed.findings] == ["/paths/~1a/get", "/list/0/x"]


def test_a_syntax_error_is_told_with_line_and_column() -> None:
    said = complaint("paths:\n  /a: {get: [\n")
    assert said.startswith("api.yaml:3:1: not valid YAML: ")


def test_a_control_character_is_told_with_its_place() -> None:
    assert complaint("a: 1\nb: x\x07\n").startswith("api.yaml:")


def test_two_documents_are_refused_and_one_with_its_marks_is_read() -> None:
    assert value_of("---\na: 1\n...\n") == {"a": 1}
    assert "second YAML document" in complaint("a: 1\n---\nb: 2\n")


def test_a_mapping_as_a_key_is_refused() -> None:
    assert "a key must be a string" in complaint("? {a: 1}\n: 2\n")
    assert "a key must be a string" in complaint("a: &a [1]\n*a : 2\n")


def test_a_place_is_where_the_key_or_the_item_starts() -> None:
    found = dict(places(b"a:\n  - 1\n  - b/c: x\n    d: &k {e: 1}\n  - *k\n"))
    assert found == {
        "": Position(1, 1),
        "/a": Position(1, 1),
        "/a/0": Position(2, 5),
        "/a/1": Position(3, 5),
        "/a/1/b~1c": Position(3, 5),
        "/a/1/d": Position(4, 5),
        "/a/1/d/e": Position(4, 12),
        "/a/2": Position(5, 5),
    }


def test_bytes_that_are_no_utf_8_are_told_with_their_place() -> None:
    with pytest.raises(UsageError, match=r"^api\.yaml:2:7: the bytes there are not UTF-8$"):
        parse("제목: 1\ntitle: ".encode()[:-1] + b"\xff\n", name="api.yaml")


def test_a_character_that_yaml_forbids_is_told_with_its_column_in_characters() -> None:
    with pytest.raises(UsageError, match=r"^api\.yaml:1:6: not valid YAML: control characters"):
        parse("제목: 나\x07\n".encode(), name="api.yaml")
