"""How a command is declared: click, with the options that every command has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import click

if TYPE_CHECKING:
    from releasebot.cli.session import Session

P = ParamSpec("P")
R = TypeVar("R")
_META = "releasebot.options"
_LOG_HELP = "How standard error tells what goes on: lines, or an event as JSON on each."


def shared_options(formats: Sequence[str] = ("text", "json")) -> list[click.Parameter]:
    """Fresh options that stand before the command or behind it; the last one given counts."""
    path = click.Path(path_type=Path)
    return [
        _kept(["--repo"], path, "A folder of the project to release, or a file in it."),
        _kept(["--config"], path, "The configuration file. Default: found in the project."),
        _kept(["--format"], click.Choice(formats), "For people or for programs."),
        _kept(["--log-format"], click.Choice(("text", "json")), _LOG_HELP),
        _switch(["-v", "--verbose"], 1, "Say more."),
        _switch(["-q", "--quiet"], -1, "Say only results and errors."),
    ]


def _kept(names: list[str], kind: click.ParamType[Any], help_text: str) -> click.Option:
    return click.Option(names, type=kind, help=help_text, expose_value=False, callback=_keep)


def _switch(names: list[str], value: int, help_text: str) -> click.Option:
    return click.Option(
        [*names, "verbosity"],
        flag_value=value,
        type=int,
        help=help_text,
        expose_value=False,
        callback=_keep,
    )


def _keep(context: click.Context, option: click.Parameter, value: object) -> None:
    if value is not None:
        context.meta.setdefault(_META, {})[option.name] = value


class Command(click.Command):
    """A command with the shared options behind its own."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  click's own signature
        formats: Sequence[str] = ("text", "json"),
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(shared_options(formats))


def pass_session(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Hand a command's function the session of this call as its first argument."""

    @wraps(function)
    def with_session(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(session_of(click.get_current_context()), *args, **kwargs)

    return with_session


def session_of(context: click.Context) -> Session:
    """The session of this call, made when it is first asked for."""
    from releasebot.cli.session import Options, Session

    top = context.find_root()
    if not isinstance(top.obj, Session):
        top.obj = Session.here(Options(**context.meta.get(_META, {})))
    return top.obj


ClickDecorator = Callable[[Callable[..., Any]], click.Command]


def command(name: str, **settings: Any) -> ClickDecorator:  # noqa: ANN401  click's own signature
    """Declare a command with the shared options."""
    return cast("ClickDecorator", click.command(name, cls=Command, **settings))
