"""CSS and SCSS: the header of a WordPress theme."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.version.formats.choice import choose
from releasebot.version.formats.comment_header import header_places
from releasebot.version.formats.language import Comment, Language, String
from releasebot.version.formats.tokens import Kind, scan
from releasebot.version.place import Finding

LANGUAGE = Language(
    comments=(Comment(r"/\*", r"\*/"),),
    strings=(String(r'"'), String(r"'")),
)


def locate(text: str, selector: str | None) -> Sequence[Finding]:
    """The `Version:` of a theme's header comment.

    See https://developer.wordpress.org/themes/basics/main-stylesheet-style-css/.
    """
    comments = [token for token in scan(text, LANGUAGE) if token.kind is Kind.COMMENT]
    return choose(header_places(text, comments), selector)
