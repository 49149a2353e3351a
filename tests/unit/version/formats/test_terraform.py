from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "locals.tf"
STATED = (
    'locals {\n  app_version = "1.2.3"\n  node_version = "20.1.0"\n}\n',
    'variable "app_version" {\n  type = string\n  default = "1.2.3"\n}\n',
    'app_version = "1.2.3"\n',
    '# app_version = "9.9.9"\n// x\n/* app_version = "9.9.9" */\nlocals { version = "1.2.3" }\n',
    'x = <<EOT\napp_version = "9.9.9"\nEOT\napp_version = "1.2.3"\n',
)
NONE = (
    'variable "cluster_version" { default = "1.29.1" }\n',
    (
        "terraform {\n"
        '  required_version = ">= 1.5.0"\n'
        '  required_providers { aws = { source = "x", version = "5.31.0" } }\n'
        "}\n"
        ""
    ),
    'module "x" {\n source = "y"\n version = "5.5.1"\n}\n',
    'resource "helm_release" "x" {\n version = "1.2.3"\n}\n',
    'variable "TAG" { default = "latest" }\ntarget "x" { tags = ["a:1.2.3"] }\n',
)
COMPUTED = (
    'locals { version = "1.2.${x}" }\n',
    'locals { version = file("VERSION") }\n',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
