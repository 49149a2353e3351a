"""The options `--skip` and `--reason` of the commands that run gates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from releasebot.errors import UsageError


def skip_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Declare both; the command gets `skip` and `why`."""
    skip = click.option(
        "--skip",
        multiple=True,
        metavar="GATE",
        help="Leave a gate out; may be given again. Needs --reason.",
    )
    why = click.option(
        "--reason",
        "why",
        metavar="TEXT",
        default="",
        help="Why gates are left out; it is kept with the release.",
    )
    return skip(why(function))


def skipped(skip: Sequence[str], why: str) -> Mapping[str, str]:
    """The gates that are left out, each with the reason.

    Raises:
        UsageError: one of the two options stands alone.
    """
    reason = " ".join(why.split())
    if skip and not reason:
        raise UsageError(
            f"--skip {skip[0]} stands without a reason",
            hint='say why, for those who read it later: --reason "..."',
        )
    if reason and not skip:
        raise UsageError("--reason stands without --skip", hint="name the gate: --skip GATE")
    return dict.fromkeys(skip, reason)
