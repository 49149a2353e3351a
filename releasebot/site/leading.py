"""Pages that stand where something was and lead on to where it is, with or without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape as escaped
from typing import Final

MARK: Final = '<meta name="generator" content="releasebot">'
"""Stands in each such page, and tells that it is ours."""

_PAGE: Final = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
{mark}
<meta name="robots" content="noindex">
<title>{title}</title>
<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
</head>
<body>
<main><h1>{title}</h1>{links}</main>
{script}</body>
</html>
"""


def leading_page(
    title: str,
    href: str,
    *,
    script: str = "",
    sections: Mapping[str, str] | None = None,
    language: str = "en",
) -> str:
    """The page's HTML, which leads to `href`; its title is in the `language`.

    `script` is the address of the program that follows a link at once; without it a reader does.
    `sections` has the anchors that the page had, each with where its section is.
    """
    loading = f'<script src="{escaped(script)}"></script>\n' if script else ""
    links = [_link(href, "")]
    links += [_link(to, f' id="{escaped(anchor)}"') for anchor, to in (sections or {}).items()]
    return _PAGE.format(
        language=language,
        mark=MARK,
        title=title,
        href=escaped(href),
        links="\n".join(links),
        script=loading,
    )


def _link(href: str, name: str) -> str:
    return f'<p><a{name} href="{escaped(href)}">{escaped(href)}</a></p>'
