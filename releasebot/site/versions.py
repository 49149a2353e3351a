"""Versions of a site side by side, laid out as mike does it (github.com/jimporter/mike).

`versions.json` names them for the theme's selector; each stands in a folder of its name; `latest`
and `dev` are folders of pages that lead to the same page of a version. No link of a file system is
used: servers of static pages do not follow them.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Mapping
from html import escape as escaped
from typing import Final

from msgspec import Struct

from releasebot.errors import ConflictError
from releasebot.site.leading import MARK, leading_page
from releasebot.version.next import channel, newest_first
from releasebot.version.scheme import Scheme

INDEX: Final = "versions.json"
LATEST: Final = "latest"
DEV: Final = "dev"
SCRIPT: Final = "redirect.js"
_REDIRECTING: Final = """\
// The page that is linked first, at the same heading.
location.replace(document.links[0].href + location.search + location.hash);
"""


class Deployment(Struct, frozen=True):
    """What `versions.json` says after a version is added, and whose each alias is."""

    index: str
    owners: Mapping[str, str]


def planned(index: str | None, version: str, scheme: Callable[[], Scheme]) -> Deployment:
    """The versions with one more; what is said of the others stays.

    `latest` is the greatest final version, or the greatest of all where none is final; `dev` is the
    greatest of all. A version that is older than those takes no alias.

    Raises:
        ConflictError: `versions.json` cannot be read, or uses one of the names otherwise.
    """
    from mike.versions import Versions  # type: ignore[import-untyped]  # it comes without types

    try:
        known = Versions.loads(index) if index else Versions()
        known.add(version, update_aliases=True)
        names = [str(one.version) for one in known]
        numbered = [name for name in names if name[:1].isdigit() or name[:2].lower() == "v"]
        order = newest_first(numbered or [version], scheme)
        finals = [name for name in order if not channel(name)]
        owners = {LATEST: (finals or order)[0], DEV: order[0]}
        for alias, owner in owners.items():
            known.update(owner, aliases=[alias], update_aliases=True)
    except (ValueError, KeyError, TypeError) as error:
        raise ConflictError(
            f"{INDEX} does not read as mike's: {error}",
            hint="correct it, or deploy to a branch or folder of its own",
        ) from error
    said = [one.to_json() | {"aliases": sorted(one.aliases)} for one in known]
    return Deployment(json.dumps(said, indent=2, ensure_ascii=False) + "\n", owners)


def redirects(names: Iterable[str], owner: str) -> dict[str, str]:
    """The files of an alias: a page for each of the version's pages, leading to it."""
    pages = {SCRIPT: _REDIRECTING}
    for name in names:
        if name.endswith(".html") and name != "404.html":
            up = "../" * (name.count("/") + 1)
            pages[name] = _redirect(f"{up}{owner}/{name}", posixpath.relpath(SCRIPT, _above(name)))
    return pages


def top_pages(url: str | None, owner: str) -> dict[str, str]:
    """The files beside the versions: the way in, what is shown for a dead link, the sitemap."""
    missing = leading_page("404: there is no such page", f"{_path(url)}{LATEST}/")
    files = {
        ".nojekyll": "",
        "404.html": missing,
        "index.html": _redirect(f"{LATEST}/index.html", f"{LATEST}/{SCRIPT}"),
    }
    if url:
        place = escaped(f"{url.rstrip('/')}/{owner}/sitemap.xml")
        files["sitemap.xml"] = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!-- releasebot -->\n'
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{place}</loc></sitemap></sitemapindex>\n"
        )
    return files


def is_ours(text: str) -> bool:
    """Whether a file at the top was made here, so that it may be made anew."""
    return not text.strip() or MARK in text or "<!-- releasebot -->" in text


def _redirect(href: str, script: str) -> str:
    return leading_page("Redirecting", href, script=script)


def _above(name: str) -> str:
    return posixpath.dirname(name) or "."


def _path(url: str | None) -> str:
    """The path of the site's address; a page for dead links is shown at any depth."""
    from urllib.parse import urlsplit

    return f"{urlsplit(url).path.rstrip('/')}/" if url else "/"
