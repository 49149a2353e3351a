"""`releasebot api`: what the OpenAPI document says, and what changed in it."""

from __future__ import annotations

import click

from releasebot.cli.command import shared_options
from releasebot.cli.commands.api_bundle import bundle
from releasebot.cli.commands.api_diff import diff
from releasebot.cli.commands.api_lint import lint
from releasebot.cli.commands.api_notes import notes

api = click.Group(
    "api", help="Compare and check the Swagger or OpenAPI document.", params=shared_options()
)
api.add_command(lint)
api.add_command(diff)
api.add_command(bundle)
api.add_command(notes)
