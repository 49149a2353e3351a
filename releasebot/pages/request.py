"""The call that an operation's samples make: address, headers and body with example values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from msgspec import Struct
from msgspec.structs import replace

from releasebot.openapi.effective import core, shape
from releasebot.openapi.model import (
    Api,
    MediaType,
    Operation,
    Parameter,
    SecurityScheme,
    Server,
)
from releasebot.openapi.schema import Schema
from releasebot.pages.example import Examples
from releasebot.pages.values import is_json, literal

_MULTIPART = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"
_PLACEHOLDER = "https://api.example.com"
_VARIABLE = re.compile(r"\{([^{}]*)\}")


class HeaderLine(Struct, frozen=True):
    """A header of the request."""

    name: str
    value: str


class FormField(Struct, frozen=True):
    """A field of a form; the value of a file is a file name."""

    name: str
    value: str
    file: bool = False


class Request(Struct, frozen=True, eq=False):
    """A call. At most one of `json`, `form` and `text` is set; `has_json` says that `json` is."""

    method: str
    url: str
    headers: tuple[HeaderLine, ...] = ()
    json: object = None
    has_json: bool = False
    form: tuple[FormField, ...] = ()
    multipart: bool = False
    text: str | None = None
    answers_json: bool = False


def request_of(operation: Operation, api: Api, examples: Examples) -> Request:
    """The call of `operation` with its required parameters, and those that have an example.

    `examples` are those of requests.
    """
    headers = [*_parameter_headers(operation, examples), *_auth_headers(operation, api)]
    query = [*_query(operation, examples), *_auth_query(operation, api)]
    url = _base(operation, api) + _filled(operation, examples)
    if query:
        url += ("&" if "?" in url else "?") + urlencode(query, quote_via=quote)
    answers_json = _answers_json(operation)
    if answers_json and not any(header.name.lower() == "accept" for header in headers):
        headers.insert(0, HeaderLine("Accept", "application/json"))
    request = Request(operation.method, url, tuple(headers), answers_json=answers_json)
    media = _chosen(operation.body.content) if operation.body else None
    return _with_body(request, media, examples) if media else request


def server_url(server: Server) -> str:
    """The server's address with the defaults of its variables."""
    defaults = {variable.name: variable.default for variable in server.variables}
    return _VARIABLE.sub(lambda found: defaults.get(found[1], found[0]), server.url)


def media_example(media: MediaType, examples: Examples) -> object:
    """The first example of a representation, else one made from its schema; None without any."""
    for example in media.examples:
        if example.value is not None:
            return example.value
    if media.schema is None:
        return None
    return examples.of(media.schema)


def _base(operation: Operation, api: Api) -> str:
    servers = operation.servers or api.servers
    address = server_url(servers[0]).rstrip("/") if servers else ""
    if address.startswith(("http://", "https://")):
        return address
    if address.startswith("//"):
        return f"https:{address}"
    return _PLACEHOLDER + (f"/{address.lstrip('/')}" if address.strip("/") else "")


def _filled(operation: Operation, examples: Examples) -> str:
    values = {
        one.name: quote(_parameter_text(one, examples), safe="")
        for one in operation.parameters
        if one.place == "path"
    }
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[1], operation.path)


def _parameter_text(parameter: Parameter, examples: Examples) -> str:
    value = _parameter_value(parameter, examples)
    if isinstance(value, list):
        return ",".join(literal(one) for one in value)
    return literal(value)


def _parameter_value(parameter: Parameter, examples: Examples) -> object:
    for example in parameter.examples:
        if example.value is not None:
            return example.value
    schema = parameter.schema or next((media.schema for media in parameter.content), None)
    made = examples.of(schema) if schema else None
    return parameter.name if made is None or made == "string" else made


def _is_sent(parameter: Parameter) -> bool:
    return parameter.required or bool(parameter.examples)


def _query(operation: Operation, examples: Examples) -> Iterator[tuple[str, str]]:
    for parameter in operation.parameters:
        if parameter.place != "query" or not _is_sent(parameter):
            continue
        value = _parameter_value(parameter, examples)
        if isinstance(value, list) and parameter.explode is not False:
            yield from ((parameter.name, literal(one)) for one in value)
        else:
            yield parameter.name, _parameter_text(parameter, examples)


def _parameter_headers(operation: Operation, examples: Examples) -> Iterator[HeaderLine]:
    names: set[str] = set()
    cookies = []
    for parameter in operation.parameters:
        if parameter.place == "header" and _is_sent(parameter):
            if parameter.name.lower() not in names:
                yield HeaderLine(parameter.name, _one_line(_parameter_text(parameter, examples)))
            names.add(parameter.name.lower())
        elif parameter.place == "cookie" and _is_sent(parameter):
            cookies.append(f"{parameter.name}={quote(_parameter_text(parameter, examples))}")
    if cookies:
        yield HeaderLine("Cookie", "; ".join(cookies))


def _auth(operation: Operation, api: Api) -> Iterator[SecurityScheme]:
    """The schemes of the first requirement that asks for any."""
    declared = {scheme.name: scheme for scheme in api.security_schemes}
    wanted = api.security if operation.security is None else operation.security
    for requirement in wanted:
        if requirement.schemes:
            yield from (declared[name] for name, _ in requirement.schemes if name in declared)
            return


def _auth_headers(operation: Operation, api: Api) -> Iterator[HeaderLine]:
    for scheme in _auth(operation, api):
        match scheme.kind, scheme.scheme.lower(), scheme.place:
            case "http", "basic", _:
                yield HeaderLine("Authorization", "Basic <credentials>")
            case (("http" | "oauth2" | "openIdConnect"), _, _):
                kind = scheme.scheme.title() if scheme.scheme else "Bearer"
                yield HeaderLine("Authorization", f"{kind} <token>")
            case "apiKey", _, "header":
                yield HeaderLine(scheme.parameter, "<api-key>")
            case "apiKey", _, "cookie":
                yield HeaderLine("Cookie", f"{scheme.parameter}=<api-key>")
            case _:
                continue


def _auth_query(operation: Operation, api: Api) -> Iterator[tuple[str, str]]:
    for scheme in _auth(operation, api):
        if scheme.kind == "apiKey" and scheme.place == "query":
            yield scheme.parameter, "API_KEY"


def _answers_json(operation: Operation) -> bool:
    return any(
        is_json(media.name)
        for response in operation.responses
        if response.status.startswith("2") or response.status == "default"
        for media in response.content
    )


def _chosen(content: tuple[MediaType, ...]) -> MediaType | None:
    """The representation to send: JSON where it is one of them."""
    return next(
        (media for media in content if is_json(media.name)), content[0] if content else None
    )


def _with_body(request: Request, media: MediaType, examples: Examples) -> Request:
    name = media.name.partition(";")[0].strip().lower()
    value = media_example(media, examples)
    typed = HeaderLine("Content-Type", "application/json" if "*" in name else media.name)
    if name in {_MULTIPART, _FORM}:
        # The boundary belongs into the header, so the client has to write it.
        headers = request.headers if name == _MULTIPART else (*request.headers, typed)
        fields = tuple(_form_fields(media.schema, value))
        return _changed(request, headers, form=fields, multipart=name == _MULTIPART)
    headers = (*request.headers, typed)
    if is_json(name):
        return _changed(request, headers, json=value, has_json=value is not None)
    return _changed(request, headers, text=literal(value) if value is not None else "")


def _changed(request: Request, headers: tuple[HeaderLine, ...], **body: object) -> Request:
    return replace(request, headers=headers, **body)


def _form_fields(schema: Schema | None, value: object) -> Iterator[FormField]:
    files = set()
    if schema is not None:
        found = core(schema)
        target = found.reference.target if found.reference else None
        for field in shape(target or found.inner).fields:
            inner = core(field.schema).inner
            each = inner.one("items") if inner.kind == "array" else None
            if "binary" in {inner.text("format"), each.text("format") if each else ""}:
                files.add(field.name)
    if isinstance(value, dict):
        for name, one in value.items():
            if name in files:
                yield FormField(name, "file.bin", file=True)
            else:
                yield FormField(name, literal(one))


def _one_line(text: str) -> str:
    return " ".join(text.split())
