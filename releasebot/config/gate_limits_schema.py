"""The settings of what a gate's report may say at most and has to say at least."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from releasebot.config.setting import Setting, Text

PerCent = Annotated[float, Meta(ge=0, le=100)]
Milliseconds = Annotated[float, Meta(gt=0, le=86_400_000)]


class CoverageFloors(Setting, frozen=True):
    """The least that has to be covered."""

    lines: Annotated[
        PerCent | None, Meta(description="The least coverage of lines, in per cent.")
    ] = None
    branches: Annotated[
        PerCent | None, Meta(description="The least coverage of branches, in per cent.")
    ] = None
    functions: Annotated[
        PerCent | None, Meta(description="The least coverage of functions, in per cent.")
    ] = None
    statements: Annotated[
        PerCent | None, Meta(description="The least coverage of statements, in per cent.")
    ] = None


class CoverageGroup(CoverageFloors, frozen=True, kw_only=True):
    """Files that have floors of their own."""

    files: Annotated[
        tuple[Text, ...],
        Meta(description="Globs of the files, relative to the folder that the gate runs in."),
    ]


class CoverageLimits(CoverageFloors, frozen=True):
    """How much of the code the tests have to run."""

    ratchet: Annotated[
        bool, Meta(description="Whether no figure may be lower than at the last release.")
    ] = True
    slack: Annotated[
        PerCent, Meta(description="Percentage points that a figure may fall all the same.")
    ] = 0.0
    goal: Annotated[
        PerCent,
        Meta(description="The coverage of lines that is aimed at; missing it is only told."),
    ] = 80.0
    groups: Annotated[
        dict[str, CoverageGroup],
        Meta(description="Files that have floors of their own, by a name."),
    ] = field(default_factory=dict)


class LoadLimits(Setting, frozen=True):
    """How quick the API has to be under load."""

    metric: Annotated[
        Text, Meta(description="The metric of k6 whose p95 and p99 are looked at.")
    ] = "http_req_duration"
    p95: Annotated[
        Milliseconds | None,
        Meta(description="Milliseconds that 95 of 100 requests may take at most."),
    ] = None
    p99: Annotated[
        Milliseconds | None,
        Meta(description="Milliseconds that 99 of 100 requests may take at most."),
    ] = None
    error_rate: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | None,
        Meta(description="The share of requests that may fail, from 0 to 1."),
    ] = None
    compare: Annotated[
        int,
        Meta(description="With how many of the last releases a run is compared.", ge=0, le=100),
    ] = 10
    slower: Annotated[
        Annotated[float, Meta(ge=0, le=10)],
        Meta(
            description="How much slower than the last releases is too slow, as a share of their "
            "p95, once it is more than noise."
        ),
    ] = 0.1
    false_alarms: Annotated[
        Annotated[float, Meta(gt=0, le=0.2)],
        Meta(description="How often an unchanged API may be called slower, from 0 to 0.2."),
    ] = 0.01


class IgnoredAdvisory(Setting, frozen=True):
    """An advisory that does not count for a while, and why."""

    id: Annotated[
        Text, Meta(description="Its id: of GitHub, of npm, of Snyk, a CVE or another alias.")
    ]
    reason: Annotated[Text, Meta(description="Why; for those who read the configuration.")]
    until: Annotated[
        Text, Meta(description="The last day that it is passed over, such as `2027-01-31`.")
    ]
    package: Annotated[
        Text | None, Meta(description="The package that this holds for. Default: every package.")
    ] = None


class AdvisoryLimits(Setting, frozen=True):
    """Which known vulnerabilities of dependencies stop a release."""

    severity: Annotated[
        Literal["info", "low", "moderate", "high", "critical"],
        Meta(description="From which severity on."),
    ] = "high"
    unrated: Annotated[
        Literal["count", "pass"],
        Meta(description="Whether advisories without a severity count, as all of pip-audit's."),
    ] = "count"
    production_only: Annotated[
        bool, Meta(description="Whether what only development needs is passed over.")
    ] = True
    ignore: Annotated[
        tuple[IgnoredAdvisory, ...], Meta(description="Advisories that do not count for a while.")
    ] = ()


class QueryLimits(Setting, frozen=True):
    """How quick the database's answers have to be."""

    p95: Annotated[
        Milliseconds | None,
        Meta(description="Milliseconds that 95 of 100 runs of each query may take at most."),
    ] = None
    budget: Annotated[
        Milliseconds, Meta(description="Milliseconds from which on one run is a slow one.")
    ] = 200.0
    slow: Annotated[int, Meta(description="How many slow runs there may be.", ge=0)] = 0
    unit: Annotated[
        Literal["ns", "us", "ms", "s"], Meta(description="The unit of the durations in the log.")
    ] = "ms"
    query: Annotated[
        Text | None,
        Meta(description="The key of the query in a line. Default: a usual one, such as `query`."),
    ] = None
    duration: Annotated[
        Text | None,
        Meta(
            description="The key of the duration in a line. Default: a usual one, such as "
            "`duration`."
        ),
    ] = None
    plan: Annotated[
        Text | None,
        Meta(description="The key of the plan in a line. Default: a usual one, such as `plan`."),
    ] = None
