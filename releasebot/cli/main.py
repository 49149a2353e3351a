"""The way in and out: whichever command is called, one error boundary and one exit code."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from types import FrameType
from typing import Any

from releasebot import __version__
from releasebot.cli.output import LOG, WATCHES, redacted, say, write_json
from releasebot.errors import ExitCode, ReleasebotError, UsageError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code it ends with. No error leaves this function."""
    words = sys.argv[1:] if arguments is None else arguments
    signal.signal(signal.SIGTERM, _interrupt)
    if _asks(words, "--log-format") or os.environ.get("RELEASEBOT_LOG_FORMAT") == "json":
        from releasebot.cli.log import begin

        begin(os.environ)
    code, error = _bounded(words)
    if LOG:
        LOG[0].end(code)
    if WATCHES:
        with suppress(KeyboardInterrupt, BrokenPipeError, ReleasebotError):
            WATCHES.pop().end(code, error)
    return code


def _bounded(words: list[str]) -> tuple[int, ReleasebotError | None]:
    """Run one command; its exit code, and the error that ended it and has been told."""
    try:
        return int(_run(words) or ExitCode.DONE), None
    except ReleasebotError as error:
        return _report(error, words), error
    except KeyboardInterrupt:
        say("interrupted: run the same command again to finish")
        return ExitCode.INTERRUPTED, None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
        return ExitCode.DONE, None
    except ModuleNotFoundError as error:
        from releasebot.cli.one_file import not_carried

        told = not_carried(error) or _bug(error)
    except Exception as error:  # noqa: BLE001  the boundary: whatever is left is a bug of ours
        told = _bug(error)
    return _report(told, words), told


def _asks(words: list[str], option: str) -> bool:
    """Whether the words ask for JSON, told before any of them is understood: errors follow it."""
    return f"{option}=json" in words or (option, "json") in pairwise(words)


def _run(words: list[str]) -> int | None:
    if len(words) == 1 and "_RELEASEBOT_COMPLETE" not in os.environ:
        from releasebot.cli.bare import BARE

        bare = BARE.get(words[0])
        if bare:
            return bare()
    return _parsed(words)


def _parsed(words: list[str]) -> int | None:
    """Let click read the words and run what they name."""
    import click

    from releasebot.cli.table import cli

    try:
        result: int | None = cli.main(words, prog_name="releasebot", standalone_mode=False)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "releasebot"
        hint = f"{path} --help lists what there is"
        raise UsageError(error.format_message(), hint=hint) from error
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return result


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _report(error: ReleasebotError, words: list[str]) -> int:
    """Say what is wrong and what to do: on standard error, and in the document of a JSON call."""
    if _asks(words, "--format"):
        write_json({"error": describe(error)})
    if LOG:
        LOG[0].fail(error)
    else:
        _say(error)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from releasebot.cli.github_actions import write_failure

        write_failure(os.environ, error)
    return int(error.exit_code)


def _say(error: ReleasebotError) -> None:
    for line in error.details:
        say(f"  {line}")
    say(f"error: {error.message}")
    if error.hint:
        say(f"hint: {error.hint}")


def describe(error: ReleasebotError) -> dict[str, Any]:
    """The error as programs read it."""
    return {
        "exit_code": int(error.exit_code),
        "message": error.message,
        "hint": error.hint,
        "details": list(error.details),
    }


def _bug(error: Exception) -> ReleasebotError:
    """A report file with all that is needed to find the fault, and the sentence that names it."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="releasebot-bug-", suffix=".txt", delete=False
    ) as report:
        report.write(f"releasebot {__version__}, Python {sys.version}\n")
        report.write(redacted("".join(traceback.format_exception(error))))
    return ReleasebotError(
        f"a fault in releasebot itself: {type(error).__name__}; the report is in {report.name}",
        hint="what was done is kept: run the same command again, and send the report along",
    )
