"""The same document written otherwise: re-ordered, re-formatted, split into files."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import yaml

from releasebot.openapi.load import Document, load
from tests.unit.openapi.documents import reader

Spec = dict[str, Any]
_DATA = frozenset({"example", "examples", "default", "value"})
_NAMES = frozenset({"properties", "schemas", "paths", "responses", "headers", "patternProperties"})
_UNORDERED = frozenset({"required", "enum", "parameters", "allOf", "oneOf", "anyOf"})


def read(files: Mapping[str, bytes]) -> Document:
    """The document that the first file holds and that refers to the others."""
    name, data = next(iter(files.items()))
    others = reader({key: text.decode() for key, text in files.items()})
    return load(data, name=name, read=others)


def as_json(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """As it is, in one of JSON's forms."""
    indent = chance.choice((None, 1, 4))
    return {
        "api.json": json.dumps(spec, indent=indent, ensure_ascii=chance.random() < 0.5).encode()
    }


def reordered(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """With its keys, and the lists that have no order, shuffled."""
    return as_json(_shuffled(spec, chance), chance)


def as_yaml(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """In YAML, in one of its forms."""
    flow = chance.choice((None, False, True))
    text = yaml.safe_dump(
        _shuffled(spec, chance), allow_unicode=True, sort_keys=False, default_flow_style=flow
    )
    return {"docs/api.yaml": text.encode()}


def with_defaults(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """With what goes without saying said."""
    spoken = deepcopy(spec)
    for item in spoken["paths"].values():
        for operation in item.values():
            if type(operation) is dict and "responses" in operation:
                operation.setdefault("deprecated", False)
                operation.setdefault("parameters", [])
                operation.setdefault("tags", [])
    return as_json(spoken, chance)


def split(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """Its components in files of their own that the components refer to, and some of its paths."""
    whole, files = deepcopy(spec), dict[str, Any]()
    for group, members in (whole.get("components") or {}).items():
        for name in list(members):
            if chance.random() < 0.7 and group != "securitySchemes":
                files[f"parts/{group}/{name}.json"] = _rebased(members[name], "../../api.json")
                members[name] = {"$ref": f"parts/{group}/{name}.json"}
    for number, path in enumerate(list(whole["paths"])):
        if chance.random() < 0.5:
            files[f"paths/{number}.json"] = _rebased(whole["paths"][path], "../api.json")
            whole["paths"][path] = {"$ref": f"./paths/{number}.json"}
    return _written(whole, files, chance)


def split_without_components(spec: Spec, chance: random.Random) -> dict[str, bytes]:
    """Its schemas in files of their own, which everything refers to directly."""
    schemas = spec.get("components", {}).get("schemas", {})
    moved, waiting = set[str](), [json.dumps(spec["paths"])]
    while waiting:
        text = waiting.pop()
        for name in schemas.keys() - moved:
            if json.dumps(f"#/components/schemas/{name}") in text:
                moved.add(name)
                waiting.append(json.dumps(schemas[name]))
    whole = _moved(deepcopy(spec), moved, "schemas/")
    files = {
        f"schemas/{name}.json": _moved(deepcopy(schemas[name]), moved, "", up="../api.json")
        for name in moved
    }
    for name in moved:
        del whole["components"]["schemas"][name]
    return _written(whole, files, chance)


VARIANTS: dict[str, Callable[[Spec, random.Random], dict[str, bytes]]] = {
    "json": as_json,
    "reordered": reordered,
    "yaml": as_yaml,
    "defaults": with_defaults,
    "split": split,
    "split without components": split_without_components,
}


def _written(whole: Spec, files: Mapping[str, Any], chance: random.Random) -> dict[str, bytes]:
    parts = {"api.json": whole, **files}
    return {name: json.dumps(_shuffled(part, chance)).encode() for name, part in parts.items()}


def _shuffled(node: Any, chance: random.Random, key: str = "") -> Any:  # noqa: ANN401  any JSON value
    """With the keys shuffled everywhere, and the lists without an order where they are no data."""
    if type(node) is dict:
        keys = list(node)
        chance.shuffle(keys)
        paired = any(one.startswith("x-enum") for one in keys)  # said of each value by its order
        return {
            one: node[one]
            if paired and one == "enum"
            else _shuffled(node[one], chance, _context(key, one))
            for one in keys
        }
    if type(node) is list:
        items = [_shuffled(item, chance, key if key == "data" else "") for item in node]
        if key in _UNORDERED:
            chance.shuffle(items)
        return items
    return node


def _context(above: str, key: str) -> str:
    """What a key is: `data` where its value means nothing to the specification."""
    if above == "data" or key in _DATA or key.startswith("x-"):
        return "data" if above != "names" else ""
    return "names" if key in _NAMES and above != "names" else "" if above == "names" else key


def _rebased(node: Any, base: str) -> Any:  # noqa: ANN401
    """The same with references into the document written as from another file."""
    if type(node) is dict:
        return {
            key: f"{base}{item}"
            if key == "$ref" and type(item) is str and item.startswith("#")
            else _mapping(item, base)
            if key == "mapping"
            else _rebased(item, base)
            for key, item in node.items()
        }
    return [_rebased(item, base) for item in node] if type(node) is list else node


def _mapping(node: Any, base: str) -> Any:  # noqa: ANN401
    return {key: f"{base}{name}" if name.startswith("#") else name for key, name in node.items()}


def _moved(node: Any, names: set[str], folder: str, up: str = "") -> Any:  # noqa: ANN401
    """The same with references to some schemas leading to their files."""
    if type(node) is list:
        return [_moved(item, names, folder, up) for item in node]
    if type(node) is not dict:
        return node
    made: dict[str, Any] = {}
    for key, item in node.items():
        if key == "$ref" and type(item) is str:
            made[key] = _elsewhere(item, names, folder, up)
        elif key == "mapping":
            made[key] = {one: _elsewhere(name, names, folder, up) for one, name in item.items()}
        else:
            made[key] = _moved(item, names, folder, up)
    return made


def _elsewhere(reference: str, names: set[str], folder: str, up: str) -> str:
    name = reference.removeprefix("#/components/schemas/")
    if name in names:
        return f"{folder}{name}.json"
    return f"{up}{reference}" if reference.startswith("#") else reference
