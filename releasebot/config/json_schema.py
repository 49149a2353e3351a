"""The JSON Schema of the configuration, with which editors complete and check it.

`python -m releasebot.config.json_schema FILE` writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from releasebot.config.rules import EXCLUSIVE, NEEDS, Pair
from releasebot.config.schema import Config


def json_schema() -> dict[str, Any]:
    """The schema of a `releasebot.toml`, in JSON Schema 2020-12.

    It accepts every configuration that `releasebot.config.load` does. It refuses wrong keys, types
    and values and wrong pairs of settings; the rules about what is inside a string are left to
    releasebot.
    """
    schema = msgspec.json.schema(Config)
    tables: dict[str, dict[str, Any]] = schema["$defs"]
    for table in tables.values():
        table["properties"] = {name: _setting(one) for name, one in table["properties"].items()}
        if not table["required"]:
            del table["required"]
    for pair in EXCLUSIVE:
        both = {"not": {"required": [pair.first, pair.second]}}
        tables[pair.table.__name__].setdefault("allOf", []).append(both)
    for table_name, needed in _needs(NEEDS).items():
        tables[table_name]["dependentRequired"] = needed
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "releasebot.toml",
        **{key: value for key, value in tables.pop("Config").items() if key != "title"},
        "$defs": tables,
    }


def _setting(schema: dict[str, Any]) -> dict[str, Any]:
    """A setting's schema without null, which TOML has not, and with its default where it is one."""
    (plain,) = [one for one in schema.get("anyOf", [{}]) if one != {"type": "null"}]
    kept = {
        key: value
        for key, value in schema.items()
        if key != "anyOf" and (key != "default" or not (value is None or isinstance(value, dict)))
    }
    return {**plain, **kept}


def _needs(pairs: Iterable[Pair]) -> dict[str, dict[str, list[str]]]:
    needed: dict[str, dict[str, list[str]]] = {}
    for pair in pairs:
        needed.setdefault(pair.table.__name__, {})[pair.first] = [pair.second]
    return needed


def json_schema_text() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json_schema_text(), "utf-8")
