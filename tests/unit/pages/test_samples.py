from __future__ import annotations

import ast
import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.errors import UsageError
from releasebot.openapi.model import Api
from releasebot.openapi.source import obtain
from releasebot.pages.addresses import Addresses
from releasebot.pages.book import Book
from releasebot.pages.build import build
from releasebot.pages.clients import OwnClient
from releasebot.pages.labels import LABELS
from releasebot.pages.model import CodeBlock, Tabs
from releasebot.pages.request import Request, request_of
from releasebot.pages.samples import python_literal, samples
from tests.unit.openapi.documents import api, operation
from tests.unit.pages.reading import of_kind, said

HOSTILE = 'o\'clock "$(rm -rf /)" `id` {{ x }} \\ \n</script> 주문'
BODIES: dict[str, Any] = {
    "none": None,
    "json": {
        "content": {"application/json": {"example": {"글": HOSTILE, "n": [1, None, True, {}]}}}
    },
    "form": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"properties": {"a": {"type": "string", "example": HOSTILE}}}
            }
        }
    },
    "file": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "properties": {
                        "f": {"type": "string", "format": "binary"},
                        "note": {"type": "string", "example": HOSTILE},
                    }
                }
            }
        }
    },
    "text": {"content": {"text/plain": {"example": HOSTILE}}},
}


def read(path: str = "/orders", method: str = "post", /, *, rest: Any = None, **parts: Any) -> Api:  # noqa: ANN401  any JSON value
    return api({path: {method: operation({"type": "object"}, **parts)}}, **(rest or {}))


def request(made: Api) -> Request:
    book = Book(made, LABELS["en"], Addresses(made, "operation"))
    return request_of(made.operations[0], made, book.sent)


def shown(made: Api) -> dict[str, str]:
    book = Book(made, LABELS["en"], Addresses(made, "operation"))
    found = {}
    for tab in samples(made.operations[0], book).tabs:
        (block,) = tab.children
        assert isinstance(block, CodeBlock)
        found[tab.title] = block.text
    return found


def body(name: str) -> dict[str, Any]:
    stated = BODIES[name]
    return {"requestBody": stated} if stated else {}


@pytest.mark.parametrize("name", BODIES)
def test_the_python_sample_is_python(name: str) -> None:
    tree = ast.parse(shown(read(**body(name)))["Python"])
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    given = {word.arg: word.value for word in call.keywords}
    if name == "json":
        assert ast.literal_eval(given["json"])["글"] == HOSTILE
    if name == "form":
        assert ast.literal_eval(given["data"])["a"] == HOSTILE


@pytest.mark.parametrize("name", BODIES)
def test_the_curl_sample_is_one_command_that_a_shell_splits_as_meant(name: str) -> None:
    words = shlex.split(shown(read(**body(name)))["curl"])
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3] == "https://api.example.com/orders"
    if name == "json":
        assert json.loads(words[words.index("-d") + 1])["글"] == HOSTILE
    if name == "form":
        assert words[words.index("--data-urlencode") + 1] == f"a={HOSTILE}"
    if name == "file":
        assert words[words.index("-F") + 1] == "f=@file.bin"
    if name == "text":
        assert words[words.index("--data-binary") + 1] == HOSTILE


@pytest.mark.parametrize("client", ["JavaScript", "TypeScript (axios)"])
@pytest.mark.parametrize("name", BODIES)
def test_the_javascript_samples_are_javascript(name: str, client: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node program to check JavaScript with")
    file = tmp_path / "sample.mjs"
    file.write_text(shown(read(**body(name)))[client], "utf-8")
    done = subprocess.run((node, "--check", str(file)), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_address_has_its_variables_and_the_path_its_values() -> None:
    rest = {
        "servers": [
            {
                "url": "https://{zone}.x.example/v{n}/",
                "variables": {"zone": {"default": "kr"}, "n": {"default": "2"}},
            }
        ]
    }
    parameters = [
        {"name": "id", "in": "path", "schema": {"type": "integer"}},
        {"name": "name", "in": "path", "schema": {"type": "string"}},
        {"name": "글", "in": "path", "example": "한 글/1"},
    ]
    made = request(read("/o/{id}/{name}/{글}/{unknown}", rest=rest, parameters=parameters))
    assert made.url == "https://kr.x.example/v2/o/1/name/%ED%95%9C%20%EA%B8%80%2F1/unknown"


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("/v1", "https://api.example.com/v1/orders"),
        ("//cdn.example", "https://cdn.example/orders"),
        ("", "https://api.example.com/orders"),
        ("http://localhost:3000/", "http://localhost:3000/orders"),
    ],
)
def test_a_relative_address_gets_a_host(url: str, start: str) -> None:
    assert request(read(rest={"servers": [{"url": url}]})).url == start


def test_required_parameters_and_those_with_an_example_are_sent() -> None:
    parameters = [
        {"name": "must", "in": "query", "required": True, "schema": {"type": "boolean"}},
        {"name": "may", "in": "query", "schema": {"type": "string"}},
        {"name": "told", "in": "query", "example": "a b"},
        {
            "name": "many",
            "in": "query",
            "required": True,
            "schema": {"type": "array", "example": [1, 2]},
        },
        {"name": "joined", "in": "query", "explode": False, "example": [1, 2]},
        {"name": "X-Id", "in": "header", "required": True, "schema": {"type": "string"}},
        {"name": "x-id", "in": "header", "required": True, "schema": {"type": "string"}},
        {"name": "sid", "in": "cookie", "required": True, "schema": {"type": "string"}},
    ]
    made = request(read(parameters=parameters))
    assert made.url.partition("?")[2] == "must=true&told=a%20b&many=1&many=2&joined=1%2C2"
    assert [(one.name, one.value) for one in made.headers] == [
        ("Accept", "application/json"),
        ("X-Id", "X-Id"),
        ("Cookie", "sid=sid"),
    ]


@pytest.mark.parametrize(
    ("scheme", "header", "query"),
    [
        ({"type": "http", "scheme": "bearer"}, ("Authorization", "Bearer <token>"), ""),
        ({"type": "http", "scheme": "basic"}, ("Authorization", "Basic <credentials>"), ""),
        ({"type": "oauth2", "flows": {}}, ("Authorization", "Bearer <token>"), ""),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, ("X-Key", "<api-key>"), ""),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, ("Cookie", "sid=<api-key>"), ""),
        ({"type": "apiKey", "in": "query", "name": "key"}, None, "key=API_KEY"),
        ({"type": "mutualTLS"}, None, ""),
    ],
)
def test_the_first_way_to_authenticate_is_shown(
    scheme: dict[str, Any], header: tuple[str, str] | None, query: str
) -> None:
    rest = {"components": {"securitySchemes": {"a": scheme}}, "security": [{}, {"a": []}]}
    made = request(read(rest=rest))
    assert made.url.partition("?")[2] == query
    assert [(one.name, one.value) for one in made.headers[1:]] == ([header] if header else [])


def test_json_is_sent_where_it_is_one_of_several() -> None:
    content = {
        "application/xml": {"schema": {"type": "object"}},
        "application/json": {"example": {"a": 1}},
    }
    made = request(read(requestBody={"content": content}))
    assert made.json == {"a": 1}
    assert made.headers[-1].value == "application/json"


def test_samples_of_the_author_come_first_and_replace_ours() -> None:
    own = [
        {"lang": "PHP", "source": "<?php"},
        {"lang": "Shell", "label": "curl", "source": "curl x"},
    ]
    found = shown(read(**{"x-codeSamples": own}))
    assert list(found) == ["PHP", "curl", "JavaScript", "TypeScript (axios)", "Python"]
    assert found["curl"] == "curl x"


def test_values_are_written_as_python() -> None:
    value: dict[str, Any] = {"a": [1, None, True, 1.5, []], "글": "한\u2028\x00"}
    assert ast.literal_eval(python_literal(value)) == value


def tabs(*clients: OwnClient) -> dict[str, str]:
    """The code samples of an operation, by their titles."""
    folder = Path(__file__).parent
    document = obtain(SpecSettings(file="shop.yaml"), base=folder)
    tree = build(document, DocsSettings(pages="operation"), version="1.0.0", clients=clients)
    page = next(page for page, _ in tree.walk() if page.key.endswith("OrdersController_create"))
    shown = of_kind(Tabs, page)[-1]
    return {tab.title: said(tab.children) for tab in shown.tabs}


def test_a_template_of_the_users_takes_the_place_of_ours_or_comes_last() -> None:
    curl = OwnClient("curl", "http {{ method }} {{ url | shell }}", "curl.j2", "bash")
    kotlin = OwnClient("Kotlin", "call({{ url | quote }})", "kotlin.j2", "kotlin")
    titles = list(shown := tabs(kotlin, curl))
    assert shown["curl"].startswith("http POST ")
    assert titles[-1] == "Kotlin"
    assert titles.index("curl") == list(tabs()).index("curl")


@pytest.mark.parametrize("source", ["{{ nothing }}", "{% for %}", "{{ ''.__class__.__mro__ }}"])
def test_a_template_that_cannot_be_filled_is_told_with_its_file(source: str) -> None:
    with pytest.raises(UsageError, match=r"own\.j2.*code sample"):
        tabs(OwnClient("Own", source, "own.j2", ""))
