"""The option `--allow-breaking` of the commands that release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

breaking_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--allow-breaking",
    "reason",
    metavar="REASON",
    default="",
    help="Release though the API changes more than the version; the notes tell the reason.",
)
