"""A server of the tests' own on the loopback interface."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer

_LOOKS_FOR_THE_END = 0.02
"""Seconds between two looks at whether the server is to end."""


@contextmanager
def running(server: HTTPServer) -> Iterator[str]:
    """The address of the server, which answers while entered, in a thread of its own."""
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": _LOOKS_FOR_THE_END}
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
