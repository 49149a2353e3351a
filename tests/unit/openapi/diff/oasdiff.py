"""The ids of oasdiff's checks, and what is called or judged otherwise here.

oasdiff (github.com/oasdiff/oasdiff) is what many teams know, so a rule with the same meaning bears
the same id. Levels differ where a client is hurt that oasdiff only tells about.
"""

from __future__ import annotations

GRAVER = frozenset(
    {
        "api-security-added",
        "api-security-scope-added",
        "api-global-security-added",
        "api-global-security-scope-added",
        "api-security-component-type-changed",
    }
)
"""Breaking here, where whoever could call before cannot call now; information there."""
