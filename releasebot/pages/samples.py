"""Code samples: one template per client, filled with the same request."""

from __future__ import annotations

import json
import shlex
from functools import cache
from typing import TYPE_CHECKING

from releasebot.errors import UsageError
from releasebot.openapi.model import Operation
from releasebot.pages.book import Book
from releasebot.pages.clients import OwnClient
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
    """The operation's call for each client, after those that its author wrote.

    Raises:
        UsageError: a template of the user's cannot be filled.
    """
    own = tuple(
        Tab(one.label or one.language, (CodeBlock(one.source, one.language.lower()),))
        for one in operation.samples
        if one.source
    )
    request = request_of(operation, book.api, book.sent)
    taken = {tab.title for tab in own}
    theirs = {one.title: one for one in book.clients if one.title not in taken}
    made = [
        Tab(title, (CodeBlock(_filled(_templates()[template], request), language),))
        if title not in theirs
        else _own_tab(theirs[title], request)
        for title, template, language in CLIENTS
        if title not in taken
    ]
    known = {title for title, _, _ in CLIENTS}
    made += [_own_tab(one, request) for title, one in theirs.items() if title not in known]
    return Tabs((*own, *made))


def _own_tab(client: OwnClient, request: Request) -> Tab:
    from jinja2 import TemplateError

    try:
        text = _filled(_own_template(client.source), request)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"{client.path}:{line}" if line else client.path
        raise UsageError(
            f"{where}: the template of a code sample cannot be filled: {error}",
            hint="it may use method, url, headers, json, form, multipart, text and answers_json",
        ) from error
    return Tab(client.title, (CodeBlock(text, client.language),))


def _filled(template: Template, request: Request) -> str:
    text = template.render(
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
def _own_template(source: str) -> Template:
    """A template of the user's, in a sandbox, with the filters that ours have."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= _FILTERS
    return environment.from_string(source)


@cache
def _templates() -> dict[str, Template]:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("releasebot", "templates/samples"),
        autoescape=False,  # noqa: S701  the output is source code, and every value passes a filter
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    environment.filters |= _FILTERS
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


_FILTERS = {
    "shell": shlex.quote,
    "quote": _quote,
    "pretty": pretty,
    "python": python_literal,
    "indented": _indented,
}
"""What a template can do with a value: write it as a word or a literal of a language."""
