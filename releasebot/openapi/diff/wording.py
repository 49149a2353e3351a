"""Words of a document: what people read and no program depends on."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from releasebot.openapi.model import Api

_KEYS = frozenset({"description", "summary", "title", "example", "examples", "externalDocs"})


def words_differ(base: Api, revision: Api) -> bool:
    """Whether the two documents say the same in other words, or give other examples."""
    return frozenset(_words(base)) != frozenset(_words(revision))


def _words(api: Api) -> Iterator[bytes]:
    """Each text with its keyword, from every file."""
    waiting: list[object] = [
        source.value for source in api.scope.document.files.values() if source.syntax != "text"
    ]
    while waiting:
        value = waiting.pop()
        if type(value) is dict:
            for key, item in value.items():
                if key in _KEYS and not (type(item) is dict and "type" in item):
                    yield _written(key, item)
                else:
                    waiting.append(item)
        elif type(value) is list:
            waiting += value


def _written(key: str, item: object) -> bytes:
    return msgspec.json.encode([key, item], order="deterministic", enc_hook=str)
