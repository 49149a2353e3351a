"""The way in and out: whichever command is called, one error boundary and one exit code."""

from __future__ import annotations

import os
import signal
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

from releasebot import __version__
from releasebot.cli.output import redacted, say, write_json
from releasebot.errors import ExitCode, ReleasebotError, UsageError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code it ends with. No error leaves this function."""
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--format=json" in words or ("--format", "json") in pairwise(words)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return int(_run(words) or ExitCode.DONE)
    except ReleasebotError as error:
        return _report(error, as_json=as_json)
    except KeyboardInterrupt:
        say("interrupted: run the same command again to finish")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads on
        return ExitCode.DONE
    except ModuleNotFoundError as error:
        from releasebot.cli.one_file import not_carried

        return _report(not_carried(error) or _bug(error), as_json=as_json)
    except Exception as error:  # noqa: BLE001  the boundary: whatever is left is a bug of ours
        return _report(_bug(error), as_json=as_json)


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


def _report(error: ReleasebotError, *, as_json: bool) -> int:
    """Say what is wrong and what to do: on standard error, and in the document of a JSON call."""
    if as_json:
        write_json({"error": describe(error)})
    for line in error.details:
        say(f"  {line}")
    say(f"error: {error.message}")
    if error.hint:
        say(f"hint: {error.hint}")
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from releasebot.cli.github_actions import write_failure

        write_failure(os.environ, error)
    return int(error.exit_code)


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
