"""A body in storage format as an XML document of its own.

A body is a fragment whose prefixes Confluence knows. The root element declares them; it is the one
that XML editors have long been given for the format.
"""

from __future__ import annotations

ROOT = "ac:confluence"
_OPENED = (
    f'<{ROOT} xmlns:ac="http://www.atlassian.com/schema/confluence/4/ac/" '
    'xmlns:ri="http://www.atlassian.com/schema/confluence/4/ri/">\n'
)
_CLOSED = f"\n</{ROOT}>\n"


def document(body: str) -> str:
    """The body as a well-formed document; the body starts on line 2."""
    return f"{_OPENED}{body}{_CLOSED}"


def body_of(text: str) -> str:
    """The body in a document; a text that is no such document is taken as a body itself.

    Line ends and blank lines around it do not count: an editor may have changed them on saving.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").strip()
    inside = lines.removeprefix(_OPENED.strip()).removesuffix(_CLOSED.strip())
    return inside.strip() if len(inside) < len(lines) else lines
