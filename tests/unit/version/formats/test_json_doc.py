from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.formats import json5_scan, json_doc
from releasebot.version.place import Dynamic
from tests.unit.version.reading import dynamic, found, place, sources, version


@pytest.mark.parametrize(
    "content",
    [
        '{"version":"1.2.3"}',
        '{\r\n\t"version" :\r\n\t"1.2.3"\r\n}',
        '{"version":"1\\u002e2.3"}',
        '{"config":{"version":"9.9.9"},"versions":["9.9.9"],"version":"1.2.3"}',
        '{"description":"\\"version\\": \\"9.9.9\\"","version":"1.2.3"}',
        '{"dependencies":{"version":"9.9.9"},"engines":{"node":"20.1.0"},"version":"1.2.3"}',
        '{"version":"9.9.9","version":"1.2.3"}',
        '{"version":"1.2.3",}',
        '{ // "version": "9.9.9"\n "version": "1.2.3" /* "version": "8.8.8" */ }',
        "{version: '1.2.3', note: 'a // b'}",
        '\ufeff{"version":"1.2.3"}',
    ],
)
def test_the_manifests_own_version_is_found_however_it_is_written(content: str) -> None:
    assert place("package.json", content).version == "1.2.3"


def test_the_span_is_the_version_without_its_quotes() -> None:
    content = '{"name": "판본 😀", "version": "1.2.3"}'
    one = place("package.json", content)
    assert content[one.start : one.end] == "1.2.3"
    assert (one.quote, one.selector, one.rank) == ('"', "version", 0)


@pytest.mark.parametrize(
    "content",
    [
        '{"name": "x", "private": true}',
        '{"version": ""}',
        '{"version": null}',
        '{"version": "workspace:*"}',
        '{"version": "release 1.2.3 notes"}',
        '{"version": ["1.2.3"]}',
        '{"dependencies": {"a": "1.2.3"}, "packageManager": "pnpm@9.1.0"}',
    ],
)
def test_a_manifest_without_a_version_of_its_own_states_none(content: str) -> None:
    assert version("package.json", content) is None


@pytest.mark.parametrize("hole", ["${VERSION}", "@VERSION@", "{{ version }}", "%VERSION%"])
def test_a_placeholder_is_dynamic_and_never_a_version(hole: str) -> None:
    assert dynamic("package.json", f'{{"version": "{hole}"}}').expression == hole


def test_a_hole_without_quotes_leaves_the_rest_readable() -> None:
    one = found("config.json", '{"version": {{ version }}, "name": "x"}')
    assert isinstance(one, Dynamic)
    assert one.expression == "{{ version }}"


def test_both_copies_of_a_lock_file_are_found_and_its_dependencies_are_not() -> None:
    content = json.dumps(
        {
            "version": "1.2.3",
            "lockfileVersion": 3,
            "packages": {"": {"version": "1.2.3"}, "node_modules/a": {"version": "9.9.9"}},
        }
    )
    one = place("package-lock.json", content)
    again = place("package-lock.json", content, 'packages."".version')
    assert content[one.start : one.end] == content[again.start : again.end] == "1.2.3"
    assert one.start < again.start


def test_expo_comes_before_a_version_beside_it() -> None:
    content = '{"version": "9.9.9", "expo": {"version": "1.0.0", "ios": {"buildNumber": "7.7.7"}}}'
    assert version("app.json", content) == "1.0.0"


def test_a_path_to_package_json_is_followed_there() -> None:
    content = '{"package": {"version": "../package.json"}}'
    assert sources("tauri.conf.json", content) == [("../package.json", "version")]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ('{"openapi": "3.1.0", "info": {"title": "x", "version": "1.0"}}', "1.0"),
        ('{"swagger": 2.0, "info": {"version": "v1"}}', "v1"),
        ('{"swagger": "2.0", "paths": {"/version": {}}}', None),
        ('{"app": {"version": "1.2.3"}, "api": {"version": "v1"}}', "1.2.3"),
        ('{"database": {"version": "15.2"}, "schemaVersion": "2.0"}', None),
        ('{"Version": "2012-10-17", "Statement": []}', None),
        ('{"schemaVersion": 39, "version": 12}', None),
        ('{"AppSettings": {"Version": "1.2.3"}, "Swagger": {"Version": "v1"}}', "1.2.3"),
        ('{"redis": {"settings": {"version": "7.2.0"}}}', None),
        ('{"metadata": {"language_info": {"version": "3.9.1"}}}', None),
    ],
)
def test_an_unknown_document_is_judged_by_the_names_of_its_keys(
    content: str, wanted: str | None
) -> None:
    assert version("some.json", content) == wanted


@pytest.mark.parametrize(
    "content", ["", "{", '{"version": "1.2.3"', '{"a" "b"}', "{]", '{"a": 1} x', "[" * 100_000]
)
def test_what_is_no_json_is_an_error_with_its_line(content: str) -> None:
    with pytest.raises(UsageError, match="not JSON"):
        json_doc.locate(content, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1, "\t"]))
def test_the_strict_and_the_tolerant_reader_find_the_same(
    value: object, indent: int | str | None
) -> None:
    content = json.dumps(value, indent=indent)
    strict, tolerant = json_doc.scalars(content), json5_scan.scalars(content)
    assert list(strict) == list(tolerant)


def test_the_entries_of_a_large_lock_file_are_passed_over() -> None:
    packages = {f"node_modules/p{i}": {"version": f"{i}.0.0", "x": "y" * 80} for i in range(20_000)}
    content = json.dumps({"version": "1.2.3", "packages": packages})
    assert place("package-lock.json", content).version == "1.2.3"
