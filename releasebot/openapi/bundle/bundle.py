"""A document as one file whose bytes are the same whenever its meaning is.

Keys and lists without an order are ordered, defaults are left out, and what other files hold stands
among the components. The document's digest is that of these bytes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Literal

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.openapi.bundle.canonical import normal, written
from releasebot.openapi.bundle.expand import check_size, expanded
from releasebot.openapi.bundle.internal import Internal, without_unused
from releasebot.openapi.bundle.owners import Owners
from releasebot.openapi.findings import Location
from releasebot.openapi.grammar import Field, Kind, field_of
from releasebot.openapi.load import Document
from releasebot.openapi.refs import Resolver, Target

_MOST_PUT = 200_000
"""How many objects of other files may be put in place of references, those of names apart."""
_TEXTS = frozenset({"description", "summary", "title"})
_SIBLINGS_COUNT = frozenset({"3.1", "3.2"})


class Bundle(Struct, frozen=True):
    """The bytes of a bundled document, and their SHA-256 in hexadecimal."""

    data: bytes
    digest: str


def bundle(
    document: Document,
    *,
    refs: Literal["keep", "resolve"] = "keep",
    internal: Literal["remove", "keep"] = "remove",
) -> Bundle:
    """The one form of `document`: JSON in UTF-8 that refers to nothing outside itself.

    With `refs="resolve"` references are replaced by what they lead to, but for those that lead back
    to themselves. With `internal="remove"` what is marked `x-internal` is left out, and with it the
    components that nothing else used. References that lead nowhere stay as they are.

    Raises:
        UsageError: the document would be too large to write, or nested too deeply.
    """
    name = document.root.name
    try:
        value = bundled(document, internal=internal)
        if refs == "resolve":
            value = expanded(value, document.dialect, name=name)
        data = written(value)
    except RecursionError as error:
        raise UsageError(
            f"{name}: what its references lead to is nested too deeply to be put into one file",
            hint="a document for people is not nested like that; look at what writes it",
        ) from error
    return Bundle(data, sha256(data).hexdigest())


def bundled(document: Document, *, internal: Literal["remove", "keep"] = "remove") -> Any:  # noqa: ANN401  a JSON object
    """The value that `bundle` writes, with its references kept."""
    whole = _Bundler(document, Internal(document)).value()
    if internal == "keep":
        return whole
    hidden = Internal(document, hide=True)
    shown = _Bundler(document, hidden).value()
    return without_unused(shown, whole, document.dialect) if hidden.met else whole


class _Bundler:
    """Puts the parts of one document together."""

    def __init__(self, document: Document, internal: Internal) -> None:
        self._document = document
        self._dialect = document.dialect
        self._resolver = Resolver(document)
        self._owners = Owners(document, self._resolver)
        self._internal = internal
        self._inside: list[Location] = []
        """What is being put in place of a reference, so that a circle ends."""
        self._put = 0
        """How many objects were put in place of references."""

    def value(self) -> dict[str, Any]:
        root, location = self._document.root.value, Location(self._document.root.name)
        whole = self._object("document", root, location)
        for owner, at in self._owners.added():
            node = self._at(at)
            holder = whole if self._dialect == "2.0" else _object_at(whole, "components")
            kind = self._owners.groups[owner.group]
            _object_at(holder, owner.group)[owner.name] = self._content(kind, node, at)
        components = whole.get("components")
        if type(components) is dict:
            whole["components"] = {key: held for key, held in components.items() if held != {}}
            if not whole["components"]:
                del whole["components"]
        return whole

    def _at(self, location: Location) -> Any:  # noqa: ANN401  any JSON value
        found = self._resolver.follow(f"#{location.pointer}", base=location.file)
        return found.node if isinstance(found, Target) else {}

    def _content(self, kind: Kind, node: Any, location: Location) -> Any:  # noqa: ANN401
        if type(node) is not dict:
            return self._data(node, location)
        if type(node.get("$ref")) is str:
            return self._reference(kind, node, location)
        return self._object(kind, node, location)

    def _object(self, kind: Kind, node: dict[str, Any], location: Location) -> dict[str, Any]:
        made: dict[str, Any] = {}
        self._count()
        for key in sorted(node):
            value, at = node[key], location.child(key)
            field = field_of(kind, key, self._dialect)
            if field is None or key == "$ref":
                made[key] = self._said(key, value, at)
            else:
                made[key] = self._held(field, value, at)
                if not self._internal.keeps(field, value, made[key]):
                    del made[key]
        if kind == "schema":
            self._schema(node, made, location)
        return normal(kind, made)

    def _held(self, field: Field, value: Any, location: Location) -> Any:  # noqa: ANN401
        if field.shape == "list" and type(value) is list:
            shown = [
                (item, location.child(index))
                for index, item in enumerate(value)
                if self._internal.shows(field.kind, item, location.child(index), self._resolver)
            ]
            return [self._content(field.kind, item, at) for item, at in shown]
        if field.shape == "map" and type(value) is dict:
            return {
                name: self._content(field.kind, value[name], location.child(name))
                for name in sorted(value)
                if self._internal.shows(
                    field.kind, value[name], location.child(name), self._resolver
                )
            }
        if field.shape == "one" and type(value) is dict:
            if not self._internal.shows(field.kind, value, location, self._resolver):
                return None
            return self._content(field.kind, value, location)
        return self._data(value, location)

    def _reference(self, kind: Kind, node: dict[str, Any], location: Location) -> dict[str, Any]:
        siblings = {key: value for key, value in node.items() if key != "$ref"}
        made = self._object(kind, siblings, location) if siblings else {}
        found = self._resolver.follow(node["$ref"], base=location.file)
        if not isinstance(found, Target):
            return {**made, "$ref": node["$ref"]}
        end = self._owners.end_of(found)
        reference = self._owners.reference(end.location)
        if reference is not None:
            return {**made, "$ref": reference}
        if type(end.node) is not dict or end.location in self._inside:
            return {**made, "$ref": node["$ref"]}
        self._inside.append(end.location)
        content: dict[str, Any] = self._content(kind, end.node, end.location)
        self._inside.pop()
        return content | made

    def _schema(self, node: dict[str, Any], made: dict[str, Any], location: Location) -> None:
        """What a schema refers to without `$ref`, and names that it no longer has."""
        discriminator = made.get("discriminator")
        mapping = discriminator.get("mapping") if type(discriminator) is dict else None
        if type(discriminator) is dict and type(mapping) is dict:
            discriminator["mapping"] = {
                value: self._mapped(name, location) for value, name in mapping.items()
            }
        required, stated = made.get("required"), node.get("properties")
        if type(required) is list and type(stated) is dict:
            gone = stated.keys() - made.get("properties", {}).keys()
            made["required"] = [
                name for name in required if type(name) is not str or name not in gone
            ]

    def _mapped(self, name: Any, location: Location) -> Any:  # noqa: ANN401
        if type(name) is not str or not any(sign in name for sign in "#/."):
            return name
        found = self._resolver.follow(name, base=location.file)
        if not isinstance(found, Target):
            return name
        return self._owners.reference(self._owners.end_of(found).location) or name

    def _said(self, key: str, value: Any, location: Location) -> Any:  # noqa: ANN401
        if key == "$ref" and type(value) is str:
            return value
        if key in _TEXTS and type(value) is dict and type(value.get("$ref")) is str:
            found = self._resolver.follow_all(value, location)
            return found.node if isinstance(found, Target) else value
        return self._data(value, location)

    def _data(self, value: Any, location: Location) -> Any:  # noqa: ANN401
        """A value as it is, but for what another file holds, which is put in place."""
        if type(value) is list:
            return [self._data(item, location.child(index)) for index, item in enumerate(value)]
        if type(value) is not dict:
            return value
        reference = value.get("$ref")
        if type(reference) is str and not reference.startswith("#"):
            found = self._resolver.follow_all(value, location)
            if isinstance(found, Target) and found.location not in self._inside:
                self._inside.append(found.location)
                put = self._data(found.node, found.location)
                self._inside.pop()
                return put
        self._count()
        return {key: self._data(item, location.child(key)) for key, item in value.items()}

    def _count(self) -> None:
        if self._inside:
            self._put += 1
            check_size(self._put, self._document.root.name, _MOST_PUT)


def _object_at(holder: dict[str, Any], key: str) -> dict[str, Any]:
    """The object at a key, made where there is none."""
    if type(holder.get(key)) is not dict:
        holder[key] = {}
    found: dict[str, Any] = holder[key]
    return found
