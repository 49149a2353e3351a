"""A notice for a program: the facts as JSON."""

from __future__ import annotations

from typing import Any

from releasebot.git.headings import Language
from releasebot.notify.notice import Notice, title


def payload(notice: Notice, told: str, language: Language) -> dict[str, Any]:
    """`event` says what has happened; `title` and `text` say it to people."""
    return {
        "event": notice.state,
        "name": notice.name,
        "version": notice.version,
        "tag": notice.tag,
        "commit": notice.commit,
        "url": notice.url or None,
        "places": [{"name": name, "where": where} for name, where in notice.places],
        "steps": list(notice.steps),
        "error": notice.error or None,
        "resume": notice.resume or None,
        "title": title(notice, language),
        "text": told,
    }
