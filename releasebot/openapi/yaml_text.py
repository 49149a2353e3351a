"""YAML text to values: from the C parser's events, bounded, and without anything that runs code.

Plain scalars follow the core schema of YAML 1.2 (section 10.3.2), which OpenAPI asks for: `no` and
`2026-01-01` are strings. Keys are always strings, as they are in JSON. Merge keys (`<<`) are taken
from YAML 1.1, since authors use them.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from releasebot.errors import UsageError
from releasebot.openapi.findings import Finding, Location, escape
from releasebot.openapi.text import MAX_DEPTH, Parsed, nested_too_deeply
from releasebot.openapi.yaml_events import events, start

MAX_ALIASED = 200_000
"""How many values aliases and merge keys may stand for, all together."""

_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = {None, "!", f"{_CORE}str", f"{_CORE}timestamp", f"{_CORE}binary", f"{_CORE}value"}
_TYPED_TAGS = {f"{_CORE}{kind}" for kind in ("null", "bool", "int", "float", "merge")}
_CONTAINER_TAGS = {None, "!", f"{_CORE}map", f"{_CORE}seq", f"{_CORE}omap", f"{_CORE}set"}
_MAY_BE_TYPED = frozenset("~nNtTfF+-.0123456789")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]{1,400}\Z")
_BASED = re.compile(r"0(?:o([0-7]{1,400})|x([0-9a-fA-F]{1,300}))\Z")
_REAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")


class _Open(Struct):
    """A mapping or sequence that has not ended yet, and how many values it stands for."""

    value: dict[str, Any] | list[Any]
    anchor: str | None
    key: str | None = None
    merges: bool = False
    weight: int = 1


class _Anchored(Struct, frozen=True):
    value: Any
    weight: int


def parse(data: bytes, *, name: str) -> Parsed:
    """The value of a YAML text with one document; None where it is empty.

    Of keys that stand twice in one mapping the last one counts, and each is a finding.

    Raises:
        UsageError: the text is no YAML, has a tag that is not of the core schema, is nested deeper
            than `MAX_DEPTH`, or its aliases stand for more than `MAX_ALIASED` values; the message
            tells line and column.
    """
    builder = _Builder(name)
    documents = 0
    for event in events(data, name):
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise UsageError(
                    f"{name}:{start(event)}: a second YAML document starts here, one is wanted",
                    hint="keep the API's document alone in its file",
                )
        else:
            builder.take(event)
    return Parsed(builder.result, tuple(builder.findings))


def scalar(text: str) -> Any:  # noqa: ANN401  any JSON scalar
    """The value of a plain scalar in the core schema; numbers no program can hold stay text."""
    if text and text[0] not in _MAY_BE_TYPED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    based = _BASED.match(text)
    if based:
        return int(based[1], 8) if based[1] else int(based[2], 16)
    if _REAL.match(text):
        number = float(text)
        return text if number in {float("inf"), float("-inf")} else number
    return text


class _Builder:
    """Puts the values of an event stream together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result: Any = None
        self.findings: list[Finding] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliased = 0

    def take(self, event: Event) -> None:
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._start(event, {} if kind is MappingStartEvent else [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            ended = self._open.pop()
            if ended.merges:
                self._merge(event, ended)
            self._anchor(ended.anchor, ended.value, ended.weight)
            self._put(ended.value, ended.weight)
        elif kind is AliasEvent:
            self._alias(event)

    def _scalar(self, event: Any) -> None:  # noqa: ANN401  PyYAML's events are untyped
        opened = self._open[-1] if self._open else None
        if opened is not None and opened.key is None and type(opened.value) is dict:
            self._key(event, opened, event.value)
            return
        tag = event.tag
        if tag is None:
            value = scalar(event.value) if event.implicit[0] else event.value
        elif tag in _TEXT_TAGS:
            value = event.value
        elif tag in _TYPED_TAGS:
            value = scalar(event.value)
        else:
            raise self._unknown_tag(event)
        if event.anchor is not None:
            self._anchor(event.anchor, value, 1)
        self._put(value, 1)

    def _key(self, event: Any, opened: _Open, key: str) -> None:  # noqa: ANN401
        if event.anchor is not None:
            self._anchor(event.anchor, key, 1)
        opened.key = key
        if key == "<<" and event.implicit[0]:
            opened.merges = True
        elif key in opened.value:
            self.findings.append(
                Finding(
                    "duplicate-key",
                    f"the key {key} stands twice in one mapping; the last one counts",
                    Location(self.name, self._pointer()),
                )
            )

    def _start(self, event: Any, value: dict[str, Any] | list[Any]) -> None:  # noqa: ANN401
        if event.tag not in _CONTAINER_TAGS:
            raise self._unknown_tag(event)
        if self._awaits_key():
            raise self._no_scalar_key(event)
        if len(self._open) >= MAX_DEPTH:
            raise nested_too_deeply(self.name, start(event))
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(value, event.anchor))

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        if event.anchor not in self._anchors:
            raise UsageError(
                f"{self.name}:{start(event)}: the alias *{event.anchor} names no anchor",
                hint=f"define it above with &{event.anchor}",
            )
        anchored = self._anchors[event.anchor]
        if anchored is None:
            raise UsageError(
                f"{self.name}:{start(event)}: the anchor &{event.anchor} contains itself",
                hint="use `$ref` for a schema that contains itself",
            )
        if self._awaits_key():
            if not isinstance(anchored.value, str):
                raise self._no_scalar_key(event)
            self._open[-1].key = anchored.value
            return
        self._count(event, anchored.weight)
        self._put(anchored.value, anchored.weight)

    def _put(self, value: Any, weight: int) -> None:  # noqa: ANN401
        if not self._open:
            self.result = value
            return
        opened = self._open[-1]
        opened.weight += weight
        if isinstance(opened.value, list):
            opened.value.append(value)
        elif opened.key is not None:
            opened.value[opened.key] = value
            opened.key = None

    def _merge(self, event: Any, ended: _Open) -> None:  # noqa: ANN401
        """Fill `ended` from its `<<` (https://yaml.org/type/merge.html): own keys win."""
        assert isinstance(ended.value, dict)  # noqa: S101  only mappings have keys
        wanted = ended.value.pop("<<")
        sources = wanted if isinstance(wanted, list) else [wanted]
        for source in sources:
            if not isinstance(source, dict):
                raise UsageError(
                    f"{self.name}:{start(event)}: `<<` in the mapping that ends here takes "
                    "mappings only",
                    hint="give `<<` an alias of a mapping, or a list of such",
                )
            self._count(event, len(source))
            for key, value in source.items():
                ended.value.setdefault(key, value)

    def _count(self, event: Any, weight: int) -> None:  # noqa: ANN401
        self._aliased += weight
        if self._aliased > MAX_ALIASED:
            raise UsageError(
                f"{self.name}:{start(event)}: too many aliases: they stand for more than "
                f"{MAX_ALIASED:,} values (expansion limit)",
                hint="write shared parts as components and refer to them with `$ref`",
            )

    def _anchor(self, anchor: str | None, value: Any, weight: int) -> None:  # noqa: ANN401
        if anchor is not None:
            self._anchors[anchor] = _Anchored(value, weight)

    def _awaits_key(self) -> bool:
        return (
            bool(self._open) and self._open[-1].key is None and type(self._open[-1].value) is dict
        )

    def _pointer(self) -> str:
        keys = (
            opened.key if opened.key is not None else str(len(opened.value))
            for opened in self._open
        )
        return "".join(f"/{escape(key)}" for key in keys)

    def _unknown_tag(self, event: Any) -> UsageError:  # noqa: ANN401
        tag = event.tag.replace(_CORE, "!!", 1)
        return UsageError(
            f"{self.name}:{start(event)}: unknown tag {tag}",
            hint="remove the tag; an OpenAPI document holds plain values only",
        )

    def _no_scalar_key(self, event: Any) -> UsageError:  # noqa: ANN401
        return UsageError(
            f"{self.name}:{start(event)}: a key must be a string here, not a mapping or list",
            hint="quote the key if it holds `{`, `[` or `? `",
        )
