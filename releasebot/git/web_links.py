"""Where a repository's commits, issues and comparisons stand on the web."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/]*@)?|(?:[\w.-]+@)?(?=[\w.-]+:(?!//)))"
    r"(?P<host>[\w.-]+)(?::\d+(?=/))?[:/]/?(?P<path>[^\s:?#]+?)(?:\.git)?/?",
    re.ASCII,
)
"""The addresses that git-clone(1) knows, under GIT URLS, but for local ones."""


class WebLinks(Struct, frozen=True):
    """Links into a repository's web pages. `base` is empty where no pages are known."""

    base: str = ""
    kind: Literal["github", "gitlab", "none"] = "none"

    def __bool__(self) -> bool:
        return bool(self.base)

    def commit(self, name: str) -> str:
        """The page of a commit."""
        return f"{self.base}{self._deep}/commit/{name}"

    def issue(self, ref: str) -> str:
        """The page of an issue or pull request such as `#12` or `team/api#3`."""
        where, _, number = ref.partition("#")
        base = f"{self.base.split('/')[0]}//{self.base.split('/')[2]}/{where}"
        return f"{base if where else self.base}{self._deep}/issues/{number}"

    def compare(self, old: str, new: str) -> str:
        """The page that shows what came between two tags."""
        return f"{self.base}{self._deep}/compare/{_quoted(old)}...{_quoted(new)}"

    def tag(self, name: str) -> str:
        """The page of a tag's tree."""
        return f"{self.base}{self._deep}/tree/{_quoted(name)}"

    @property
    def _deep(self) -> str:
        return "/-" if self.kind == "gitlab" else ""


def host_and_path(address: str) -> tuple[str, str] | None:
    """The host, in small letters, and the path of a remote's address; None for a local one.

    The path has neither a slash at its ends nor `.git`.
    """
    found = _ADDRESS.fullmatch(address)
    return (found["host"].lower(), found["path"]) if found else None


def web_links(address: str) -> WebLinks:
    """The links for a remote's address; none for a server whose pages are not known.

    GitHub and GitLab are known by their host's name. A login in the address is never shown.
    """
    found = host_and_path(address)
    if found is None:
        return WebLinks()
    host, path = found
    base = f"https://{host}/{path}"
    if "github" in host:
        return WebLinks(base, "github")  # it forwards /issues/ to /pull/ where a number is one
    return WebLinks(base, "gitlab") if "gitlab" in host else WebLinks()


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return name if re.fullmatch(r"[\w./-]+", name, re.ASCII) else quote(name)
