"""A site on this machine's own loopback address that is built again when a file changes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from pathlib import Path

from releasebot.errors import OutsideError

_LOOPBACK = "127.0.0.1"
_ANY_FREE = 0


def preview(
    folder: Path,
    *,
    port: int,
    build: Callable[[], None],
    watched: Iterable[Path],
    ready: Callable[[str], None],
    browse: bool,
) -> None:
    """Serve the folder until interrupted; `build` is called when something watched changes.

    Open pages load themselves again after each build. A taken port gives way to a free one, and
    `ready` is told the address.

    Raises:
        OutsideError: no port can be opened.
    """
    from mkdocs.livereload import LiveReloadServer

    class Server(LiveReloadServer):
        def server_activate(self) -> None:
            super().server_activate()
            ready(self.url)

    server = Server(build, _LOOPBACK, _free(port), str(folder))
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=browse)  # type: ignore[no-untyped-call]  # the builder's own
    finally:
        server.shutdown()


def _free(port: int) -> int:
    """The port, or where it is taken another one that is free."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((_LOOPBACK, port))
        except OSError as error:
            if port != _ANY_FREE:
                return _free(_ANY_FREE)
            raise OutsideError(
                f"no port of {_LOOPBACK} can be opened: {error.strerror}",
                hint="name another with --port",
            ) from error
        number: int = trial.getsockname()[1]
        return number
