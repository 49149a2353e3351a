"""The settings of the quality gates."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from releasebot.config.gate_limits_schema import (
    AdvisoryLimits,
    CoverageLimits,
    LoadLimits,
    QueryLimits,
)
from releasebot.config.setting import Setting, Text

Format = Literal[
    "exit",
    "junit",
    "istanbul",
    "lcov",
    "cobertura",
    "coverage.py",
    "k6-summary",
    "k6-stream",
    "npm-audit",
    "pnpm-audit",
    "yarn-audit",
    "pip-audit",
    "snyk",
    "eslint",
    "prettier",
    "ruff",
    "sarif",
    "slow-query",
    "api",
]
"""The formats of reports, in the order of `releasebot.gates.readers.table`."""


class CheckSettings(Setting, frozen=True):
    """How `releasebot check` runs the gates."""

    jobs: Annotated[
        int,
        Meta(description="How many gates run side by side at most.", ge=1, le=64),
    ] = 4


class GateSettings(Setting, frozen=True):
    """A command that has to succeed before anything is released."""

    command: Annotated[
        Text, Meta(description="The command. It is split into words; no shell reads it.")
    ]
    folder: Annotated[Text, Meta(description="The folder that the command runs in.")] = "."
    timeout: Annotated[
        float,
        Meta(description="Seconds that one attempt may take.", gt=0, le=86_400),
    ] = 900.0
    env: Annotated[
        dict[str, str],
        Meta(description="Variables that the command gets beside those of releasebot itself."),
    ] = field(default_factory=dict)
    pass_env: Annotated[
        tuple[Text, ...],
        Meta(
            description="Variables with which releasebot publishes, such as `GITHUB_TOKEN`, that "
            "the command gets too. Default: none of them."
        ),
    ] = ()
    report: Annotated[
        Text | None,
        Meta(
            description="The file that the command writes its report to. Default: standard output."
        ),
    ] = None
    format: Annotated[
        Format, Meta(description="The report's format; `exit`: the exit code alone counts.")
    ] = "exit"
    could_not_run: Annotated[
        Literal["block", "warn"],
        Meta(
            description="What an outage, a time-out, a missing tool or an unreadable report does: "
            "stop the release, or only be told."
        ),
    ] = "block"
    retries: Annotated[
        int,
        Meta(description="How often a gate that could not run is tried again.", ge=0, le=5),
    ] = 1
    after: Annotated[
        tuple[Text, ...],
        Meta(description="Gates that have to pass before this one starts."),
    ] = ()
    coverage: Annotated[CoverageLimits, Meta(description="Limits of a report about coverage.")] = (
        CoverageLimits()
    )
    load: Annotated[LoadLimits, Meta(description="Limits of a report of k6.")] = LoadLimits()
    advisories: Annotated[
        AdvisoryLimits, Meta(description="Limits of a report about known vulnerabilities.")
    ] = AdvisoryLimits()
    queries: Annotated[QueryLimits, Meta(description="Limits of a log of queries.")] = QueryLimits()
