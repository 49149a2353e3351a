from __future__ import annotations

import codecs
import json

import pytest

from releasebot.errors import ExitCode, UsageError
from releasebot.openapi.findings import Location, Position
from releasebot.openapi.load import MAX_BYTES, load
from tests.unit.openapi.documents import document, several

SMALL = '{"openapi": "3.0.0", "info": {"title": "주문"}, "paths": {}}'


def complaint(data: bytes | str, name: str = "docs/api.json") -> str:
    with pytest.raises(UsageError) as caught:
        load(data if isinstance(data, bytes) else data.encode(), name=name)
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(
    ("stated", "dialect"),
    [
        ('"openapi": "3.0.0"', "3.0"),
        ('"openapi": "3.1.1"', "3.1"),
        ('"openapi": "3.2.0"', "3.2"),
        ('"openapi": "3.0"', "3.0"),
        ('"openapi": 3.0', "3.0"),
        ('"openapi": "3.1.0-rc1"', "3.1"),
        ('"swagger": "2.0"', "2.0"),
        ('"swagger": 2.0', "2.0"),
    ],
)
def test_the_version_of_the_specification_is_found(stated: str, dialect: str) -> None:
    assert load(f"{{{stated}}}".encode(), name="a.json").dialect == dialect
    assert load(f"{stated}\n".replace('"', "").encode(), name="a.yaml").dialect == dialect


@pytest.mark.parametrize("stated", ['"openapi": "4.0.0"', '"swagger": "1.2"', '"openapi": null'])
def test_another_version_is_refused_with_its_place(stated: str) -> None:
    said = complaint(f'{{\n  "x": 1,\n  {stated}\n}}')
    assert said.startswith("docs/api.json:3:3: ")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-32"),
    ],
)
@pytest.mark.parametrize("name", ["api.json", "api.yaml", "api"])
def test_byte_order_marks_are_understood(encode: object, name: str) -> None:
    assert callable(encode)
    read = load(encode(SMALL), name=name)
    assert read.root.value["info"]["title"] == "주문"


def test_bytes_that_are_no_utf_8_are_told_with_their_place() -> None:
    said = complaint('{"openapi": "3.0.0",\n"title": "주문"}'.encode("cp949"))
    assert said == "docs/api.json:2:11: the bytes there are not UTF-8"


def test_a_nul_byte_is_told_with_its_line() -> None:
    assert complaint(b'{"openapi":\n"3\x00"}') == (
        "docs/api.json:2:3: control character (NUL) at line 2, column 3"
    )


def test_characters_that_no_page_can_hold_are_replaced_wherever_they_are_escaped() -> None:
    whole = {"openapi": "3.0.0", "info": {"title": "a\0b\x08\ufffe"}, "x\0": ["\x0c\x1f\n\t"]}
    for ascii_only in (True, False):
        data = json.dumps(whole, ensure_ascii=ascii_only).encode()
        value = load(data, name="a.json").root.value
        assert value["info"]["title"] == "a\ufffdb\ufffd\ufffd"
        assert value["x\ufffd"] == ["\ufffd\ufffd\n\t"]
    yaml = load(b'openapi: 3.0.0\ninfo: {title: "a\\0b\\e"}\n', name="a.yaml")
    assert yaml.root.value["info"]["title"] == "a\ufffdb\ufffd"


@pytest.mark.parametrize("empty", ["", "   \n", "# nothing\n", "---\n", "null"])
def test_an_empty_document_is_told_as_such(empty: str) -> None:
    assert complaint(empty, "api.yaml") == "api.yaml:1:1: the document is empty"


@pytest.mark.parametrize(
    "other", ["[1]", '"text"', "12", "just text", "<html><body>x</body></html>"]
)
def test_a_document_that_is_no_object_is_told_as_such(other: str) -> None:
    assert "no OpenAPI document" in complaint(other, "api.yaml")


def test_json_that_is_no_openapi_is_told_apart_from_yaml_that_is_none() -> None:
    told = 'not an OpenAPI document: neither "openapi" nor "swagger" is there'
    assert complaint('{"name": "x"}') == f"docs/api.json:1:1: JSON but {told}"
    assert complaint("name: x\n", "a.yml") == f"a.yml:1:1: YAML but {told}"


def test_what_is_neither_json_nor_yaml_is_told_with_its_place() -> None:
    assert "not valid JSON" in complaint('{"openapi" "3.0.0"}')
    assert "not valid YAML" in complaint("openapi: 3.0.0\n\tinfo: x\n", "a.yaml")


def test_yaml_is_read_from_a_file_that_is_called_json_and_the_other_way_round() -> None:
    assert load(b"openapi: 3.0.0\n", name="a.json").dialect == "3.0"
    assert load(SMALL.encode(), name="a.yaml").root.syntax == "json"
    assert load(b"{openapi: 3.0.0, info: {title: x}}", name="a.yaml").root.syntax == "yaml"


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "at most" in complaint(b" " * (MAX_BYTES + 1))


def test_a_location_has_a_line_and_a_column_and_what_is_missing_those_of_what_is_above() -> None:
    read = load(b'{\n "openapi": "3.0.0",\n "paths": {\n  "/a": {}\n }\n}', name="a.json")
    assert read.position(Location("a.json", "/paths/~1a")) == Position(4, 3)
    assert read.position(Location("a.json", "/paths/~1a/get/responses")) == Position(4, 3)
    assert read.position(Location("a.json", "/nothing")) == Position(1, 1)


def test_other_files_are_read_through_the_reader_however_deep_they_are_named() -> None:
    read = several(
        {
            "docs/openapi.yaml": "openapi: 3.1.0\npaths: {/a: {$ref: 'paths/a.yaml'}}\n",
            "docs/paths/a.yaml": "get: {x: [{$ref: ../../shared/b%20c.json#/x}]}\n",
            "shared/b c.json": '{"x": {"$ref": "#/y"}, "y": {"$ref": "../docs/openapi.yaml"}}',
        }
    )
    assert sorted(read.files) == ["docs/openapi.yaml", "docs/paths/a.yaml", "shared/b c.json"]
    assert read.refused == {}


def test_without_a_reader_no_other_file_is_looked_for() -> None:
    read = document(x={"$ref": "other.json"})
    assert list(read.files) == ["api.json"]
    assert list(read.refused) == ["other.json"]


def test_a_damaged_other_file_breaks_its_references_and_not_the_document() -> None:
    read = several({"a.yaml": "openapi: 3.0.0\nx: {$ref: b.yaml}\n", "b.yaml": "a: [\n"})
    assert read.refused["b.yaml"].startswith("b.yaml:2:1: not valid YAML")


def test_a_description_may_be_a_text_file_of_its_own() -> None:
    read = several(
        {
            "a.yaml": "openapi: 3.0.0\ninfo: {description: {$ref: ./about.md}}\n",
            "about.md": "{not json} # title: [\n",
        }
    )
    assert read.files["about.md"].value == "{not json} # title: [\n"


def test_a_discriminator_may_map_to_files_and_names_of_schemas_are_no_files() -> None:
    mapping = "{cat: './cat.yaml', dog: 'dog.json#/Dog', cow: Farm.Cow, pig: '#/components/x'}"
    read = several(
        {
            "a.yaml": f"openapi: 3.0.0\nx: {{discriminator: {{mapping: {mapping}}}}}\n",
            "cat.yaml": "type: object\n",
            "dog.json": '{"Dog": {}}',
        }
    )
    assert sorted(read.files) == ["a.yaml", "cat.yaml", "dog.json"]
    assert read.refused == {}
