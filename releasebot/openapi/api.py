"""A document as an `Api`."""

from __future__ import annotations

from releasebot.openapi import about
from releasebot.openapi.findings import Location
from releasebot.openapi.load import Document
from releasebot.openapi.model import Api, NamedSchema
from releasebot.openapi.operations import OperationReader
from releasebot.openapi.parts import Parts
from releasebot.openapi.refs import Target, is_reference
from releasebot.openapi.schema import Schema
from releasebot.openapi.scope import Node, Scope
from releasebot.openapi.swagger2 import Parts2


def read_api(document: Document) -> Api:
    """The API that `document` describes; what is wrong in it is left out and noted."""
    root: Node = document.root.value
    location = Location(document.root.name)
    scope = Scope(document)
    schemas = _schemas(root, location, scope)
    parts = Parts2(scope, root) if document.dialect == "2.0" else Parts(scope)
    reader = OperationReader(parts)
    operations = reader.paths(root, location)
    webhooks = reader.webhooks(root, location)
    return Api(
        document.dialect,
        about.info(root, location, scope),
        about.servers(root, location, scope),
        about.tags(root, location, scope, (*operations, *webhooks)),
        operations,
        webhooks,
        schemas,
        about.security_schemes(root, location, scope),
        about.requirements(root, location, scope) or (),
        scope,
        about.docs(root, location, scope),
        about.tag_groups(root, location, scope),
        tuple(reader.problems),
    )


def _schemas(root: Node, location: Location, scope: Scope) -> tuple[NamedSchema, ...]:
    """The component schemas, named first so that no other schema takes their names."""
    if scope.dialect == "2.0":
        holder, key, at = root, "definitions", location
    else:
        holder, key = scope.mapping(root, "components", location), "schemas"
        at = location.child("components")
    stated = scope.mapping(holder, key, at)
    found = tuple(
        NamedSchema(scope.name_of(at.child(key, name)), Schema.at(node, at.child(key, name), scope))
        for name, node in stated.items()
    )
    scope.components |= {named.schema.location for named in found}
    for named in found:
        if is_reference(named.schema.node):
            target = scope.follow(named.schema.node, named.schema.location)
            if isinstance(target, Target):
                scope.also(named.name, target.location)
    return found
