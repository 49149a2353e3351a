"""Documents for tests, made from values or from files of a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from releasebot.openapi.api import read_api
from releasebot.openapi.load import Document, Reader, Refused, load
from releasebot.openapi.model import Api


def document(paths: Mapping[str, Any] | None = None, /, **rest: object) -> Document:
    """A document of OpenAPI 3.0, or of the version in `openapi` or `swagger`."""
    whole: dict[str, Any] = {"info": {"title": "T", "version": "1"}, "paths": paths or {}, **rest}
    if "swagger" not in whole:
        whole.setdefault("openapi", "3.0.3")
    return load(json.dumps(whole).encode(), name="api.json")


def api(paths: Mapping[str, Any] | None = None, /, **rest: object) -> Api:
    """The API of such a document."""
    return read_api(document(paths, **rest))


def reader(files: Mapping[str, str]) -> Reader:
    """Gives the files of a mapping and refuses all others."""

    def read(name: str) -> bytes | Refused:
        return files[name].encode() if name in files else Refused("there is no such file")

    return read


def several(files: Mapping[str, str]) -> Document:
    """The document that the first of `files` holds and that refers to the others."""
    name, text = next(iter(files.items()))
    return load(text.encode(), name=name, read=reader(files))


def operation(schema: object = None, **rest: object) -> dict[str, Any]:
    """An operation that answers with `schema` as JSON."""
    answer: dict[str, Any] = {"description": "ok"}
    if schema is not None:
        answer["content"] = {"application/json": {"schema": schema}}
    return {"responses": {"200": answer}, **rest}
