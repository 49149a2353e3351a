"""The command line as click reads it: the table of commands and their help."""

from __future__ import annotations

from importlib import import_module

import click

from releasebot import __version__
from releasebot.cli.command import shared_options

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo:demo", "Try it all: make a small project here and release it."),
    "init": ("init:init", "Look at this repository and write a first configuration."),
    "version": ("version:version", "Print the version; check, set or raise it everywhere."),
    "next": ("next:next_", "Print the version that the commits ask for."),
    "notes": ("notes:notes", "Print the notes of a release; keep the changelog."),
    "tag": ("tag:tag", "Tag the version at HEAD and push exactly that tag."),
    "api": ("api:api", "Compare and check the Swagger or OpenAPI document."),
    "docs": ("docs:docs", "Build, serve and publish the API documentation."),
    "images": ("images:images", "Push container images, and move what an environment runs."),
    "check": ("check:check", "Run the quality gates."),
    "doctor": ("doctor:doctor", "Check all that a release will need, with the fixes."),
    "plan": ("plan:plan", "Show what a release would do, writing nothing."),
    "status": ("status:status", "Show where a version has been published."),
    "verify": ("verify:verify", "Check that all of a release is of one commit."),
    "release": ("release:release", "Make everything of a release that is missing."),
}
"""Every command: the module and object that hold it, and its line in the help."""


class CommandTable(click.Group):
    """A group that imports a command when it is called, not when it is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded; None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        loaded = getattr(import_module(f"releasebot.cli.commands.{module}"), name)
        if not isinstance(loaded, click.Command):
            raise TypeError(f"{module}:{name} is no command")
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _print_version(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001  click's own signature
    if value and not context.resilient_parsing:
        click.echo(f"releasebot {__version__}")
        context.exit()


cli = CommandTable(
    "releasebot",
    help="Tag a release, publish its API documentation, and finish what was interrupted.\n\n"
    "Run the same command again after any failure: what is done is found done, "
    "what is missing is made.",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help="Print releasebot's own version.",
        ),
        *shared_options(),
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
