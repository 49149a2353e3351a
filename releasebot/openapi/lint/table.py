"""Every rule, in the order in which the reference page lists them."""

from __future__ import annotations

from releasebot.openapi.lint.rule import Rule
from releasebot.openapi.lint.rules import (
    about,
    components,
    examples,
    naming,
    operations,
    paths,
    references,
    responses,
    schemas,
    specification,
)

FAMILIES: dict[str, tuple[Rule, ...]] = {
    "specification": specification.RULES,
    "references": references.RULES,
    "about": about.RULES,
    "operations": operations.RULES,
    "paths": paths.RULES,
    "responses": responses.RULES,
    "schemas": schemas.RULES,
    "examples": examples.RULES,
    "components": components.RULES,
    "naming": naming.RULES,
}
"""The rules by family; each is a file of `releasebot.openapi.lint.rules`."""

RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES.values() for rule in family)
