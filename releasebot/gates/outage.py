"""What package managers say where a registry is out of order: somebody else's fault, not a verdict.

Only lines count that begin as the program's own do, as each writes them at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NETWORK = r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|E5\d\d"
_SAID = re.compile(
    rf"npm (?:error|ERR!) (?:code (?:{_NETWORK})\b|audit endpoint returned an error)"
    r"| ?ERR_PNPM_(?:META_FETCH_FAIL|AUDIT_BAD_RESPONSE)\b"
    r"|error An unexpected error occurred: \".*(?:ESOCKETTIMEDOUT|ENOTFOUND|ECONNREFUSED)",
)


def outage_in(lines: Iterable[str]) -> str:
    """The first line that tells of an outage; empty where none does."""
    return next((line.strip() for line in lines if _SAID.match(line)), "")
