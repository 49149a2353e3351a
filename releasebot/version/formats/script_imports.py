"""What a TypeScript or JavaScript file takes from the files beside it."""

from __future__ import annotations

from releasebot.version.formats.program import Program
from releasebot.version.formats.sources import Import
from releasebot.version.formats.tokens import Kind


def imports(program: Program) -> tuple[Import, ...]:
    """The names that `import` and `require` take from files beside this one."""
    found: list[Import] = []
    tokens = program.tokens
    for at, token in enumerate(tokens):
        if token.kind is not Kind.NAME or at + 1 >= len(tokens):
            continue
        if (token.text == "import" and tokens[at + 1].text != "(") or (
            token.text == "export" and tokens[at + 1].text == "{"
        ):
            found += _import(program, at + 1)
        elif token.text == "require" and tokens[at + 1].text == "(":
            found += _require(program, at)
    return tuple(found)


def barrels(program: Program) -> tuple[str, ...]:
    """The files whose names this one passes on: `export * from './app'`."""
    tokens = program.tokens
    return tuple(
        path
        for at in range(len(tokens) - 3)
        if [one.text for one in tokens[at : at + 3]] == ["export", "*", "from"]
        and (path := _path(program, at + 3))
    )


def _import(program: Program, start: int) -> list[Import]:
    """The names between `import` and the file that `from` names."""
    tokens = program.tokens
    for at in range(start, min(start + _MAX_NAMES, len(tokens) - 1)):
        if tokens[at].text == ";" or tokens[at].text == "import":
            return []
        if tokens[at].text == "from" and tokens[at + 1].kind is Kind.STRING:
            path = _path(program, at + 1)
            return _taken(program, start, at, path) if path else []
    return []


def _taken(program: Program, start: int, end: int, path: str) -> list[Import]:
    """The names that stand from `start` to `end`: a default, `* as name`, `{ a, b as c }`."""
    tokens = program.tokens
    found: list[Import] = []
    inside = False
    for at in range(start, end):
        token = tokens[at]
        inside = (inside or token.text == "{") and token.text != "}"
        if token.kind is not Kind.NAME or token.text in {"as", "type"}:
            continue
        renamed = at > start + 1 and tokens[at - 1].text in {"as", ":"}
        member = (tokens[at - 2].text if renamed else token.text) if inside else ""
        found.append(Import(token.text, path, "" if member in {"*", "default"} else member))
    return found


def _require(program: Program, at: int) -> list[Import]:
    """`const pkg = require('./package.json')` and `const { version } = require(...)`."""
    tokens, partner = program.tokens, program.partner
    if at <= 1 or tokens[at - 1].text != "=" or at + 2 >= len(tokens):
        return []
    path = _path(program, at + 2)
    close = partner[at + 1]
    if not path or close < 0:
        return []
    rest = tokens[close + 1 : close + 3]
    member = rest[1].text if len(rest) > 1 and rest[0].text == "." else ""
    if tokens[at - 2].text == "}":
        return _taken(program, partner[at - 2], at - 1, path)
    return [Import(tokens[at - 2].text, path, member)]


def _path(program: Program, at: int) -> str:
    """The relative path that the string names; empty for a package. An extension may be missing.

    The project's own package.json may be named from a root that only the build knows.
    """
    token = program.tokens[at]
    path = program.text[token.inner : token.inner_end]
    if token.kind is not Kind.STRING:
        return ""
    root, _, rest = path.partition("/")
    if path == _MANIFEST or (rest.rpartition("/")[2] == _MANIFEST and root in _ROOTS):
        return _MANIFEST
    if root in _SOURCES:
        path = f"src/{rest}"
    elif not path.startswith("."):
        return ""
    stem, dot, extension = path.rpartition(".")
    if dot and extension in {"js", "mjs", "cjs"}:
        return f"{stem}.*"
    return path if extension in {"json", "ts", "tsx", "mts", "cts", "jsx"} else f"{path}.*"


_MAX_NAMES = 200
_MANIFEST = "package.json"
_SOURCES = frozenset({"src", "@", "~", "@src"})
"""How build settings by habit call the folder of the sources."""
_ROOTS = frozenset({"@", "@@", "~", "~~", "src", "@src", "@root", "root", "@app", "app"})
