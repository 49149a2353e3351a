"""The names by which a person may ask for a place in a program."""

from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import found, place

CONFIGURATION = """
export default () => ({
  database: { version: '15.6' },
  redis: { version: '7.2.4' },
  app: { version: '3.2.0' },
});
export const NODE_VERSION = '20.11.1';
export class Build { static readonly version = '1.2.3'; }
const config = new DocumentBuilder().setOpenAPIVersion('3.1.0').setVersion('1.4.0').build();
"""


@pytest.mark.parametrize(
    ("selector", "wanted"),
    [
        ("setVersion", "1.4.0"),
        ("setOpenAPIVersion", "3.1.0"),
        ("app.version", "3.2.0"),
        ("database.version", "15.6"),
        ("redis.version", "7.2.4"),
        ("NODE_VERSION", "20.11.1"),
        ("node_version", "20.11.1"),
        ("Build.version", "1.2.3"),
        ("/app/version", "3.2.0"),
    ],
)
def test_a_selector_reaches_what_it_names_whatever_its_trust(selector: str, wanted: str) -> None:
    assert place("configuration.ts", CONFIGURATION, selector).version == wanted


@pytest.mark.parametrize(
    ("name", "text", "selector"),
    [
        ("version.rb", "module Ledger\n  VERSION = '1.2.3'\nend\n", "Ledger::VERSION"),
        ("setup.py", "setup(name='x', version='1.2.3')", "setup.version"),
        ("x.py", "class A:\n    version = '1.2.3'\n", "version"),
        ("x.php", "<?php define('LEDGER_VERSION', '1.2.3');", "LEDGER_VERSION"),
        ("x.php", "<?php class A { const VERSION = '1.2.3'; }", "A::VERSION"),
        ("x.user.js", "// ==UserScript==\n// @version 1.2.3\n// ==/UserScript==\n", "@version"),
        ("CMakeLists.txt", "project(x VERSION 1.2.3)", "PROJECT_VERSION"),
        ("CMakeLists.txt", "set(BOOST_VERSION 1.2.3)", "BOOST_VERSION"),
        ("configure.ac", "AC_INIT([x],[1.2.3])", "AC_INIT"),
        ("Makefile", "HELM_VERSION = 1.2.3\n", "HELM_VERSION"),
        ("Dockerfile", "FROM a\nENV NGINX_VERSION=1.2.3\n", "NGINX_VERSION"),
        ("Dockerfile", "FROM a\nLABEL version=1.2.3\n", "LABEL.version"),
        ("x.sh", "FOO_VERSION=1.2.3\n", "FOO_VERSION"),
        ("x.tf", 'module "x" {\n  version = "1.2.3"\n}\n', "version"),
        ("project.clj", '(defproject x "1.2.3")', "defproject.version"),
        ("Jenkinsfile", "pipeline { environment { NODE_VERSION = '1.2.3' } }", "NODE_VERSION"),
        ("build.gradle", "ext { retrofitVersion = '1.2.3' }", "retrofitVersion"),
        ("build.sbt", 'val circeVersion = "1.2.3"', "circeVersion"),
        ("x.spec", "%global upstream 1.2.3\nName: x\n", "upstream"),
    ],
)
def test_a_selector_is_the_name_that_stands_there(name: str, text: str, selector: str) -> None:
    assert place(name, text, selector).version == "1.2.3"


def test_a_selector_that_names_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="names no version"):
        found("configuration.ts", CONFIGURATION, "app.versoin")


def test_only_what_is_named_is_returned() -> None:
    one = place("a.ts", "export const VERSION = '1.2.3'; const o = { VERSION: '4.5.6' }", "VERSION")
    assert one.version == "1.2.3"


def test_a_constant_that_is_passed_on_is_replaced_where_it_stands() -> None:
    text = "const API_VERSION = '2.0.0';\nnew DocumentBuilder().setVersion(API_VERSION);\n"
    one = place("main.ts", text)
    assert (one.version, one.rank) == ("2.0.0", 0)
    assert text[: one.start].endswith("const API_VERSION = '")


def test_the_quote_is_told() -> None:
    for quote in ("'", '"', "`"):
        one = place("main.ts", f"export const VERSION = {quote}1.2.3{quote};")
        assert one.quote == quote
    assert place("Makefile", "VERSION = 1.2.3\n").quote == ""
