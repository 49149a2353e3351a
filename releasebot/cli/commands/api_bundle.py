"""`releasebot api bundle`: the document as one file, the same bytes for the same meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from releasebot.cli.api_document import given
from releasebot.cli.command import command, pass_session
from releasebot.cli.session import Session
from releasebot.output import write_whole

if TYPE_CHECKING:
    from releasebot.openapi.bundle.bundle import Bundle


@command("bundle")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Write it there, not to the output."
)
@click.option(
    "--refs",
    type=click.Choice(["keep", "resolve"]),
    default="keep",
    help="Keep references among the components, or put what they lead to in their place.",
)
@click.option(
    "--internal",
    type=click.Choice(["remove", "keep"]),
    default="remove",
    help="Whether what is marked `x-internal` is left out. Default: remove.",
)
@click.option("--digest", "only_digest", is_flag=True, help="Print the SHA-256 of it alone.")
@pass_session
def bundle(
    session: Session,
    file: Path | None,
    *,
    output: Path | None,
    refs: Literal["keep", "resolve"],
    internal: Literal["remove", "keep"],
    only_digest: bool,
) -> None:
    """Write the document, or FILE, as one JSON file that refers to nothing outside itself.

    Whatever the order of its keys, its format and the files it was spread over: the same document
    gives the same bytes, so that their digest says whether the API's description changed.
    """
    from releasebot.openapi.bundle.bundle import bundle as bundled

    made = bundled(given(session, file).document, refs=refs, internal=internal)
    if output is not None:
        write_whole(output, made.data)
    text = made.digest if only_digest or output is not None else made.data.decode().rstrip("\n")
    session.emit(text, _data(made, output))


def _data(made: Bundle, output: Path | None) -> dict[str, object]:
    return {
        "command": "api bundle",
        "digest": f"sha256:{made.digest}",
        "bytes": len(made.data),
        "file": str(output) if output else "",
    }
