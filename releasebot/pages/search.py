"""Words under which a page is looked for but which a search index would not find in its text.

Search engines of static sites find whole words and their beginnings. So `userId` is given as `user`
and `id`, and a Korean compound such as 회원정보 with the rest from each syllable on (원정보, 정보):
whatever part of it is typed is the beginning of one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from releasebot.openapi.model import Operation
from releasebot.openapi.schema import Schema

MAX_WORDS = 200
"""How many words one page is given at most."""

_HANGUL = re.compile(r"[\uac00-\ud7a3]{3,20}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SHORTEST = 2


def operation_words(operation: Operation) -> Iterator[str]:
    """What an operation is looked for by, beside its own words."""
    yield from name_words(operation.operation_id)
    yield from (segment for segment in re.split(r"[/{}.]+", operation.path) if segment)
    yield from name_words(operation.path)
    for text in (operation.summary, *operation.tags, operation.description):
        yield from compound_words(text)
    for parameter in operation.parameters:
        yield from name_words(parameter.name)
        yield from compound_words(parameter.description)


def schema_words(name: str, schema: Schema) -> Iterator[str]:
    """What a schema is looked for by, beside its own words."""
    yield from name_words(name)
    yield from compound_words(name)
    yield from compound_words(schema.text("description"))
    for field in schema.properties:
        yield from name_words(field.name)
        yield from compound_words(field.schema.text("description"))


def gathered(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each once and in their first order, at most `MAX_WORDS`."""
    found: dict[str, None] = {}
    for word in words:
        if len(word) >= _SHORTEST:
            found.setdefault(word.lower())
            if len(found) == MAX_WORDS:
                break
    return tuple(found)


def name_words(name: str) -> Iterator[str]:
    """The parts of names in camel case or with other signs between: `userId` is `user` and `id`."""
    for word in _NAME.findall(name):
        parts = _PART.findall(word)
        if len(parts) > 1 or word != name:
            yield from parts


def compound_words(text: str) -> Iterator[str]:
    """The rest of each run of Hangul from its second syllable on, from its third, and so on."""
    for run in _HANGUL.findall(text):
        for start in range(1, len(run) - 1):
            yield run[start:]
