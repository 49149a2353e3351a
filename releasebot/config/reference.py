"""The reference page of the configuration, in English and in Korean.

`python -m releasebot.config.reference FILE [en|ko]` writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import NODEFAULT, Struct, inspect, structs

from releasebot.config.kinds import (
    choices_of,
    expected_words,
    item_of,
    named_table_of,
    table_of,
)
from releasebot.config.reference_text import ENGLISH, KOREAN, KOREAN_DESCRIPTIONS, Words
from releasebot.config.rules import EXCLUSIVE, NEEDS
from releasebot.config.schema import Config
from releasebot.config.setting import Setting

Language = Literal["en", "ko"]


class Table(Struct, frozen=True):
    """A table of the configuration; `key` is empty for the top of the file."""

    key: str
    kind: type[Setting]
    of: object
    """The annotated type of the setting that holds it."""
    is_many: bool = False
    is_named: bool = False
    """Whether there is one for each name that the user gives."""
    shown: str = ""
    """The key with a word in the place of each such name."""


def tables(table: Table) -> Iterator[Table]:
    """This table and all inside it, in the order of the schema."""
    yield table
    for field in structs.fields(table.kind):
        key = f"{table.key}.{field.name}".removeprefix(".")
        each, named = table_of(item_of(field.type)), named_table_of(field.type)
        inner = table_of(field.type) or each or named
        if inner:
            shown = f"{table.shown}.{field.name}{'.NAME' if named else ''}".removeprefix(".")
            yield from tables(Table(key, inner, field.type, bool(each), bool(named), shown))


def reference(language: Language) -> str:
    """The whole page, in Markdown: a section for each table, a row for each setting."""
    words = KOREAN if language == "ko" else ENGLISH
    top = Table("", Config, Config)
    return "\n".join([words.intro, *(_section(one, language, words) for one in tables(top))])


def _section(table: Table, language: Language, words: Words) -> str:
    brackets = "[[{}]]" if table.is_many else "[{}]"
    title = f"`{brackets.format(table.shown)}`" if table.key else words.top
    anchor = table.key.replace(".", "-") or "top"
    lines = [f"## {title} {{#{anchor}}}", ""]
    if table.key:
        lines += [_description(table.of, table.key, language), ""]
    if table.is_many:
        lines += [words.many, ""]
    if table.is_named:
        lines += [words.named, ""]
    lines += _rows(table, language, words)
    for pairs, sentence in ((EXCLUSIVE, words.exclusive), (NEEDS, words.needs)):
        for pair in pairs:
            if pair.table is table.kind:
                lines += ["", sentence.format(first=pair.first, second=pair.second)]
    return "\n".join([*lines, ""])


def _rows(table: Table, language: Language, words: Words) -> Iterator[str]:
    """A Markdown table of the settings that are no tables themselves."""
    yield f"| {' | '.join(words.columns)} |"
    yield "| --- | --- | --- | --- |"
    for field in structs.fields(table.kind):
        if table_of(field.type) or named_table_of(field.type):
            continue
        key = f"{table.key}.{field.name}".removeprefix(".")
        default = _default(field.default)
        described = _description(field.type, key, language)
        yield f"| `{field.name}` | {_type(field.type, words)} | {default} | {described} |"


def _default(default: object) -> str:
    """A default as TOML writes it; nothing where it is found out or where there is none."""
    if default is None or default is NODEFAULT:
        return ""
    value = int(default) if isinstance(default, float) and default.is_integer() else default
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _type(kind: object, words: Words) -> str:
    choices = choices_of(kind)
    if choices:
        return ", ".join(f'`"{choice}"`' for choice in choices)
    expected = expected_words(kind)
    for start, word in (
        ("an array of tables", words.tables),
        ("an array", words.strings),
        ("a table", words.string_table),
        ("a number", words.number),
        ("a string", words.string),
    ):
        if expected.startswith(start):
            return word
    return words.boolean


def _description(kind: object, key: str, language: Language) -> str:
    if language == "ko":
        return KOREAN_DESCRIPTIONS[key]
    info = inspect.type_info(kind)
    if not isinstance(info, inspect.Metadata) or not info.extra_json_schema:
        raise TypeError(f"{key} has no description")
    return str(info.extra_json_schema["description"]).replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference("ko" if sys.argv[2:] == ["ko"] else "en"), "utf-8")
