"""The settings of what changes of the API mean."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class AcceptedChange(Setting, frozen=True):
    """A change of the API that is known and counts no more."""

    fingerprint: Annotated[
        Text, Meta(description="What `releasebot api diff --format json` calls the change.")
    ]
    reason: Annotated[Text, Meta(description="Why it may be.")]
    until: Annotated[
        Text | None, Meta(description="The last day that it is passed over, such as `2027-01-31`.")
    ] = None


class DiffSettings(Setting, frozen=True):
    """What changes of the API mean."""

    profiles: Annotated[
        tuple[Literal["nestjs", "sdk"], ...],
        Meta(
            description="What else breaks clients: `nestjs`, where a ValidationPipe with "
            "`forbidNonWhitelisted` refuses unknown properties; `sdk`, where clients are generated."
        ),
    ] = ()
    fail_on: Annotated[
        Literal["breaking", "warning", "info", "none"],
        Meta(description="From which level on `releasebot api diff` exits with 3."),
    ] = "none"
    language: Annotated[
        Literal["en", "ko"], Meta(description="The language of `api diff` and `api notes`.")
    ] = "en"
    zero: Annotated[
        Literal["major", "minor", "patch"],
        Meta(description="What a breaking change raises while the version is below 1.0.0."),
    ] = "minor"
    versions: Annotated[
        Literal["refuse", "ignore"],
        Meta(
            description="Whether a release is refused, and `next` raises more, where the API "
            "changes more than the version."
        ),
    ] = "refuse"
    notice_days: Annotated[
        int,
        Meta(description="Days that must lie between a deprecation and its `x-sunset`.", ge=0),
    ] = 0
    accepted: Annotated[
        tuple[AcceptedChange, ...], Meta(description="Changes that are known and count no more.")
    ] = ()
