"""A notice as a Discord message.

Source: Discord's documentation for developers, "Webhook Resource" and "Message Resource", sections
"Embed Limits" and "Allowed Mentions Object".
"""

from __future__ import annotations

from typing import Any

from releasebot.git.headings import Language
from releasebot.notify.notice import Notice, cut, title

_TITLE, _TEXT = 256, 4096
_COLORS = {"planned": 0x5865F2, "released": 0x2E7D32, "failed": 0xC62828}


def payload(notice: Notice, told: str, language: Language) -> dict[str, Any]:
    """One embed; nobody is mentioned, whatever a commit says."""
    embed: dict[str, Any] = {
        "title": title(notice, language)[:_TITLE],
        "description": cut(told, _TEXT - 600) + _links(notice),
        "color": _COLORS[notice.state],
    }
    if notice.url:
        embed["url"] = notice.url
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _links(notice: Notice) -> str:
    links = [f"[{name}]({where})" for name, where in notice.places if where.startswith("http")]
    line = " · ".join(links)
    return f"\n\n{line}" if line and len(line) <= 600 - 2 else ""
