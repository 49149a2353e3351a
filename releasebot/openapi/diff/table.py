"""Every rule of the comparison, by its id."""

from __future__ import annotations

from collections.abc import Mapping

from releasebot.openapi.diff import (
    bodies,
    bounds,
    composition,
    conditions,
    documents,
    lifecycle,
    objects,
    operations,
    parameters,
    responses,
    security,
    servers,
    texts,
    types,
    values,
)
from releasebot.openapi.diff.rule import Row, Rule, expand

FAMILIES: Mapping[str, tuple[Row, ...]] = {
    "types": types.ROWS,
    "bounds": bounds.ROWS,
    "values": values.ROWS,
    "texts": texts.ROWS,
    "properties": objects.ROWS,
    "composition": composition.ROWS,
    "conditions": conditions.ROWS,
    "lifecycle": lifecycle.ROWS,
}
"""The rules about schemas, by what they are about."""

OTHERS: Mapping[str, tuple[Rule, ...]] = {
    "operations": operations.RULES,
    "parameters": parameters.RULES,
    "request-bodies": bodies.RULES,
    "responses": responses.RULES,
    "security": security.RULES,
    "servers": servers.RULES,
    "documents": documents.RULES,
}
"""The rules about all that stands around schemas."""

ROWS: Mapping[str, Row] = {row.name: row for rows in FAMILIES.values() for row in rows}
"""The rules about schemas, by their names without a place."""

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in reversed(
        (*expand(ROWS.values()), *(rule for rules in OTHERS.values() for rule in rules))
    )
}
"""Every rule by its id; of several sentences for one id the general one."""
