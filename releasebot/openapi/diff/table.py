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

ROWS: Mapping[str, Row] = {
    row.name: row
    for family in (
        types.ROWS,
        bounds.ROWS,
        values.ROWS,
        texts.ROWS,
        objects.ROWS,
        composition.ROWS,
        conditions.ROWS,
        lifecycle.ROWS,
    )
    for row in family
}
"""The rules about schemas, by their names without a place."""

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in reversed(
        (
            *expand(ROWS.values()),
            *documents.RULES,
            *operations.RULES,
            *parameters.RULES,
            *bodies.RULES,
            *responses.RULES,
            *security.RULES,
            *servers.RULES,
        )
    )
}
"""Every rule; of several sentences for one id the general one."""
