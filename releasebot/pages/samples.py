"""Code samples: one template per client, filled with the same request."""

from __future__ import annotations

import json
import shlex
from functools import cache
from typing import TYPE_CHECKING

from releasebot.openapi.model import Operation
from releasebot.pages.book import Book
from releasebot.pages.model import CodeBlock, Tab, Tabs
from releasebot.pages.request import Request, request_of
from releasebot.pages.values import pretty

if TYPE_CHECKING:
    from jinja2 import Template

CLIENTS = (
    ("curl", "curl.sh.j2", "bash"),
    ("JavaScript", "fetch.js.j2", "javascript"),
    ("TypeScript (axios)", "axios.ts.j2", "typescript"),
    ("Python", "requests.py.j2", "python"),
)
"""Every client: its title, its template in `templates/samples`, and its language."""


def samples(operation: Operation, book: Book) -> Tabs:
    """The operation's call for each client, after those that its author wrote."""
    own = tuple(
        Tab(one.label or one.language, (CodeBlock(one.source, one.language.lower()),))
        for one in operation.samples
        if one.source
    )
    request = request_of(operation, book.api, book.sent)
    made = tuple(
        Tab(title, (CodeBlock(_rendered(template, request), language),))
        for title, template, language in CLIENTS
        if title not in {tab.title for tab in own}
    )
    return Tabs((*own, *made))


def _rendered(template: str, request: Request) -> str:
    text = _templates()[template].render(
        method=request.method,
        url=request.url,
        headers=request.headers,
        json=request.json if request.has_json else None,
        form=request.form,
        multipart=request.multipart,
        text=request.text,
        answers_json=request.answers_json,
    )
    return text.strip()


@cache
def _templates() -> dict[str, Template]:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("releasebot", "templates/samples"),
        autoescape=False,  # noqa: S701  the output is source code, and every value passes a filter
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    environment.filters |= {
        "shell": shlex.quote,
        "quote": _quote,
        "pretty": pretty,
        "python": python_literal,
        "indented": _indented,
    }
    return {name: environment.get_template(name) for _, name, _ in CLIENTS}


def python_literal(value: object) -> str:
    """A JSON value as a Python expression with one member or item per line."""
    match value:
        case dict() if value:
            members = (
                f"{python_literal(key)}: {python_literal(one)}," for key, one in value.items()
            )
            return "{\n" + "\n".join(_inner(member) for member in members) + "\n}"
        case list() if value:
            items = (f"{python_literal(one)}," for one in value)
            return "[\n" + "\n".join(_inner(item) for item in items) + "\n]"
        case str():
            return _quote(value) if value.isprintable() else repr(value)
        case _:
            return repr(value)


def _quote(text: str) -> str:
    """A string literal of JavaScript, which for printable text is one of Python too."""
    return json.dumps(text, ensure_ascii=False)


def _inner(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def _indented(text: str, width: int) -> str:
    """`text` with all lines but the first moved to the right."""
    return text.replace("\n", "\n" + " " * width)
