"""A notice as a Slack message.

Source: Slack's documentation for developers, "Sending messages using incoming webhooks" and
"Formatting message text", section "Escaping text": with these three characters escaped, nothing in
a text is a mention or a link.
"""

from __future__ import annotations

import re
from typing import Any

from releasebot.git.headings import Language
from releasebot.notify.notice import Notice, cut, title

_SECTION = 3000
_LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s|>]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def payload(notice: Notice, told: str, language: Language) -> dict[str, Any]:
    """A line that notifications show, and the text below it in Slack's own markup."""
    head = _escaped(title(notice, language))
    linked = f"<{notice.url}|{head}>" if notice.url else head
    body = cut(f"*{linked}*\n{_markup(told)}", _SECTION)
    section = {"type": "section", "text": {"type": "mrkdwn", "text": body, "verbatim": True}}
    return {"text": head, "blocks": [section]}


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markup(told: str) -> str:
    """Headings, bold and links as Slack writes them; the rest as it is."""
    plain = _HEADING.sub(r"*\1*", _BOLD.sub(r"*\1*", _escaped(told)))
    return _LINK.sub(r"<\2|\1>", plain)
