from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.openapi.json_text import parse, places
from releasebot.openapi.text import MAX_DEPTH

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


def complaint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        parse(text.encode(), name="api.json")
    assert caught.value.hint
    return caught.value.message


@given(VALUES)
def test_every_value_comes_back(value: object) -> None:
    for indent in (None, 2):
        for ascii_only in (True, False):
            text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
            parsed = parse(text.encode(), name="api.json")
            assert parsed.value == value
            assert parsed.findings == ()


@given(VALUES)
def test_every_value_has_a_place_and_only_one(value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    found = [pointer for pointer, _ in places(text.encode())]
    assert len(found) == len(set(found)) == count(value)


def count(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(count(item) for item in value.values())
    if isinstance(value, list):
        return 1 + sum(count(item) for item in value)
    return 1


def test_a_place_is_where_the_key_or_the_item_starts() -> None:
    text = '{"a": [10, {"b/c": "~"}], "빈 키": {}}'
    data = text.encode()
    assert {pointer: data[at:].decode()[:4] for pointer, at in places(data)} == {
        "": '{"a"',
        "/a": '"a":',
        "/a/0": "10, ",
        "/a/1": '{"b/',
        "/a/1/b~1c": '"b/c',
        "/빈 키": '"빈 키',
    }


def test_a_truncated_text_is_told_as_such_with_line_and_column() -> None:
    said = complaint('{\n  "openapi": "3.0.0",\n  "info": {"title": "ab')
    assert said == ("api.json:3:24: not valid JSON: unexpected end of input at line 3, column 24")


def test_a_mistake_in_the_middle_is_told_with_line_and_column_in_characters() -> None:
    said = complaint('{\n  "제목": "주문" "x": 1\n}')
    assert said.startswith("api.json:2:14: not valid JSON: ")
    assert said.endswith("at line 2, column 14")


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, "[" * 500 + "]" * 500])
def test_deep_nesting_is_refused_and_crashes_nothing(deep: str) -> None:
    assert f"nested too deeply: more than {MAX_DEPTH} levels" in complaint(deep)


def test_nesting_up_to_the_limit_is_read() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse(text.encode(), name="api.json").findings == ()


def test_a_key_that_stands_twice_is_found_and_the_last_one_counts() -> None:
    text = '{"paths": {"/a": {"get": 1, "put": 2, "get": {"x": 1}}}, "x": {"get": 1}}'
    parsed = parse(text.encode(), name="api.json")
    assert parsed.value["paths"]["/a"]["get"] == {"x": 1}  # type: ignore[index]
    (finding,) = parsed.findings
    assert finding.code == "duplicate-key"
    assert finding.location.pointer == "/paths/~1a/get"
    assert "get" in finding.message


def test_texts_that_look_like_keys_are_no_keys() -> None:
    value = {"a": '{"a": 1, "a": 2}', "b": [':"', ',"x":', '\\"', '"a":'], "c": "\\"}
    assert parse(json.dumps(value).encode(), name="api.json").findings == ()


def test_huge_numbers_are_kept_as_their_text() -> None:
    digits = "9" * 5000
    parsed = parse(
        f'{{"a": 1e999, "b": {digits}, "c": -1e999, "d": 12345678901234567890}}'.encode(),
        name="x",
    )
    assert parsed.value == {
        "a": "1e999",
        "b": digits,
        "c": "-1e999",
        "d": 12345678901234567890,
    }


@pytest.mark.parametrize("text", ["NaN", "{'a': 1}", "[1,]", "// no\n{}", "{} {}", '"\\ud800"'])
def test_what_is_no_json_is_refused(text: str) -> None:
    assert "not valid JSON" in complaint(text)
