"""The fake's own check of requests, which the tests of the publisher rest on."""

from __future__ import annotations

import json

import pytest

from tests.fakes.confluence.contract import Contract
from tests.fakes.confluence.request import Request

pytestmark = pytest.mark.corpus
BODY = {"representation": "storage", "value": "<p>x</p>"}
PAGE = {"id": "1", "status": "current", "title": "t", "body": BODY, "version": {"number": 2}}


def violation(method: str, path: str, *, body: object = None, **query: list[str]) -> str:
    product = "cloud" if path.startswith("/wiki") else "data-center"
    contract = Contract(product)
    if not contract.is_there:
        pytest.skip("Atlassian's API documents are not beside the project")
    content = b"" if body is None else json.dumps(body).encode()
    named = {key.replace("_", "-"): values for key, values in query.items()}
    return contract.violation(Request(method, path, named, content, "application/json"))


def test_what_is_documented_is_let_through() -> None:
    assert violation("PUT", "/wiki/api/v2/pages/1", body=PAGE) == ""
    assert violation("GET", "/wiki/api/v2/pages", limit=["250"], status=["trashed"]) == ""
    assert violation("GET", "/wiki/rest/api/longtask/7") == ""
    assert violation("GET", "/rest/api/content", spaceKey=["DOCS"], status=["any"]) == ""


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "wrong"),
    [
        ("POST", "/wiki/api/v2/pages/1/labels", {}, {}, "is not documented"),
        ("POST", "/wiki/rest/api/content", {}, {}, "is not documented"),
        ("GET", "/wiki/api/v2/pages", {"body-format": ["none"]}, None, "body-format"),
        ("GET", "/wiki/api/v2/pages", {"limit": ["251"]}, None, "out of bounds"),
        ("GET", "/wiki/api/v2/pages", {"id": ["1"] * 251}, None, "251 values"),
        ("GET", "/wiki/api/v2/pages", {"space": ["1"]}, None, "no parameter space"),
        ("PUT", "/wiki/api/v2/pages/1", {}, {"title": "t"}, "required"),
        ("PUT", "/wiki/api/v2/pages/1", {}, {**PAGE, "status": "archived"}, "archived"),
        ("DELETE", "/rest/api/content/1/label", {}, None, "lacks"),
        ("PUT", "/rest/api/content/1", {}, {"title": "t", "type": "page"}, "version"),
    ],
)
def test_what_is_not_documented_is_found(
    method: str, path: str, query: dict[str, list[str]], body: object, wrong: str
) -> None:
    assert wrong in violation(method, path, body=body, **query)
