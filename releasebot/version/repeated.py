"""Where a build repeats its own version: in lock files, and in the modules of a Maven build."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.deployment import normal
from releasebot.version.formats import document, toml_doc, xml_doc
from releasebot.version.formats.scalar import Scalar
from releasebot.version.located import Owned
from releasebot.version.place import Finding

_HERE = {".", "./", ""}


def locked_entries(content: str, *, names: frozenset[str]) -> Owned:
    """The project's own entries in Cargo.lock or uv.lock: packages that come from no registry.

    Cargo writes no `source` for the packages of the workspace
    (doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html); uv writes where the project
    lies as `source = { editable = "." }` or `{ virtual = "." }`. Sure is the entry that has one of
    the project's normal names or is the only one; other members of a workspace may have versions
    of their own.

    Raises:
        UsageError: the text is not TOML.
    """
    packages: dict[int, dict[str, Scalar]] = {}
    for one in toml_doc.scalars(content):
        if one.path[0] == "package" and isinstance(one.path[1], int):
            key = ".".join(map(str, one.path[2:]))
            packages.setdefault(one.path[1], {})[key] = one
    own = [entry for entry in packages.values() if "version" in entry and _is_local(entry)]
    sure = [entry for entry in own if _name(entry) in names] or (own if len(own) == 1 else [])
    return Owned(
        _versions([entry["version"] for entry in sure]),
        _versions([entry["version"] for entry in own if entry not in sure]),
    )


def _is_local(entry: dict[str, Scalar]) -> bool:
    if "source.editable" in entry or "source.virtual" in entry:
        return any(
            key in entry and entry[key].value in _HERE
            for key in ("source.editable", "source.virtual")
        )
    return not any(key.startswith("source") for key in entry)


def _name(entry: dict[str, Scalar]) -> str:
    return normal(entry["name"].value) if "name" in entry else ""


def parent_of_module(content: str, *, root: str) -> Owned:
    """The version of the parent that a Maven module names, if its parent is the `root` pom.

    A module that names its parent's version builds only while that is the parent's version
    (maven.apache.org/pom.html, "Inheritance").

    Raises:
        UsageError: a text is not XML.
    """
    mine = {one.path: one for one in xml_doc.scalars(content)}
    its = {one.path: one.value.strip() for one in xml_doc.scalars(root)}
    group = its.get(("project", "groupId")) or its.get(("project", "parent", "groupId"))
    parent = {
        key: mine[path].value.strip()
        for key in ("groupId", "artifactId")
        if (path := ("project", "parent", key)) in mine
    }
    version = mine.get(("project", "parent", "version"))
    same = parent == {"groupId": group, "artifactId": its.get(("project", "artifactId"))}
    return Owned(_versions([version])) if same and version else Owned()


def _versions(scalars: Sequence[Scalar]) -> tuple[Finding, ...]:
    return tuple(found for one in scalars if (found := document.finding(one)))
