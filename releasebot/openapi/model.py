"""An API as pages, lint and diff see it, whatever version of the specification it is written in."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from releasebot.openapi.findings import Finding, Location
from releasebot.openapi.load import Dialect
from releasebot.openapi.schema import Schema
from releasebot.openapi.scope import Scope

Place = Literal["path", "query", "header", "cookie", "querystring"]


class ExternalDocs(Struct, frozen=True):
    """A link to further reading."""

    url: str
    description: str = ""


class Contact(Struct, frozen=True):
    """Whom to ask."""

    name: str = ""
    url: str = ""
    email: str = ""


class License(Struct, frozen=True):
    """The licence of the API."""

    name: str
    url: str = ""
    identifier: str = ""


class Info(Struct, frozen=True):
    """What the API is; `description` is CommonMark, as every description here."""

    title: str
    version: str
    summary: str = ""
    description: str = ""
    terms: str = ""
    contact: Contact | None = None
    license: License | None = None


class ServerVariable(Struct, frozen=True):
    """A variable of a server's address."""

    name: str
    default: str
    values: tuple[str, ...] = ()
    description: str = ""


class Server(Struct, frozen=True):
    """Where the API is; `url` may hold `{variables}` and may be relative."""

    url: str
    name: str = ""
    description: str = ""
    variables: tuple[ServerVariable, ...] = ()


class Tag(Struct, frozen=True):
    """A group of operations, declared or only used."""

    name: str
    title: str = ""
    summary: str = ""
    description: str = ""
    docs: ExternalDocs | None = None


class Flow(Struct, frozen=True):
    """One way to get an OAuth 2 token; `scopes` pairs each name with its description."""

    kind: str
    authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    device_url: str = ""
    scopes: tuple[tuple[str, str], ...] = ()


class SecurityScheme(Struct, frozen=True):
    """A way to prove who is calling; `kind` is `http`, `apiKey`, `oauth2`, `openIdConnect`, ..."""

    name: str
    kind: str
    description: str = ""
    scheme: str = ""
    bearer_format: str = ""
    parameter: str = ""
    place: str = ""
    openid_url: str = ""
    flows: tuple[Flow, ...] = ()
    deprecated: bool = False


class Requirement(Struct, frozen=True):
    """One sufficient combination of schemes, each with the scopes it needs; empty means nobody."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]


class Example(Struct, frozen=True, eq=False):
    """An example: a value of the document, or the address of one."""

    name: str = ""
    summary: str = ""
    description: str = ""
    value: Any = None
    external: str = ""
    serialized: str = ""


class MediaType(Struct, frozen=True, eq=False):
    """One representation of a body; `item` is the schema of each item of a stream."""

    name: str
    schema: Schema | None
    examples: tuple[Example, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    item: Schema | None = None


class Encoding(Struct, frozen=True, eq=False):
    """How one property of a form is sent."""

    property: str
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    headers: tuple[Header, ...] = ()


class Header(Struct, frozen=True, eq=False):
    """A header of a response."""

    name: str
    description: str
    required: bool
    deprecated: bool
    schema: Schema | None
    examples: tuple[Example, ...] = ()
    content: tuple[MediaType, ...] = ()
    location: Location | None = None


class Parameter(Struct, frozen=True, eq=False):
    """A parameter of an operation; with `content` its value is such a representation."""

    name: str
    place: str
    description: str
    required: bool
    deprecated: bool
    schema: Schema | None
    style: str = ""
    explode: bool | None = None
    allow_empty: bool = False
    allow_reserved: bool = False
    examples: tuple[Example, ...] = ()
    content: tuple[MediaType, ...] = ()
    location: Location | None = None


class Body(Struct, frozen=True, eq=False):
    """What a request carries."""

    description: str
    required: bool
    content: tuple[MediaType, ...]
    location: Location | None = None


class ResponseLink(Struct, frozen=True, eq=False):
    """What can be called with values of a response; `arguments` pairs parameter and expression."""

    name: str
    operation: str
    description: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    body: str = ""
    server: str = ""


class Response(Struct, frozen=True, eq=False):
    """An answer; `status` is a code, a range such as `4XX`, or `default`."""

    status: str
    summary: str
    description: str
    headers: tuple[Header, ...] = ()
    content: tuple[MediaType, ...] = ()
    links: tuple[ResponseLink, ...] = ()
    problem: str = ""
    location: Location | None = None


class CodeSample(Struct, frozen=True):
    """A call that the author wrote down (`x-codeSamples`)."""

    language: str
    label: str
    source: str


class Callback(Struct, frozen=True, eq=False):
    """A request that the API makes: its name, the expression for its address, the operations."""

    name: str
    expression: str
    operations: tuple[Operation, ...]


class Operation(Struct, frozen=True, eq=False):
    """What can be called.

    `key` names it within its API: the operationId, else method and path; of an operationId that is
    used twice, both. `security` is None where the API's own applies. `sunset` is when it goes away.
    `problems` say which parts could not be read.
    """

    key: str
    method: str
    path: str
    operation_id: str
    tags: tuple[str, ...]
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[Requirement, ...] | None
    callbacks: tuple[Callback, ...]
    servers: tuple[Server, ...]
    location: Location
    docs: ExternalDocs | None = None
    sunset: str = ""
    samples: tuple[CodeSample, ...] = ()
    internal: bool = False
    problems: tuple[str, ...] = ()


class NamedSchema(Struct, frozen=True, eq=False):
    """A schema with a name of its own."""

    name: str
    schema: Schema


class Api(Struct, frozen=True, eq=False):
    """A whole API. `tags` holds the declared ones, then those that are only used."""

    dialect: Dialect
    info: Info
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    webhooks: tuple[Operation, ...]
    schemas: tuple[NamedSchema, ...]
    security_schemes: tuple[SecurityScheme, ...]
    security: tuple[Requirement, ...]
    scope: Scope
    docs: ExternalDocs | None = None
    tag_groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problems: tuple[str, ...] = ()
    """Which paths and webhooks could not be read."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The faults met so far; those of a schema are met when something looks at it."""
        return self.scope.findings
