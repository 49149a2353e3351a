"""What a Python module takes from other files, as far as their paths can be told."""

from __future__ import annotations

from releasebot.version.formats.program import Program
from releasebot.version.formats.sources import Import
from releasebot.version.formats.tokens import Kind

_METADATA = frozenset({"importlib", "importlib_metadata", "pkg_resources"})
_MANIFEST = "pyproject.toml"
_MAX_NAMES = 100


def imports(program: Program) -> tuple[Import, ...]:
    """The names that `import` and `from ... import` bind.

    A relative module is a path beside this file, an absolute one a path below a folder above it.
    What reads the metadata of the installed package leads to its manifest.
    """
    found: list[Import] = []
    tokens = program.tokens
    at = 0
    while at < len(tokens) - 1:
        token = tokens[at]
        starts = token.first or tokens[at - 1].text in {":", ";"}
        if starts and token.text == "from":
            at = _from(program, at + 1, found)
        elif starts and token.text == "import" and tokens[at + 1].kind is Kind.NAME:
            name = tokens[at + 1].text
            path = _MANIFEST if name in _METADATA else f"{name}/__init__.py"
            found.append(Import(_alias(program, at + 1), path))
            at += 1
        at += 1
    return tuple(found)


def _alias(program: Program, at: int) -> str:
    tokens = program.tokens
    renamed = at + 2 < len(tokens) and tokens[at + 1].text == "as"
    return tokens[at + 2].text if renamed else tokens[at].text


def _from(program: Program, at: int, found: list[Import]) -> int:
    """Reads `from module import names`; returns the index of its last token."""
    tokens = program.tokens
    module = ""
    while at < len(tokens) and not tokens[at].first and tokens[at].text != "import":
        module += tokens[at].text
        at += 1
    path, earlier = _path(module), len(found)
    for place in range(at + 1, min(at + _MAX_NAMES, len(tokens))):
        token, before = tokens[place], tokens[place - 1].text
        if token.first and before not in {",", "("}:
            return place - 1
        if token.kind is not Kind.NAME or token.text == "as":
            at = place
            continue
        if before == "as" and len(found) > earlier:
            found[-1] = Import(token.text, found[-1].path, found[-1].member)
        elif before in {"import", ",", "("}:
            member = "" if path == _MANIFEST else token.text
            found.append(Import(token.text, path, member))
        at = place
    return at


def _path(module: str) -> str:
    names = module.lstrip(".")
    if names.partition(".")[0] in _METADATA:
        return _MANIFEST
    above = "../" * (len(module) - len(names) - 1)
    file = names.replace(".", "/") + ".py" if names else "__init__.py"
    return above + file
