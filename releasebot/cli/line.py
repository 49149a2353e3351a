"""The option `--line` of the commands that release."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

line_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--line",
    default="",
    help="The line of versions that is released on, such as 1.x. Default: by the branch's name.",
)
