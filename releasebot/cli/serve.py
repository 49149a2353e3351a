"""A folder of pages on this machine's own loopback address, for whoever sits in front of it."""

from __future__ import annotations

import errno
import webbrowser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from releasebot.cli.output import say
from releasebot.errors import OutsideError

_LOOPBACK = "127.0.0.1"
_ANY_FREE = 0


class _Pages(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base names it so
        """Say nothing: every request of every page would be a line."""


def serve(folder: Path, *, port: int, browse: bool) -> None:
    """Serve the folder until interrupted; a taken port gives way to a free one.

    Raises:
        OutsideError: no port can be opened.
    """
    with _listen(folder, port) as server:
        address = f"http://{_LOOPBACK}:{server.server_port}/"
        say(f"serving {address} (Ctrl-C ends it)")
        if browse:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped serving")


def _listen(folder: Path, port: int) -> ThreadingHTTPServer:
    pages = partial(_Pages, directory=str(folder))
    try:
        return ThreadingHTTPServer((_LOOPBACK, port), pages)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and port != _ANY_FREE:
            return _listen(folder, _ANY_FREE)
        raise OutsideError(
            f"port {port} of {_LOOPBACK} cannot be opened: {error.strerror}",
            hint="name another with --port",
        ) from error
