"""Reports of gates, as real tools wrote them about small projects of ours, and what is asked.

The files in `tests/unit/gates/readers/reports` were written by jest 30 with jest-junit 17,
ESLint 9, Prettier 3, pytest 9 with coverage.py 7, ruff 0.17, npm 11, pnpm 10, Yarn 1.22 and 4.18,
and pip-audit 2.10; the audits asked `tests/fakes/npm_registry.py` and a small OSV server. The
project's folder became `/app`, addresses became `registry.invalid`, and stack traces were cut.
Those of k6 and Snyk follow their documentation: neither runs without a download or an account.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from releasebot.config.gates_schema import GateSettings
from releasebot.gates.reading import Asked, Past

REPORTS = Path(__file__).parent / "unit" / "gates" / "readers" / "reports"
TODAY = date(2026, 11, 24)


def asked(
    limits: Mapping[str, Any] | None = None,
    *,
    folder: Path = Path("/app"),
    code: int = 0,
    past: Sequence[Past] = (),
) -> Asked:
    """What a reader is asked about a gate with these limits, by the tables of the configuration."""
    gate = msgspec.convert({"command": "true", **(limits or {})}, GateSettings)
    return Asked(gate, folder, folder, TODAY, code=code, past=lambda: past)
