"""What a notice tells, and its words."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.git.headings import Language

State = Literal["planned", "released", "failed"]


class Notice(Struct, frozen=True):
    """A release as people are told of it.

    `places` are names with addresses to look at. `steps` are those still to be done, or with
    `failed` the one that failed; `error` is what it said, `resume` the command that goes on.
    """

    state: State
    name: str
    version: str
    tag: str
    commit: str
    notes: str = ""
    checks: str = ""
    """What the gates found, in Markdown; empty without any."""
    places: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    error: str = ""
    resume: str = ""

    @property
    def url(self) -> str:
        """The first address that leads anywhere on the web."""
        return next((where for _, where in self.places if where.startswith("http")), "")


_TITLES: dict[Language, dict[State, str]] = {
    "en": {
        "planned": "{name} {version} is being released",
        "released": "{name} {version} is released",
        "failed": "The release of {name} {version} has stopped",
    },
    "ko": {
        "planned": "{name} {version} 릴리스를 진행하고 있습니다",
        "released": "{name} {version} 릴리스가 나왔습니다",
        "failed": "{name} {version} 릴리스가 멈췄습니다",
    },
}
_TEXT: dict[Language, str] = {
    "en": """\
{% if state == "planned" %}To do: {{ steps | join(", ") }}
{% elif state == "failed" %}{{ steps | join(", ") }}: {{ error }}

Finish it at `{{ commit[:9] }}` with `{{ resume }}`
{% else %}{{ notes }}{{ checks }}
{% endif %}""",
    "ko": """\
{% if state == "planned" %}할 일: {{ steps | join(", ") }}
{% elif state == "failed" %}{{ steps | join(", ") }}: {{ error }}

`{{ commit[:9] }}`에서 `{{ resume }}`을 다시 실행하면 이어서 끝냅니다
{% else %}{{ notes }}{{ checks }}
{% endif %}""",
}


def title(notice: Notice, language: Language) -> str:
    """One line that says what has happened to what."""
    return _TITLES[language][notice.state].format(name=notice.name, version=notice.version)


def text(notice: Notice, language: Language, template: Path | None = None) -> str:
    """The text below the title, in Markdown, from the user's own template or ours.

    Raises:
        UsageError: the template cannot be read or filled in.
    """
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True)
    where = template or "the built-in template"
    try:
        source = template.read_text("utf-8") if template else _TEXT[language]
        fields = msgspec.structs.asdict(notice) | {"url": notice.url}
        return environment.from_string(source).render(fields).strip()
    except (OSError, TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise UsageError(
            f"{where}: the template of a notice cannot be filled: {error}",
            hint="it may use state, name, version, tag, commit, notes, checks, places, steps, "
            "error, resume and url",
        ) from error


def cut(told: str, most: int) -> str:
    """The text in at most `most` characters, whole lines where there are any."""
    if len(told) <= most:
        return told
    kept = told[: most - 2]
    return kept[: kept.rfind("\n") if kept.rfind("\n") > 0 else None].rstrip() + "\n…"
