"""How far what a program binds to a name can be trusted to be the project's version."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from releasebot.version.formats.choice import HIDDEN, Candidate, choose, parts_of
from releasebot.version.formats.expressions import Computed, Evaluator, Literal, Value
from releasebot.version.formats.identifiers import (
    KNOWN,
    LIKELY,
    UNKNOWN,
    is_description,
    is_interface,
    name_rank,
    owner_rank,
)
from releasebot.version.formats.names import words
from releasebot.version.formats.program import MAX_DEPTH, Binding, Frame, Program, Role
from releasebot.version.formats.shape import is_date, is_specification_number, number_count
from releasebot.version.formats.tokens import Kind
from releasebot.version.formats.value import is_placeholder, is_specific, is_version
from releasebot.version.place import Dynamic, Finding, Place

MOST = 1000
"""How many bindings of a text are evaluated."""
LONGEST = 200
"""How many characters of a computed version's expression are shown."""
Judge = Callable[[Program, Binding], int | None]
"""The rank of a binding, None where it is not the project's version."""


def find(evaluator: Evaluator, judge: Judge, selector: str | None) -> list[Candidate]:
    """A candidate for each binding that the judge lets pass or that the selector names.

    Of more than `MOST` of them, as only a hostile text has, the most trusted are looked at.
    """
    program = evaluator.program
    last = parts_of(selector.casefold())[-1:] if selector else ()
    ranked: list[tuple[int, Binding]] = []
    for binding in program.bindings:
        rank = judge(program, binding)
        if rank is not None:
            ranked.append((rank, binding))
        elif binding.name.casefold() in last:
            ranked.append((HIDDEN, binding))
    if len(ranked) > MOST:
        ranked = sorted(ranked, key=lambda pair: pair[0])[:MOST]
    found = []
    for rank, binding in ranked:
        path = path_of(program, binding)
        value = evaluator.value(binding.value)
        keys = (one.of for one in frames(program, binding.frame) if one.key)
        names = " ".join((binding.name, *keys))
        finding = finding_of(program.text, value, ".".join(path), rank, names)
        if finding is not None:
            found.append(Candidate(finding, (path, full_path(program, binding))))
    return found


def locate(evaluator: Evaluator, judge: Judge, selector: str | None) -> list[Finding]:
    """The findings of a program whose bindings say all there is to say."""
    return choose(find(evaluator, judge, selector), selector)


def code_rank(program: Program, binding: Binding) -> int | None:
    """The rank of a constant, field or key in program code, by its names and surroundings."""
    rank = KNOWN if _is_in_version(program, binding) else name_rank(binding.name)
    if rank is None or binding.operator == "(":
        return None
    for owner in binding.owner:
        if owner in _NEUTRAL:
            continue
        trust = owner_rank(owner)
        if trust is None:
            return None
        rank = max(rank, trust)
    ours = name_rank(binding.name) == KNOWN and len(words(binding.name)) > 1
    for frame in frames(program, binding.frame):
        trust = _frame_rank(frame, ours=ours)
        if trust is None:
            return None
        rank = max(rank, trust)
        ours = ours or bool(frame.key and owner_rank(frame.of) == KNOWN)
    return rank


def _is_in_version(program: Program, binding: Binding) -> bool:
    """Whether it is the whole of something called the version: `enum Version { let current }`."""
    if binding.name.casefold() not in WHOLE or binding.frame < 0:
        return False
    frame = program.frames[binding.frame]
    around = frame.label if frame.role is Role.BODY else frame.of
    return name_rank(around) == KNOWN


def finding_of(
    text: str, value: Value | None, selector: str, rank: int, names: str = ""
) -> Finding | None:
    """The place or the dynamic field that a value is; None where it is no version at all.

    `names` are the name and the keys that the value stands under.
    """
    if isinstance(value, Computed):
        expression = text[value.start : value.end]
        if expression in _TYPES or (rank > KNOWN and rank != HIDDEN and not value.sources):
            return None
        shown = expression if len(expression) <= LONGEST else f"{expression[:LONGEST]}..."
        return Dynamic(shown, value.start, value.end, selector, value.sources, rank)
    if value is None:
        return None
    if acceptable(value, names, rank):
        return Place(value.value, value.start, value.end, selector, value.quote, rank)
    return _hole(value, selector, rank)


def acceptable(value: Literal, names: str, rank: int) -> bool:
    """Whether the literal is a version that a thing of these names and this rank can have."""
    text = value.value
    if not is_version(text):
        return False
    if rank in {0, HIDDEN}:
        return True
    if not is_specific(text) or is_date(text):
        return False
    if is_description(names):
        return not is_specification_number(text)
    return not is_interface(names) or number_count(text) > 2  # noqa: PLR2004 - 1.2.3


def setter_rank(program: Program, binding: Binding) -> int | None:
    """The rank of a literal passed to a method that sets the version: `.setAppVersion("1.2.3")`."""
    tokens = program.tokens
    before = tokens[binding.at - 1] if binding.at else None
    method = before and before.text in _METHOD and before.end == tokens[binding.at].start
    if not method or tokens[binding.value].kind is not Kind.STRING:
        return None
    parts = words(binding.name)
    rank = name_rank("_".join(parts[1:] if parts[:1] == ("set",) else parts))
    return rank if rank is not None and rank <= LIKELY else None


def frames(program: Program, at: int) -> Iterator[Frame]:
    """The frames around a place, innermost first, down to the depth that is looked at."""
    for _ in range(MAX_DEPTH):
        if at < 0:
            return
        frame = program.frames[at]
        yield frame
        at = frame.parent
    if at >= 0:
        yield Frame(-1, "", Role.TYPE)


def path_of(program: Program, binding: Binding) -> tuple[str, ...]:
    """The names by which a person would name the binding, outermost first."""
    path = [binding.name, *(part for part in reversed(binding.owner) if part not in _NEUTRAL)]
    for frame in frames(program, binding.frame):
        named = frame.label if frame.role is Role.BODY else ""
        path.extend(part for part in (named, frame.of) if part and part not in _NEUTRAL)
    return tuple(reversed(path))


def full_path(program: Program, binding: Binding) -> tuple[str, ...]:
    """Like `path_of`, with the call that the binding is an argument of."""
    path = [binding.name, *reversed(binding.owner)]
    for frame in frames(program, binding.frame):
        path.extend(part for part in (frame.label, frame.of) if part)
    return tuple(part for name in reversed(path) for part in parts_of(name))


def _frame_rank(frame: Frame, *, ours: bool) -> int | None:
    """How far something inside such brackets can be ours.

    A key of an unknown name may be anything, unless a name inside it has told that it is `ours`.
    """
    trust: int | None = KNOWN
    match frame.role:
        case Role.TYPE | Role.PARAMETERS:
            return None
        case Role.FUNCTION:
            trust = LIKELY
        case Role.CALL:
            trust = _call_rank(frame)
        case Role.BODY | Role.VALUE:
            pass
    if trust is None or not frame.of or frame.of in _NEUTRAL:
        return trust
    of = owner_rank(frame.of)
    if of is None or (of == UNKNOWN and frame.key and not ours):
        return None
    weak = of == UNKNOWN or is_interface(frame.of) or is_description(frame.of)
    return max(trust, LIKELY if weak else of)


def _call_rank(frame: Frame) -> int | None:
    if frame.topic and owner_rank(frame.topic) is None:
        return None
    trust = owner_rank(frame.label)
    return LIKELY if trust == UNKNOWN else trust


def _hole(value: Literal, selector: str, rank: int) -> Dynamic | None:
    """A text that only holds the version's place: a placeholder, or a word such as `dev`."""
    word = bool(value.value) and not any(char.isdigit() for char in value.value)
    if is_placeholder(value.value) or (word and rank <= KNOWN):
        return Dynamic(value.value, value.start, value.end, selector, (), rank)
    return None


WHOLE = frozenset({"string", "full", "current"})
"""What the whole of a version is called beside its parts, in lower case."""
_METHOD = frozenset({".", "->", "::", ":"})
_NEUTRAL = frozenset(
    {
        "?", "this", "self", "Self", "cls", "static", "module", "exports", "default", "window",
        "globalThis", "M",
    }
)  # fmt: skip
_TYPES = frozenset(
    {
        "string", "String", "number", "boolean", "any", "str", "unknown", "undefined", "null",
        "None", "nil", "true", "false", "object", "never", "int", "float", "NULL", "nullptr",
    }
)  # fmt: skip
