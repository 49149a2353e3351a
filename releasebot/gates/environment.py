"""The environment of a gate's command."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from releasebot.config.gates_schema import GateSettings

PUBLISHING = frozenset(
    {
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GH_ENTERPRISE_TOKEN",
        "GITHUB_ENTERPRISE_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "CONFLUENCE_TOKEN",
        "CONFLUENCE_USER",
        "CONFLUENCE_PASSWORD",
        "DISCORD_WEBHOOK_URL",
        "SLACK_WEBHOOK_URL",
        "RELEASE_WEBHOOK_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
    }
)
"""Variables with which releases are published: a linter's plugin has no use for them."""

MARK = "RELEASEBOT_GATE"
"""The variable by which everything that a gate has started is found again."""


def environment_for(
    name: str, gate: GateSettings, environ: Mapping[str, str], top: Path
) -> dict[str, str]:
    """All variables of the command: ours without those that publish, its own, and our mark."""
    given = {
        key: value
        for key, value in environ.items()
        if key not in PUBLISHING or key in gate.pass_env
    }
    return given | gate.env | {MARK: f"{mark_of(top)}{name}"}


def mark_of(top: Path) -> str:
    """How the mark begins of whatever a gate of the work tree at `top` starts."""
    return f"{sha256(str(top).encode()).hexdigest()[:16]}."
