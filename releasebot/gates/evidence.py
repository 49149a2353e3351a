"""The proof of a release: which gates were run for its commit, and what they found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from releasebot.gates.verdict import Judgement

EVIDENCE = "evidence.json"

Language = Literal["en", "ko"]


class Evidence(Struct, frozen=True):
    """What `evidence.json` holds.

    `commit` and `tree` are git's object names of what was looked at, `finished` the moment of the
    last verdict in UTC, as RFC 3339 writes it. It is written once for a release and never again.
    """

    schema: Literal[1]
    project: str
    version: str
    tag: str
    commit: str
    tree: str
    finished: str
    releasebot: str
    gates: tuple[Judgement, ...]

    @property
    def allows(self) -> bool:
        """Whether nothing in it forbids the release."""
        return not any(one.hinders for one in self.gates)

    def named(self, name: str) -> Judgement | None:
        """The verdict on the gate of that name."""
        return next((one for one in self.gates if one.name == name), None)


def encoded(evidence: Evidence) -> bytes:
    """The file's bytes: equal for equal evidence."""
    return msgspec.json.format(msgspec.json.encode(evidence), indent=2) + b"\n"


def decoded(data: bytes) -> Evidence | None:
    """The evidence in a file; None where it is none, or of another schema."""
    try:
        return msgspec.json.decode(data, type=Evidence)
    except msgspec.MsgspecError:
        return None


_STATES: dict[Language, dict[str, str]] = {
    "en": {
        "passed": "passed",
        "failed": "failed",
        "could_not_run": "could not run",
        "skipped": "skipped",
    },
    "ko": {
        "passed": "통과",
        "failed": "실패",
        "could_not_run": "실행 불가",
        "skipped": "건너뜀",
    },
}
_HEADINGS: dict[Language, str] = {"en": "Checks", "ko": "품질 검사"}
_WIDEST = 3
"""How many figures of a gate stand in the summary."""


def state(judgement: Judgement, language: Language = "en") -> str:
    """The verdict in words."""
    return _STATES[language][judgement.verdict]


def summary(evidence: Evidence, language: Language) -> str:
    """The evidence in Markdown for the notes of a release: a heading, and a line for each gate."""
    lines = [f"### {_HEADINGS[language]}", ""]
    lines += [f"- {line}" for line in _lines(evidence.gates, language)]
    return "\n".join([*lines, ""])


def in_a_line(gates: Iterable[Judgement]) -> str:
    """The gates by their verdicts, as plans show them: `lint, test passed; audit skipped`."""
    by_state: dict[str, list[str]] = {}
    for one in gates:
        by_state.setdefault(state(one), []).append(one.name)
    return "; ".join(f"{', '.join(names)} {word}" for word, names in by_state.items())


def _lines(gates: Iterable[Judgement], language: Language) -> Iterator[str]:
    for one in gates:
        reason = "" if one.verdict == "passed" or not one.reason else f": {_plain(one.reason)}"
        told = figures(one)
        yield f"{_plain(one.name)}: {state(one, language)}{reason}{f' ({told})' if told else ''}"


def figures(judgement: Judgement) -> str:
    """The first figures of a gate, in the order in which its reader gave them."""
    shown = list(judgement.figures.items())[:_WIDEST]
    return ", ".join(f"{name.replace('_', ' ')} {value:.10g}" for name, value in shown)


def _plain(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would act on."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_[]<>|#~&@" else letter for letter in " ".join(text.split())
    )
