"""What stands around the operations: information, servers, tags, and ways to authenticate."""

from __future__ import annotations

from releasebot.openapi import swagger2
from releasebot.openapi.findings import Location
from releasebot.openapi.model import (
    Contact,
    ExternalDocs,
    Flow,
    Info,
    License,
    Operation,
    Requirement,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
)
from releasebot.openapi.scope import Node, Scope

_FLOWS_OF_2 = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def info(root: Node, location: Location, scope: Scope) -> Info:
    """The Info Object; the title is empty where it is missing."""
    node, at = scope.mapping(root, "info", location), location.child("info")
    text = scope.text
    contact, licence = scope.mapping(node, "contact", at), scope.mapping(node, "license", at)
    return Info(
        text(node, "title", at),
        text(node, "version", at),
        text(node, "summary", at),
        text(node, "description", at),
        text(node, "termsOfService", at),
        Contact(text(contact, "name", at), text(contact, "url", at), text(contact, "email", at))
        if any(contact.get(key) for key in ("name", "url", "email"))
        else None,
        License(
            text(licence, "name", at), text(licence, "url", at), text(licence, "identifier", at)
        )
        if licence
        else None,
    )


def docs(node: Node, location: Location, scope: Scope) -> ExternalDocs | None:
    """The External Documentation Object of `node`."""
    stated, at = scope.mapping(node, "externalDocs", location), location.child("externalDocs")
    url = scope.text(stated, "url", at)
    return ExternalDocs(url, scope.text(stated, "description", at)) if url else None


def servers(node: Node, location: Location, scope: Scope) -> tuple[Server, ...]:
    """The Server Objects of a document, a path or an operation."""
    if scope.dialect == "2.0":
        return swagger2.servers(node, location.file, scope)
    text = scope.text
    return tuple(
        Server(
            text(server, "url", at),
            text(server, "name", at),
            text(server, "description", at),
            tuple(
                ServerVariable(
                    name,
                    text(variable, "default", where),
                    scope.texts(variable, "enum", where),
                    text(variable, "description", where),
                )
                for name, variable, where in scope.members(server, "variables", at)
            ),
        )
        for server, at in scope.items(node, "servers", location)
    )


def tags(
    root: Node, location: Location, scope: Scope, operations: tuple[Operation, ...]
) -> tuple[Tag, ...]:
    """The declared tags, then those that operations name, in the order of their first use."""
    found: dict[str, Tag] = {}
    for node, at in scope.items(root, "tags", location):
        name = scope.text(node, "name", at)
        title = scope.text(node, "x-displayName", at)
        if name.strip() and name not in found:
            found[name] = Tag(
                name,
                title,
                scope.text(node, "summary", at),
                scope.text(node, "description", at),
                docs(node, at, scope),
            )
    for operation in operations:
        for name in operation.tags:
            found.setdefault(name, Tag(name))
    return tuple(found.values())


def tag_groups(
    root: Node, location: Location, scope: Scope
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The groups of `x-tagGroups`: each name with its tags."""
    if "x-tagGroups" not in root:
        return ()
    return tuple(
        (scope.text(node, "name", at), scope.texts(node, "tags", at))
        for node, at in scope.items(root, "x-tagGroups", location)
    )


def security_schemes(root: Node, location: Location, scope: Scope) -> tuple[SecurityScheme, ...]:
    """The ways to authenticate that the document declares."""
    if scope.dialect == "2.0":
        members = scope.members(root, "securityDefinitions", location)
    else:
        components, at = scope.mapping(root, "components", location), location.child("components")
        members = scope.members(components, "securitySchemes", at)
    return tuple(_security_scheme(name, node, at, scope) for name, node, at in members)


def requirements(node: Node, location: Location, scope: Scope) -> tuple[Requirement, ...] | None:
    """The Security Requirement Objects at `security`; None where nothing is said."""
    if node.get("security") is None:
        return None
    return tuple(
        Requirement(tuple((name, scope.texts(one, name, at)) for name in one))
        for one, at in scope.items(node, "security", location)
    )


def _security_scheme(name: str, node: Node, location: Location, scope: Scope) -> SecurityScheme:
    text = scope.text
    kind, scheme = text(node, "type", location), text(node, "scheme", location)
    if kind == "basic":
        kind, scheme = "http", "basic"
    return SecurityScheme(
        name,
        kind,
        text(node, "description", location),
        scheme,
        text(node, "bearerFormat", location),
        text(node, "name", location),
        text(node, "in", location),
        text(node, "openIdConnectUrl", location),
        _flows(node, location, scope),
        node.get("deprecated") is True,
    )


def _flows(node: Node, location: Location, scope: Scope) -> tuple[Flow, ...]:
    if scope.dialect == "2.0":
        kind = scope.text(node, "flow", location)
        return (_flow(_FLOWS_OF_2.get(kind, kind), node, location, scope),) if kind else ()
    return tuple(
        _flow(kind, flow, at, scope) for kind, flow, at in scope.members(node, "flows", location)
    )


def _flow(kind: str, node: Node, location: Location, scope: Scope) -> Flow:
    text = scope.text
    scopes, at = scope.mapping(node, "scopes", location), location.child("scopes")
    return Flow(
        kind,
        text(node, "authorizationUrl", location),
        text(node, "tokenUrl", location),
        text(node, "refreshUrl", location),
        text(node, "deviceAuthorizationUrl", location),
        tuple((name, text(scopes, name, at)) for name in scopes if not name.startswith("x-")),
    )
