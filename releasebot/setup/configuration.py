"""The first configuration as text: the proposals with their reasons, and nothing else."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from itertools import groupby

import tomlkit
from tomlkit.items import Item

from releasebot.config.load import CONFIG_FILE, PYPROJECT
from releasebot.setup.proposal import Advice, Proposal, Value
from releasebot.setup.survey import Survey

_WIDTH = 98
_HEAD = (
    "What releasebot cannot find out by itself. `releasebot plan` shows what a release would do; "
    "the configuration reference lists every setting."
)
_ORDER = ("version", "tag", "gates", "spec", "site", "confluence")


def advise(survey: Survey, name: str) -> Advice:
    """All that a first configuration should say of this project."""
    from releasebot.setup.gate_advice import advise_on_gates
    from releasebot.setup.spec_advice import advise_on_spec
    from releasebot.setup.tag_advice import advise_on_tags
    from releasebot.setup.version_advice import advise_on_version

    found = advise_on_version(survey) + advise_on_tags(survey, name) + advise_on_spec(survey)
    return found + advise_on_gates(survey)


def config_text(advice: Advice, *, table: str = "") -> str:
    """The configuration in TOML, as `table` of a larger file where that is named."""
    found = f"Found without being told: {' and '.join(advice.found)}." if advice.found else ""
    pieces = ["\n".join((*_comment(_HEAD), *_comment(found))) + "\n"]
    prefix = ""
    if table:
        pieces.append(f"[{table}]\n")
        prefix = f"{table}."
    ordered = sorted(advice.proposals, key=lambda one: _ORDER.index(one.table.partition(".")[0]))
    for name, group in groupby(ordered, key=lambda one: one.table):
        pieces.append("\n" + "\n".join(_table(f"{prefix}{name}", tuple(group))) + "\n")
    return "".join(pieces)


def _table(name: str, proposals: Sequence[Proposal]) -> Iterator[str]:
    yield f"[{name}]" if any(one.active for one in proposals) else f"# [{name}]"
    why = ""
    for proposal in proposals:
        if proposal.why != why:
            yield from _comment(proposal.why)
        why = proposal.why
        line = f"{proposal.key} = {_item(proposal.value).as_string()}"
        yield line if proposal.active else f"# {line}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent="# ", subsequent_indent="# ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _item(value: Value) -> Item:
    """The value as TOML, lists of several with one item a line."""
    if isinstance(value, dict):
        return _inline(value)
    if not isinstance(value, tuple):
        return tomlkit.item(value)
    array = tomlkit.array()
    for one in value:
        array.append(_inline(one) if isinstance(one, dict) else one)
    return array.multiline(len(value) > 1)


def _inline(value: dict[str, str]) -> Item:
    table = tomlkit.inline_table()
    table.update(value)
    return table


def home(survey: Survey) -> str:
    """The file that the configuration goes to: a Python project's own, else one of its own."""
    if "package.json" in survey.files or not (survey.root.project / PYPROJECT).is_file():
        return CONFIG_FILE
    try:
        document = tomllib.loads(survey.text(PYPROJECT).removeprefix("\ufeff"))
    except ValueError:
        return CONFIG_FILE
    tool = document.get("tool", {})
    declares = "project" in document or (isinstance(tool, dict) and "poetry" in tool)
    return PYPROJECT if declares else CONFIG_FILE
