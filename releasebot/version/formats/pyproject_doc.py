"""pyproject.toml: the project's version, or where its build backend takes it from.

Sources: https://packaging.python.org/specifications/pyproject-toml/ and the manuals of the backends
that fill in a dynamic version: hatch, setuptools, poetry, pdm, flit, maturin, scikit-build-core and
meson-python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from releasebot.version.formats import toml_doc
from releasebot.version.formats.document import finding, locate_selected
from releasebot.version.formats.python_source import sources_of_attribute
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.toml_doc import scalars
from releasebot.version.place import Dynamic, Finding, Source

_OWN: Path = ("project", "version")
_POETRY: Path = ("tool", "poetry", "version")
_OTHERS: tuple[Path, ...] = (
    ("tool", "flit", "metadata", "version"),
    ("tool", "briefcase", "version"),
    ("tool", "pixi", "workspace", "version"),
    ("tool", "pixi", "project", "version"),
    ("tool", "pixi", "package", "version"),
)
_RECORDS: tuple[Path, ...] = (
    ("tool", "bumpversion", "current_version"),
    ("tool", "bump-my-version", "current_version"),
    ("tool", "bumpver", "current_version"),
    ("tool", "commitizen", "version"),
    ("tool", "tbump", "version", "current"),
)
"""What a release tool has written down; it agrees with the version itself."""

_Values = Mapping[Path, Scalar]


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The version by the order of trust: `project`, Poetry, other tools, release tools' records.

    A version that the project declares as dynamic is `Dynamic` unless the file has it after all.

    Raises:
        UsageError: the text is not TOML, or the selector cannot be read.
    """
    if selector is not None and selector != "project.version":
        return locate_selected(scalars, text, selector)
    found = {one.path: one for one in toml_doc.scalars(text)}
    own = finding(found[_OWN]) if _OWN in found else None
    if selector is not None:
        return [own] if own else _dynamic(found, 0)
    if _is_derived(found):
        return [_derived(found[_POETRY])] if _POETRY in found else _dynamic(found, 0)
    if own:
        return [own, *_made(found, (_POETRY, *_OTHERS, *_RECORDS), 1)]
    stated = _made(found, (_POETRY,), 0) or _made(found, _OTHERS, 0) or _made(found, _RECORDS, 0)
    return [*stated, *_dynamic(found, 1 if stated else 0)]


def _made(found: _Values, paths: Sequence[Path], rank: int) -> list[Finding]:
    return [made for path in paths if path in found and (made := finding(found[path], rank))]


def _is_derived(found: _Values) -> bool:
    """Whether Poetry's plugin takes the version from the tags of the repository.

    Source: https://github.com/mtkennerly/poetry-dynamic-versioning#configuration.
    """
    return _text(found, "tool", "poetry-dynamic-versioning", "enable") == "true"


def _derived(held: Scalar) -> Dynamic:
    """The place that the plugin fills in when it builds."""
    expression = "tool.poetry-dynamic-versioning"
    return Dynamic(expression, held.start, held.end, ".".join(map(str, held.path)))


def _dynamic(found: _Values, rank: int) -> list[Finding]:
    """The declaration that the version comes from elsewhere, if there is one."""
    for path, one in found.items():
        if path[:2] == ("project", "dynamic") and one.value == "version":
            return [
                Dynamic(
                    'dynamic = ["version"]',
                    one.start,
                    one.end,
                    "project.version",
                    tuple(dict.fromkeys(_sources(found))),
                    rank,
                )
            ]
    return []


def _sources(found: _Values) -> list[Source]:
    """Where the backend looks: what its table names, else what is its habit."""
    sources = [*_hatch(found), *_setuptools(found)]
    pdm = _text(found, "tool", "pdm", "version", "path")
    if pdm:
        sources.append(Source(pdm, "__version__"))
    scikit = ("tool", "scikit-build", "metadata", "version")
    if _text(found, *scikit, "provider").endswith("regex"):
        sources.append(Source(_text(found, *scikit, "input"), "__version__"))
    backend = _text(found, "build-system", "build-backend")
    if backend.startswith("flit"):
        module = _text(found, "tool", "flit", "module", "name") or _text(found, "project", "name")
        sources.extend(sources_of_attribute(f"{module.replace('-', '_')}.__version__"))
    elif backend.startswith("maturin"):
        manifest = _text(found, "tool", "maturin", "manifest-path") or "Cargo.toml"
        sources.append(Source(manifest, "package.version"))
    elif backend.startswith("mesonpy"):
        sources.append(Source("meson.build"))
    return sources


def _hatch(found: _Values) -> list[Source]:
    table = ("tool", "hatch", "version")
    match _text(found, *table, "source"):
        case "nodejs":
            return [Source(_text(found, *table, "path") or "package.json", "version")]
        case "" | "regex" | "code":
            path = _text(found, *table, "path")
            expression = _text(found, *table, "expression")
            name = expression if expression.isidentifier() else ""
            return [Source(path, name)] if path else []
        case _:  # vcs, env and plugins compute it
            return []


def _setuptools(found: _Values) -> list[Source]:
    table = ("tool", "setuptools", "dynamic", "version")
    attribute = _text(found, *table, "attr")
    folders = [
        one.value.rstrip("/") + "/"
        for path, one in found.items()
        if path[:3] == ("tool", "setuptools", "package-dir") and one.value.strip("./")
    ]
    places = tuple(dict.fromkeys((*folders, "", "src/")))
    sources = list(sources_of_attribute(attribute, places)) if attribute else []
    named = ((*table, "file"), (*table, "file", 0))
    sources.extend(Source(found[path].value) for path in named if path in found)
    return sources


def _text(found: _Values, *path: str) -> str:
    return found[path].value if path in found else ""


__all__ = ["locate", "scalars"]
