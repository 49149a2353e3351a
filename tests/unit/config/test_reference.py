"""The pages and the schema that are generated from the types say what the types say."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.json_schema import json_schema, json_schema_text
from releasebot.config.problems import find_problems
from releasebot.config.reference import Table, reference, tables
from releasebot.config.reference_text import KOREAN_DESCRIPTIONS
from releasebot.config.rules import broken_rules
from releasebot.config.schema import Config

DOCS = Path(__file__).parents[3] / "docs" / "reference"
EXAMPLES = [
    "",
    'name = "shop"\n[tag]\ntemplate = "{name}/v{version}"\n',
    '[spec]\ncommand = "npm run swagger:export"\nfile = "swagger.json"\ntimeout = 30\n',
    '[version]\nfile = "a"\nselector = "b"\nalso = [{ file = "c", pattern = "(?P<version>.)" }]\n',
    "namee = 1\n",
    "name = 3\n",
    'name = ""\n',
    '[spec]\nurl = "https://example.com/a"\nfile = "a"\n',
    '[version]\nselector = "b"\n',
    "[[version.also]]\n",
    "[spec]\ntimeout = 0\n",
    '[docs]\nlanguage = "kr"\n',
    "site = []\n",
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("configuration.md", reference("en")),
        ("configuration.ko.md", reference("ko")),
        ("releasebot.schema.json", json_schema_text()),
    ],
)
def test_the_committed_file_is_what_the_types_give_now(name: str, text: str) -> None:
    assert (DOCS / name).read_text("utf-8") == text, "run make docs"


def test_every_setting_has_a_korean_description_and_there_are_no_others() -> None:
    names = {
        f"{table.key}.{name}".removeprefix(".")
        for table in tables(Table("", Config, Config))
        for name in table.kind.__struct_fields__
    }
    assert set(KOREAN_DESCRIPTIONS) == names


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_has_every_table_and_setting_with_its_default(language: str) -> None:
    page = reference("ko" if language == "ko" else "en")
    for table in tables(Table("", Config, Config)):
        for name in table.kind.__struct_fields__:
            heading = f"[{table.shown}.{name}".replace("[.", "[")
            assert f"`{name}`" in page or f"{heading}]" in page or f"{heading}.NAME]" in page
    assert '| `"v{version}"` |' in page


def test_the_schema_speaks_of_no_null_and_of_no_python_names() -> None:
    text = json_schema_text()
    assert "null" not in text
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_editor_and_releasebot_judge_a_file_alike(text: str) -> None:
    validators = pytest.importorskip("jsonschema_rs", reason="no JSON Schema validator installed")
    raw = tomllib.loads(text)
    assert validators.is_valid(json_schema(), raw) == (find_problems(raw) == ())


@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES))
def test_an_editor_accepts_whatever_releasebot_accepts(first: str, second: str) -> None:
    validators = pytest.importorskip("jsonschema_rs", reason="no JSON Schema validator installed")
    raw = tomllib.loads(first) | tomllib.loads(second)
    if find_problems(raw) == ():
        assert validators.is_valid(json_schema(), raw)


def test_the_defaults_are_a_configuration_that_may_be_used() -> None:
    assert broken_rules(Config()) == ()
