"""A change in words, in English and Korean."""

from __future__ import annotations

from typing import Any

import msgspec

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.rule import CONSEQUENCES, Language

_LONGEST = 80


def sentence(change: Change, language: Language) -> str:
    """What happened, and what follows for which client."""
    index = 0 if language == "en" else 1
    return f"{happened(change, language)}{_then(change, index)}"


def happened(change: Change, language: Language) -> str:
    """What happened, without what follows."""
    return f"{change.subject[0 if language == 'en' else 1]}: {predicate(change, language)}"


def predicate(change: Change, language: Language) -> str:
    """What happened, without what it happened to."""
    return filled(change.rule.en if language == "en" else change.rule.ko, change)


def filled(template: str, change: Change) -> str:
    """A sentence with the words of the change in the places of `{before}` and others."""
    return (
        template.replace("{before}", shown(change.before))
        .replace("{after}", shown(change.after))
        .replace("{name}", f"`{change.name}`")
    )


def _then(change: Change, index: int) -> str:
    told = CONSEQUENCES[change.rule.then][index]
    if not told:
        return ""
    return f"; {told}" if index == 0 else f". {told}"


def shown(value: Any) -> str:  # noqa: ANN401  any JSON value
    """A value of the document as a text quotes it: on one line, and not too long."""
    if value is None:
        return "`none`"
    text = value if isinstance(value, str) else msgspec.json.encode(value, enc_hook=str).decode()
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 1]}…"
    return f"`{text}`"
