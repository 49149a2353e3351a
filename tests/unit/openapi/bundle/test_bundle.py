from __future__ import annotations

import json
import os
import random
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasebot.config.schema import SpecSettings
from releasebot.errors import UsageError
from releasebot.openapi.bundle.bundle import bundle
from releasebot.openapi.lint.check import check
from releasebot.openapi.load import load
from releasebot.openapi.source import obtain
from tests.unit.openapi.bundle.variants import VARIANTS, Spec, read
from tests.unit.openapi.corpus import SPECS, records
from tests.unit.openapi.documents import document, operation, several

EXAMPLE = Path(__file__).parents[4] / "examples/nestjs/swagger.json"
RUNS = int(os.environ.get("RELEASEBOT_BUNDLE_RUNS", "40"))
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cn", "Co")), max_size=8
)
"""Without line ends that YAML folds: the variants' writer would not write them as they are."""
NAMES = st.sampled_from(("Order", "Line", "주문", "Item_2", "Page.Of", "a"))
SCALARS = st.fixed_dictionaries(
    {"type": st.sampled_from(("string", "integer", "boolean"))},
    optional={
        "description": TEXTS,
        "enum": st.lists(st.sampled_from(("x", "y", 3, 1.0)), min_size=1, unique=True),
        "nullable": st.booleans(),
        "example": st.sampled_from(({"b": [2, 1], "a": 1}, 1.0, "x")),
    },
)
REFERENCES = NAMES.map(lambda name: {"$ref": f"#/components/schemas/{name}"})
SCHEMAS = st.recursive(
    SCALARS | REFERENCES,
    lambda inner: (
        st.fixed_dictionaries(
            {"type": st.just("object"), "properties": st.dictionaries(NAMES, inner, max_size=3)},
            optional={"required": st.lists(NAMES, max_size=2, unique=True)},
        )
        | st.fixed_dictionaries({"type": st.just("array"), "items": inner})
        | st.fixed_dictionaries({"allOf": st.lists(inner, min_size=1, max_size=3)})
        | st.fixed_dictionaries(
            {
                "oneOf": st.lists(REFERENCES, min_size=1, max_size=2),
                "discriminator": st.fixed_dictionaries(
                    {
                        "propertyName": st.just("kind"),
                        "mapping": st.dictionaries(
                            NAMES, NAMES.map(lambda name: f"#/components/schemas/{name}")
                        ),
                    }
                ),
            }
        )
    ),
    max_leaves=6,
)
OWN = SCHEMAS.filter(lambda schema: "$ref" not in schema)
"""What is no other name of something else: of two names for one thing either could be meant."""
PARAMETERS = st.builds(
    lambda name, place: {"name": name, "in": place, "schema": {"type": "string"}},
    NAMES,
    st.sampled_from(("query", "header")),
)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A document whose every name is there, so that no reference leads nowhere."""
    names = ("Order", "Line", "주문", "Item_2", "Page.Of", "a")
    parameters = draw(
        st.lists(PARAMETERS, max_size=3, unique_by=lambda one: one["name"] + one["in"])
    )
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {
            f"/{path}": {
                "get": operation(draw(SCHEMAS), parameters=parameters, operationId=f"get{path}")
            }
            for path in draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True))
        },
        "components": {"schemas": {name: draw(OWN) for name in names}},
    }


def values(spec: Spec, **settings: Any) -> Any:  # noqa: ANN401  any JSON value
    made = bundle(load(json.dumps(spec).encode(), name="api.json"), **settings)
    return json.loads(made.data)


@settings(max_examples=RUNS)
@given(specs(), st.sampled_from(sorted(VARIANTS)), st.integers(0, 2**16))
def test_the_same_meaning_gives_the_same_bytes(spec: Spec, variant: str, seed: int) -> None:
    plain = bundle(load(json.dumps(spec).encode(), name="api.json"))
    other = bundle(read(VARIANTS[variant](spec, random.Random(seed))))
    assert other.data == plain.data
    assert bundle(load(other.data, name="bundle.json")) == plain


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_example_is_the_same_however_it_is_written(variant: str) -> None:
    spec = json.loads(EXAMPLE.read_text("utf-8"))
    plain = bundle(load(EXAMPLE.read_bytes(), name="swagger.json"))
    for seed in range(5):
        assert bundle(read(VARIANTS[variant](spec, random.Random(seed)))).data == plain.data


@pytest.mark.parametrize("record", records(valid=True))
def test_a_real_document_is_the_same_however_it_is_written(record: dict[str, Any]) -> None:
    path = SPECS / record["file"]
    source = obtain(SpecSettings(file=path.name), base=path.parent)
    plain = bundle(source)
    assert bundle(load(plain.data, name="bundle.json")) == plain
    # The variants are written of one file each, and writing large ones takes longer than the rest.
    if record["bytes"] < 500_000 and len(source.files) == 1:
        for variant in ("reordered", "yaml"):
            made = VARIANTS[variant](source.root.value, random.Random(7))
            assert bundle(read(made)).digest == plain.digest


@settings(max_examples=RUNS)
@given(specs(), st.sampled_from(("version", "schema", "parameter", "component")))
def test_another_meaning_gives_other_bytes(spec: Spec, change: str) -> None:
    before = values(spec)
    path = next(iter(spec["paths"].values()))["get"]
    if change == "version":
        spec["info"]["version"] = "2"
    elif change == "schema":
        path["responses"]["200"]["content"]["application/json"]["schema"] = {"title": "other"}
    elif change == "parameter":
        path["parameters"] = [*path["parameters"], {"name": "new", "in": "query"}]
    else:
        spec["components"]["schemas"]["New"] = {"type": "string"}
    assert values(spec) != before


def test_the_digest_is_that_of_the_bytes() -> None:
    made = bundle(document())
    assert made.digest == sha256(made.data).hexdigest()
    assert made.data.endswith(b"}\n")


def test_lists_with_an_order_keep_it() -> None:
    spec = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://b"}, {"url": "https://a"}],
        "tags": [{"name": "b"}, {"name": "a"}],
        "security": [],
        "paths": {"/a": {"get": operation({"enum": [2, 1], "x-enum-varnames": ["two", "one"]})}},
        "x-order": [3, 1.0, {"b": 1, "a": [2, 1]}],
    }
    made = values(spec)
    assert [one["url"] for one in made["servers"]] == ["https://b", "https://a"]
    assert [one["name"] for one in made["tags"]] == ["b", "a"]
    assert made["security"] == []
    assert made["x-order"] == [3, 1, {"a": [2, 1], "b": 1}]
    schema = made["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"enum": [2, 1], "x-enum-varnames": ["two", "one"]}


def test_what_two_files_call_alike_gets_two_names() -> None:
    read = several(
        {
            "api.json": json.dumps(
                {
                    "openapi": "3.0.3",
                    "info": {"title": "T", "version": "1"},
                    "paths": {
                        "/a": {"get": operation({"$ref": "a/Pet.json"})},
                        "/b": {"get": operation({"$ref": "b/Pet.json#/Pet"})},
                    },
                }
            ),
            "a/Pet.json": '{"type": "string"}',
            "b/Pet.json": '{"Pet": {"type": "object", "properties": '
            '{"a": {"$ref": "#/Tag"}}}, "Tag": {}}',
        }
    )
    made = json.loads(bundle(read).data)
    assert made["components"]["schemas"] == {
        "Pet": {"type": "string"},
        "Pet-2": {
            "type": "object",
            "properties": {"a": {"$ref": "#/components/schemas/Tag"}},
        },
        "Tag": {},
    }
    assert check(load(json.dumps(made).encode(), name="b.json")).errors == 0


def test_a_circle_through_files_ends_in_references() -> None:
    read = several(
        {
            "api.json": json.dumps(
                {
                    "openapi": "3.0.3",
                    "info": {"title": "T", "version": "1"},
                    "paths": {"/a": {"get": operation({"$ref": "tree.json"})}},
                }
            ),
            "tree.json": '{"properties": {"below": {"$ref": "tree.json"}, '
            '"up": {"$ref": "b.json"}}}',
            "b.json": '{"items": {"$ref": "tree.json#/properties/below"}, "type": "array"}',
        }
    )
    made = bundle(read)
    schemas = json.loads(made.data)["components"]["schemas"]
    assert set(schemas) == {"tree", "b"}
    resolved = json.loads(bundle(read, refs="resolve").data)
    assert set(resolved["components"]["schemas"]) == {"tree"}


def test_texts_and_values_of_other_files_are_put_in_place() -> None:
    read = several(
        {
            "api.json": json.dumps(
                {
                    "openapi": "3.1.0",
                    "info": {"title": "T", "version": "1", "description": {"$ref": "about.md"}},
                    "paths": {},
                    "x-logo": {"$ref": "logo.json#/a"},
                    "x-own": {"$ref": "#/info"},
                }
            ),
            "about.md": "# 안녕\n",
            "logo.json": '{"a": {"url": "x"}}',
        }
    )
    made = json.loads(bundle(read).data)
    assert made["info"]["description"] == "# 안녕\n"
    assert made["x-logo"] == {"url": "x"}
    assert made["x-own"] == {"$ref": "#/info"}


def test_a_reference_that_leads_nowhere_stays_as_it_is() -> None:
    made = values(
        {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": operation({"$ref": "#/components/schemas/No"})}},
        }
    )
    schema = made["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/No"}


INTERNAL: Spec = {
    "openapi": "3.0.3",
    "info": {"title": "T", "version": "1"},
    "tags": [{"name": "a"}, {"name": "b", "x-internal": True}],
    "paths": {
        "/public": {
            "parameters": [{"name": "trace", "in": "header", "x-internal": True}],
            "get": operation({"$ref": "#/components/schemas/Order"}),
            "post": operation({"$ref": "#/components/schemas/Audit"}, **{"x-internal": True}),
        },
        "/admin": {
            "get": operation({"$ref": "#/components/schemas/Audit"}, **{"x-internal": True})
        },
        "/hidden": {"x-internal": True, "get": operation()},
    },
    "components": {
        "schemas": {
            "Order": {
                "type": "object",
                "required": ["id", "margin"],
                "properties": {
                    "id": {"type": "string"},
                    "margin": {"type": "number", "x-internal": True},
                    "secret": {"$ref": "#/components/schemas/Secret"},
                },
            },
            "Audit": {"type": "object", "properties": {"by": {"$ref": "#/components/schemas/By"}}},
            "By": {"type": "string"},
            "Secret": {"type": "string", "x-internal": True},
            "Unused": {"type": "string"},
        }
    },
}


def test_what_is_internal_is_left_out_with_all_that_only_it_used() -> None:
    made = values(INTERNAL)
    assert list(made["paths"]) == ["/public"]
    assert list(made["paths"]["/public"]) == ["get"]
    assert [one["name"] for one in made["tags"]] == ["a"]
    assert made["components"]["schemas"] == {
        "Order": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "string"}},
        },
        "Unused": {"type": "string"},
    }
    assert "x-internal" not in json.dumps(made)


def test_what_is_internal_stays_where_it_is_asked_for() -> None:
    made = values(INTERNAL, internal="keep")
    assert set(made["paths"]) == {"/public", "/admin", "/hidden"}
    assert set(made["components"]["schemas"]) == {"Order", "Audit", "By", "Secret", "Unused"}


def test_resolved_references_are_gone_but_for_those_that_lead_to_themselves() -> None:
    tree = {"properties": {"below": {"items": {"$ref": "#/components/schemas/Tree"}}}}
    spec = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {"get": operation({"$ref": "#/components/schemas/A"})},
            "/t": {"get": operation({"$ref": "#/components/schemas/Tree"})},
        },
        "components": {
            "schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": {}, "Tree": tree},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    made = values(spec, refs="resolve")
    body = made["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
    assert body["schema"] == {"items": {}}
    assert set(made["components"]) == {"schemas", "securitySchemes"}
    assert made["components"]["schemas"] == {"Tree": tree}


def test_a_name_makes_no_difference_where_references_are_resolved() -> None:
    def spec(name: str) -> Spec:
        return {
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": operation({"$ref": f"#/components/schemas/{name}"})}},
            "components": {"schemas": {name: {"type": "string"}}},
        }

    assert values(spec("A"), refs="resolve") == values(spec("B"), refs="resolve")
    assert values(spec("A")) != values(spec("B"))


def test_a_document_that_would_grow_without_end_is_refused() -> None:
    schemas: Spec = {"S0": {"type": "string"}}
    for number in range(1, 40):
        one = {"$ref": f"#/components/schemas/S{number - 1}"}
        schemas[f"S{number}"] = {"properties": {"a": one, "b": one}}
    read = document(
        {"/a": {"get": operation({"$ref": "#/components/schemas/S39"})}},
        components={"schemas": schemas},
    )
    assert len(bundle(read).data) < 10_000
    with pytest.raises(UsageError, match="more than") as caught:
        bundle(read, refs="resolve")
    assert "--refs resolve" in caught.value.hint


def test_files_that_name_each_other_many_times_are_not_written_out_without_end() -> None:
    files = {
        "api.json": json.dumps(
            {
                "openapi": "3.0.3",
                "info": {"title": "T", "version": "1"},
                "paths": {},
                "x": {"$ref": "f0.json"},
            }
        )
    }
    for number in range(40):
        one = f'{{"$ref": "f{number + 1}.json"}}'
        files[f"f{number}.json"] = f'{{"a": {one}, "b": {one}}}'
    files["f40.json"] = "{}"
    with pytest.raises(UsageError, match="more than"):
        bundle(several(files))


def test_what_is_nested_too_deeply_is_refused_and_crashes_nothing() -> None:
    deep: Any = {"type": "string"}
    for _ in range(90):
        deep = {"items": deep}
    files = {
        f"f{number}.json": json.dumps({"a": {"$ref": f"f{number + 1}.json"}})
        for number in range(600)
    }
    start = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation(deep)}},
    }
    assert bundle(load(json.dumps(start).encode(), name="a.json")).data
    with pytest.raises(UsageError, match="nested too deeply"):
        bundle(several({"a.json": json.dumps({**start, "x": {"$ref": "f0.json"}}), **files}))


def test_swagger_2_keeps_its_own_places_for_components() -> None:
    read = several(
        {
            "api.json": json.dumps(
                {
                    "swagger": "2.0",
                    "info": {"title": "T", "version": "1"},
                    "paths": {
                        "/a": {
                            "get": {
                                "responses": {
                                    "200": {"description": "x", "schema": {"$ref": "pet.json"}}
                                }
                            }
                        }
                    },
                    "definitions": {"Pet": {"$ref": "pet.json"}},
                }
            ),
            "pet.json": '{"type": "object"}',
        }
    )
    made = json.loads(bundle(read).data)
    assert made["definitions"] == {"Pet": {"type": "object"}}
    response = made["paths"]["/a"]["get"]["responses"]["200"]
    assert response["schema"] == {"$ref": "#/definitions/Pet"}
