"""The trace that a run belongs to, as programs hand it on.

Sources: W3C Trace Context, section 3.2 (traceparent header), and OpenTelemetry's specification of
environment variables as carriers: the variable TRACEPARENT holds the header's value.
"""

from __future__ import annotations

import re
import secrets

VARIABLE = "TRACEPARENT"
_FORM = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?")


def trace_of(value: str) -> str:
    """The trace's id in a TRACEPARENT, 32 hexadecimal digits; empty where it holds none."""
    found = _FORM.fullmatch(value.strip())
    if found is None or not found[1].strip("0") or not found[2].strip("0"):
        return ""
    return found[1]


def new_trace() -> str:
    """The id of a trace of our own."""
    return secrets.token_hex(16)
