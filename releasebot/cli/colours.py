"""Colour for the marks that lines begin with, on a terminal alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping

from releasebot.cli.output import printable, write_text
from releasebot.cli.session import Session

_CODES: Mapping[str, int] = {"✗": 31, "!": 33, "·": 36}
_MARK = re.compile(rf"^(\s*)([{''.join(_CODES)}])(?= )", re.MULTILINE)


def coloured(session: Session, text: str) -> None:
    """Write a result for people; its marks in colour where a terminal shows it.

    `NO_COLOR` (no-color.org), `TERM=dumb` and a pipe get plain text.
    """
    environ = session.surroundings.environ
    if not sys.stdout.isatty() or environ.get("NO_COLOR") or environ.get("TERM") == "dumb":
        write_text(text)
        return
    safe = printable(text, sys.stdout.encoding)
    sys.stdout.write(
        _MARK.sub(lambda at: f"{at[1]}\x1b[{_CODES[at[2]]}m{at[2]}\x1b[0m", safe) + "\n"
    )
    sys.stdout.flush()
