"""The settings of `releasebot api lint`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class LintException(Setting, frozen=True):
    """A place where a rule does not hold, and why that is right."""

    rule: Annotated[Text, Meta(description="The rule.")]
    at: Annotated[Text, Meta(description="A JSON Pointer; the rule is silent there and below it.")]
    reason: Annotated[Text, Meta(description="Why; for those who read the configuration.")]


class LintSettings(Setting, frozen=True):
    """What `releasebot api lint` complains about. Default: what the table of rules says."""

    error: Annotated[
        tuple[Text, ...], Meta(description="Rules that end the command with exit code 3.")
    ] = ()
    warn: Annotated[tuple[Text, ...], Meta(description="Rules that are only told.")] = ()
    off: Annotated[tuple[Text, ...], Meta(description="Rules that are not looked at.")] = ()
    ignore: Annotated[
        tuple[LintException, ...], Meta(description="Places where a rule is silent.")
    ] = ()
