from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.formats.selector import dotted, parse
from tests.unit.version.reading import place, version


@pytest.mark.parametrize(
    ("selector", "steps"),
    [
        ("app.version", ("app", "version")),
        ("services.0.image", ("services", "0", "image")),
        ("images[0].newTag", ("images", "0", "newTag")),
        ('labels["a.b/c"]', ("labels", "a.b/c")),
        ("labels['a.b'].c", ("labels", "a.b", "c")),
        ('labels."a.b".c', ("labels", "a.b", "c")),
        (r"labels.a\.b.c", ("labels", "a.b", "c")),
        ('packages."".version', ("packages", "", "version")),
        ("variables[name=version].value", ("variables", "version", "value")),
        ("/info/version", ("info", "version")),
        ("/a~1b/c~0d", ("a/b", "c~d")),
        ('["."]', (".",)),
        ("$.app.version", ("app", "version")),
        (".app.version", ("app", "version")),
        ("#/info/version", ("info", "version")),
        ("$schema.version", ("$schema", "version")),
        ("", ()),
    ],
)
def test_a_selector_is_read_in_every_usual_spelling(selector: str, steps: tuple[str, ...]) -> None:
    assert parse(selector) == steps


@pytest.mark.parametrize(
    "selector", ["a..b", "a.", "..a", 'a."b', "a[", "a[b", 'a["b"', "a]b", "a'b"]
)
def test_a_selector_that_cannot_be_read_says_where(selector: str) -> None:
    with pytest.raises(UsageError, match="cannot be read at position"):
        parse(selector)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=1))
def test_any_path_is_named_by_its_selector(path: list[str]) -> None:
    assert parse(dotted(path)) == tuple(path)


CONTENT = """\
services:
  - name: api
    image: acme/api:1.2.3
  - name: db
    image: postgres:15.4
labels:
  app.kubernetes.io/version: 2.0.0
"""


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("services.0.image", "1.2.3"),
        ("services.api.image", "1.2.3"),
        ("services[name=db].image", "15.4"),
        ("services.0.image#tag", "1.2.3"),
        ("/services/1/image", "15.4"),
        ("labels.app.kubernetes.io/version", "2.0.0"),
        ('labels["app.kubernetes.io/version"]', "2.0.0"),
        ("app.kubernetes.io/version", "2.0.0"),
        ("services/api/image", "1.2.3"),
        ("Services:API", "1.2.3"),
        ("api", "1.2.3"),
        ("services", None),
        ("services.cache", None),
        ("services.image", None),
        ("/image", None),
        ("image", None),
    ],
)
def test_a_place_is_named_by_path_pointer_or_the_name_of_an_item(
    selector: str, wanted: str | None
) -> None:
    assert version("some.yaml", CONTENT, selector) == wanted


def test_the_last_keys_are_enough_where_they_mean_one_place() -> None:
    content = "a:\n  b:\n    tag: 1.2.3\n  c:\n    name: x\n"
    assert place("some.yaml", content, "b.tag").selector == "a.b.tag"
    assert place("some.yaml", content, "tag").version == "1.2.3"
