from __future__ import annotations

import pytest

from releasebot.openapi.findings import Location
from releasebot.openapi.refs import MAX_CHAIN, Broken, Resolver, Target
from tests.unit.openapi.documents import document, several


def followed(reference: str, **rest: object) -> object:
    found = Resolver(document(**rest)).follow_all({"$ref": reference}, Location("api.json"))
    return found.node if isinstance(found, Target) else found.message


def test_a_pointer_is_followed_with_its_escapes() -> None:
    rest = {"x": {"a/b": {"c~d": {"빈 칸": [10, 11]}}, "": 1}}
    assert followed("#/x/a~1b/c~0d/빈 칸/1", **rest) == 11
    assert followed("#/x/a~1b/c~0d/%EB%B9%88%20%EC%B9%B8/0", **rest) == 10
    assert followed("#/x/", **rest) == 1


@pytest.mark.parametrize(
    "reference",
    ["#/nothing", "#/x/9", "#/x/-1", "#/x/0/deeper", "#nowhere", "#/x/01x", "missing.json", ""],
)
def test_a_reference_that_leads_nowhere_is_named(reference: str) -> None:
    said = followed(reference, x=[1])
    if reference:
        assert isinstance(said, str)
        assert reference in said


def test_chains_are_followed_and_circles_end() -> None:
    links: dict[str, object] = {f"a{n}": {"$ref": f"#/x/a{n + 1}"} for n in range(MAX_CHAIN - 2)}
    assert followed("#/x/a0", x={**links, f"a{MAX_CHAIN - 2}": "end"}) == "end"
    circle = {"a": {"$ref": "#/x/b"}, "b": {"$ref": "#/x/a"}}
    assert "leads to itself" in str(followed("#/x/a", x=circle))
    assert "leads to itself" in str(followed("#/x/a", x={"a": {"$ref": "#/x/a"}}))
    through = {"a": {"$ref": "#/x/a/b"}}
    assert "unresolvable" in str(followed("#/x/a/b", x=through))


def test_a_pointer_goes_on_through_a_reference_on_its_way() -> None:
    rest = {"x": {"a": {"$ref": "#/y"}}, "y": {"b": {"$ref": "#/z"}}, "z": {"c": 5}}
    assert followed("#/x/a/b/c", **rest) == 5


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (
            "http://user:secret@127.0.0.1:9/a?token=secret#/b",
            "remote references are not followed: http://127.0.0.1:9/a",
        ),
        ("//example.com/a", "remote references are not followed: "),
        ("https://[::1/a", "remote references are not followed: "),
        ("file:///etc/passwd", "reference leaves the folder of the document: file:///etc/passwd"),
        ("/etc/passwd", "reference leaves the folder of the document: /etc/passwd"),
        ("C:\\secret", "reference leaves the folder of the document: C:\\secret"),
        ("..\\secret", "reference leaves the folder of the document: ..\\secret"),
    ],
)
def test_what_must_not_be_reached_is_refused(reference: str, said: str) -> None:
    found = Resolver(document()).follow(reference, base="api.json")
    assert isinstance(found, Broken)
    assert found.code == "refused-reference"
    assert found.message.startswith(said)
    assert "token" not in found.message
    assert "user" not in found.message


def test_references_between_files_start_from_the_file_they_stand_in() -> None:
    read = several(
        {
            "a.yaml": "openapi: 3.1.0\nx: {$ref: 'm/b.yaml#/deep/x'}\n",
            "m/b.yaml": "deep: {x: {$ref: 'c.yaml'}}\n",
            "m/c.yaml": "type: string\nback: {$ref: ../a.yaml#/openapi}\n",
        }
    )
    resolver = Resolver(read)
    found = resolver.follow_all({"$ref": "m/b.yaml#/deep/x"}, Location("a.yaml"))
    assert isinstance(found, Target)
    assert found.location == Location("m/c.yaml")
    back = resolver.follow("../a.yaml#/openapi", base="m/c.yaml")
    assert isinstance(back, Target)
    assert back.node == "3.1.0"


def test_names_of_json_schema_are_found_in_their_file() -> None:
    rest = {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                "A": {"$anchor": "here", "type": "string"},
                "B": {
                    "$id": "https://schemas.example/b",
                    "$defs": {"inner": {"$dynamicAnchor": "dyn", "type": "number"}},
                },
            }
        },
    }
    assert followed("#here", **rest) == {"$anchor": "here", "type": "string"}
    number = {"$dynamicAnchor": "dyn", "type": "number"}
    assert followed("#dyn", **rest) == number
    assert followed("https://schemas.example/b#/$defs/inner", **rest) == number
    assert followed("https://schemas.example/b#dyn", **rest) == number
    assert "remote references" in str(followed("https://schemas.example/c", **rest))


def test_a_refused_file_is_told_with_the_reason_and_the_reference() -> None:
    read = several({"a.yaml": "openapi: 3.1.0\nx: {$ref: ../../secret.yaml}\n"})
    found = Resolver(read).follow("../../secret.yaml", base="a.yaml")
    assert isinstance(found, Broken)
    assert found.message == "there is no such file: ../../secret.yaml"
