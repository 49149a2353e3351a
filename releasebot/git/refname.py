"""Which names git takes for a tag."""

from __future__ import annotations

from releasebot.errors import UsageError

_FORBIDDEN = ("..", "//", "/.", "@{", ".lock/", " ", "~", "^", ":", "?", "*", "[", "\\", "\x7f")
_FORBIDDEN_FIRST = ("-", "/", ".")
_FORBIDDEN_LAST = ("/", ".", ".lock")
"""The rules of git-check-ref-format(1) for what follows `refs/tags/`, and that of git-tag(1):
no name begins with a dash. Plain texts: an expression would take longer to compile than to match.
"""


def check_tag_name(name: str) -> None:
    """Refuse what git would not take as a tag's name.

    Raises:
        UsageError: the name breaks git's rules.
    """
    if (
        not name
        or name.startswith(_FORBIDDEN_FIRST)
        or name.endswith(_FORBIDDEN_LAST)
        or min(name) < " "
        or any(part in name for part in _FORBIDDEN)
    ):
        raise UsageError(
            f"{name!r} cannot be the name of a tag",
            hint="correct tag.template, or the version that it is filled with",
        )
