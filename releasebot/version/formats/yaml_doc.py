"""YAML 1.1 and 1.2, read through PyYAML's events, which know where everything stands.

Aliases and merge keys are resolved to the scalars that they repeat, so a version that is written
once under an anchor is found wherever it is used, with the span of its definition. What a template
engine fills in (`{{ ... }}`, `{% ... %}`, `@VERSION@`) is covered up before the parser sees it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.formats.document import locate_selected
from releasebot.version.formats.judge import judge
from releasebot.version.formats.scalar import Key, Path, Scalar
from releasebot.version.place import Finding

if TYPE_CHECKING:
    from yaml.events import CollectionStartEvent, Event, NodeEvent, ScalarEvent

_MERGE = "<<"
_MOST_REPEATED = 10_000
"""How many scalars aliases stand for before no more are looked at; a bomb asks for billions."""
_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says where it has to read a thousand levels before it gives the first event."""
_DEEPEST = 200
"""The parser's time grows with the square of the depth."""
_PROPERTIES = re.compile(r"(?:[&!]\S*(?:\s+|#[^\r\n]*)*)*")
_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")
_LINE_HOLE = re.compile(
    r"(?<![^\r\n])[ \t]*(\{\{[^{}\r\n]*\}\}|\{%[^%\r\n]*%\}|\{#[^\r\n]*#\})[ \t]*(?![^\r\n])"
)
_HOLE = re.compile(
    r"\{\{[^{}\r\n]*\}\}|\{%[^%\r\n]*%\}|\$\{[^{}\r\n]*\}|@[A-Za-z_][\w.]*@|%[A-Za-z_]\w*%"
)
_MARK = "\ufeff"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The project's version in any YAML text, or what the selector names.

    Raises:
        UsageError: the text is not YAML, or the selector cannot be read.
    """
    if selector is not None:
        return locate_selected(scalars, text, selector)
    return judge(scalars(text))


def scalars(text: str, only: Sequence[Path] | None = None) -> Sequence[Scalar]:  # noqa: ARG001 - the parser cannot skip
    """Every scalar of every document, those that aliases and merge keys repeat included.

    Raises:
        UsageError: the text is not YAML.
    """
    printable = _UNPRINTABLE.sub("?", text)
    if printable.startswith(_MARK):  # a second one, which the parser would not count
        printable = "\n" + printable[1:]
    covered = _cover(printable)
    try:
        return _parse(text, covered)
    except UsageError as error:
        if covered == printable:
            raise
        try:  # what looks like a template may be part of a text that is YAML without it
            return _parse(text, printable)
        except UsageError:
            raise error from None


def _parse(text: str, covered: str) -> Sequence[Scalar]:
    import yaml  # slow to import

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = _Tree(text, covered)
    try:
        for event in yaml.parse(covered, Loader=loader):
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP:
            raise _nested_too_deep() from None
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(
            f"line {line}: not YAML: {error.problem or error.context}",
            hint="correct the file, or describe the place with --pattern",
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(
            f"not YAML: {str(error).splitlines()[0]}",
            hint="correct the file, or describe the place with --pattern",
        ) from None
    return tree.scalars()


def _cover(text: str) -> str:
    """The text with what a template fills in replaced by words of the same length."""
    if "{{" in text or "{%" in text or "{#" in text:
        text = _LINE_HOLE.sub(lambda hole: "#" * len(hole[0]), text)
    if "{{" in text or "{%" in text or "${" in text or "@" in text or "%" in text:
        text = _HOLE.sub(lambda hole: "T" * len(hole[0]), text)
    return text


def _nested_too_deep() -> UsageError:
    return UsageError(
        f"mappings and lists are nested more than {_DEEPEST} deep",
        hint="name another file, or describe the place with --pattern",
    )


class _Open(Struct):
    """A mapping or a list that is not closed yet; `first` is where its scalars begin."""

    path: Path
    is_mapping: bool
    anchor: str | None
    first: int
    key: Key | None = None
    void: bool = False
    """It is part of a key that is no scalar; nothing inside can be named."""


class _Repeat(Struct, frozen=True):
    """What an anchor stands for: scalars, and the path below which they lie."""

    base: Path
    scalars: tuple[Scalar, ...]


class _Tree:
    """The scalars of a stream of events."""

    def __init__(self, text: str, covered: str) -> None:
        self.text = text
        self.covered = covered
        self.document = -1
        self.found: list[Scalar] = []
        self.merged: list[tuple[int, Scalar]] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Repeat] = {}
        self.repeated = 0

    def scalars(self) -> list[Scalar]:
        """What was found; a key of a mapping's own overrules a merged one."""
        own = {(one.document, one.path) for one in self.found}
        late = [one for _, one in self.merged if (one.document, one.path) not in own]
        return sorted([*self.found, *late], key=lambda one: one.document) if late else self.found

    def take(self, event: Event) -> None:
        name = type(event).__name__  # by name, as the classes are of a module not loaded here
        if name == "ScalarEvent":
            self._scalar(cast("ScalarEvent", event))
        elif name in {"MappingStartEvent", "SequenceStartEvent"}:
            start = cast("CollectionStartEvent", event)
            self._open(start.anchor, is_mapping=name == "MappingStartEvent")
        elif name in {"MappingEndEvent", "SequenceEndEvent"}:
            self._close()
        elif name == "AliasEvent":
            self._alias(cast("NodeEvent", event).anchor or "")
        elif name == "DocumentStartEvent":
            self.document += 1
            self.anchors.clear()

    def _open(self, anchor: str | None, *, is_mapping: bool) -> None:
        if len(self.stack) > _DEEPEST:
            raise _nested_too_deep()
        void = self._expects_key() or bool(self.stack and self.stack[-1].void)
        path = () if void else self._next_path()
        self.stack.append(_Open(path, is_mapping, anchor, len(self.found), void=void))
        if not is_mapping:
            self.stack[-1].key = 0

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.anchor and not closed.void:
            inside = tuple(self.found[closed.first :])
            self.anchors[closed.anchor] = _Repeat(closed.path, inside)
        if self._expects_key() and not self.stack[-1].void:
            self.stack[-1].key = "?"
        else:
            self._done()

    def _scalar(self, event: ScalarEvent) -> None:
        if self.stack and self.stack[-1].void:
            return
        made = self._placed(event)
        if event.anchor:
            self.anchors[event.anchor] = _Repeat(made.path, (made,))
        if self._expects_key():
            self.stack[-1].key = made.value
            return
        self.found.append(made)
        self._done()

    def _alias(self, anchor: str) -> None:
        repeat = self.anchors.get(anchor)
        if self.stack and self.stack[-1].void:
            return
        if self._expects_key():
            self.stack[-1].key = repeat.scalars[0].value if repeat and repeat.scalars else "?"
            return
        if repeat:
            self._repeat(repeat)
        self._done()

    def _repeat(self, repeat: _Repeat) -> None:
        path = self._next_path()
        merge = _MERGE in path[-2:]
        if merge:
            path = path[: len(path) - 1 - path[::-1].index(_MERGE)]
        self.repeated += len(repeat.scalars)
        if self.repeated > _MOST_REPEATED:
            return
        for one in repeat.scalars:
            copy = Scalar(
                (*path, *one.path[len(repeat.base) :]),
                one.value,
                one.start,
                one.end,
                one.quote,
                self.document,
                one.number,
            )
            if merge:
                self.merged.append((self.document, copy))
            else:
                self.found.append(copy)

    def _expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_mapping and self.stack[-1].key is None

    def _next_path(self) -> Path:
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.path, "?" if top.key is None else top.key)

    def _done(self) -> None:
        """A value is complete: the next one has another key or index."""
        if not self.stack:
            return
        top = self.stack[-1]
        top.key = top.key + 1 if isinstance(top.key, int) and not top.is_mapping else None

    def _placed(self, event: ScalarEvent) -> Scalar:
        """The scalar of an event with the span of its content."""
        start, end = _span(event)
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self.covered, start, end)
            start = properties.end() if properties else start
        value, style = event.value, event.style or ""
        if style in {"|", ">"}:
            header = self.covered.find("\n", start, end)
            header = header if header >= 0 else self.covered.find("\r", start, end)
            block = self.text[header + 1 : end] if header >= 0 else ""
            start = header + 1 + len(block) - len(block.lstrip())
            end = start + len(block.strip())
            value = value.strip()
        elif style:
            start, end = start + 1, end - 1
        if self.text[start:end] != self.covered[start:end]:
            value = self.text[start:end]
        number = not style and bool(_NUMBER.fullmatch(value))
        path = self._next_path() if not self._expects_key() else ()
        return Scalar(path, value, start, end, style, self.document, number)


def _span(event: ScalarEvent) -> tuple[int, int]:
    """Where the parser says that an event starts and ends, in characters."""
    if event.start_mark is None or event.end_mark is None:
        raise UsageError("not YAML: a value has no position")
    return event.start_mark.index, event.end_mark.index
