"""The console: a page on which a reader calls the API, with Swagger UI as it comes with a package.

Everything is in the site: nothing is fetched from elsewhere, no script stands in the page itself,
and it works from a folder too, because the document is a script and not a file to be asked for.
"""

from __future__ import annotations

import posixpath
from functools import cache
from importlib import resources
from typing import Any, Final, Literal
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from releasebot.openapi.load import Document

PAGE: Final = "console.html"
_FOLDER: Final = "assets/console"
_FILES: Final = "x-files"
_OURS: Final = ("console.js", "console.css")
_THEIRS: Final = {
    "swagger-ui-bundle.js": "javascripts/swagger-ui-bundle.js",
    "swagger-ui.css": "stylesheets/swagger-ui.css",
    "oauth2-redirect.html": "oauth2-redirect.html",
    "oauth2-redirect.js": "oauth2-redirect.js",
}


class Words(Struct, frozen=True):
    """What the page says."""

    console: str
    try_it: str
    all_operations: str
    needs_scripts: str


WORDS: Final[dict[Literal["ko", "en"], Words]] = {
    "ko": Words("API 콘솔", "호출해 보기", "모든 API", "이 페이지는 자바스크립트가 있어야 합니다."),
    "en": Words("API console", "Try it", "All operations", "This page needs JavaScript."),
}


def console_spec(document: Document) -> str:
    """The document as one JSON text, with the files that it refers to inside it.

    A reference into another file becomes one into `x-files`; what it leads to is the same.
    """
    value = document.root.value
    if len(document.files) > 1:
        root = document.root.name
        others = {
            name: _rewritten(file.value, name, root)
            for name, file in document.files.items()
            if name != root and isinstance(file.value, dict | list)
        }
        value = {**_rewritten(value, root, root), _FILES: others}
    return msgspec.json.encode(value, enc_hook=str).decode()


def console_files(
    spec: str,
    *,
    title: str,
    language: Literal["ko", "en"],
    icon: str = "assets/images/favicon.png",
) -> tuple[tuple[str, str], ...]:
    """The page and all that it needs: paths below the folder that it stands in, and texts.

    `icon` is the site's, from there; empty where that is not known.
    """
    ours = resources.files("releasebot.templates") / "site"
    theirs = resources.files("mkdocs_swagger_ui_tag") / "swagger-ui"
    page = _template().render(title=title, language=language, words=WORDS[language], icon=icon)
    return (
        (PAGE, page),
        (f"{_FOLDER}/spec.js", f"window.releasebotSpec = {spec};\n"),
        *((f"{_FOLDER}/{name}", (ours / name).read_text("utf-8")) for name in _OURS),
        *((f"{_FOLDER}/{name}", (theirs / at).read_text("utf-8")) for name, at in _THEIRS.items()),
    )


def _rewritten(value: Any, here: str, root: str) -> Any:  # noqa: ANN401  any JSON value
    """The value with its references leading to where their files now stand."""
    match value:
        case {"$ref": str(reference), **rest}:
            return {**_rewritten(rest, here, root), "$ref": _moved(reference, here, root)}
        case dict():
            return {key: _rewritten(one, here, root) for key, one in value.items()}
        case list():
            return [_rewritten(one, here, root) for one in value]
        case _:
            return value


def _moved(reference: str, here: str, root: str) -> str:
    path, _, pointer = reference.partition("#")
    if "://" in path:
        return reference
    name = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path)))
    name = name if path else here
    if name == root:
        return f"#{pointer}"
    escaped = name.replace("~", "~0").replace("/", "~1")
    return f"#/{_FILES}/{escaped}{pointer}"


@cache
def _template() -> Any:  # noqa: ANN401  jinja2 is loaded here alone
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("releasebot", "templates/site")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("console.html")
