"""How far each service has come: a live table on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from releasebot.cli.output import LOG, say
from releasebot.cli.session import Session
from releasebot.images.push import Teller


class _Silence:
    def tell(self, service: str, words: str) -> None:
        pass


class _Lines:
    """A line for each thing that is done, as a build log shows them; not for each blob."""

    def __init__(self) -> None:
        self._lock = Lock()

    def tell(self, service: str, words: str) -> None:
        if not words.startswith("blob "):
            with self._lock:
                say(f"{service}: {words} ...")


@contextmanager
def teller_for(session: Session, services: Sequence[str]) -> Iterator[Teller]:
    """What fits the call: its options, and whether a person watches."""
    if session.json or session.options.verbosity < 0:
        yield _Silence()
    elif session.interactive and not LOG:
        with _live(services) as teller:
            yield teller
    else:
        yield _Lines()


@contextmanager
def _live(services: Sequence[str]) -> Iterator[Teller]:
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.table import Table
    from rich.text import Text

    told: dict[str, str] = {}

    class _Rows:
        def tell(self, service: str, words: str) -> None:
            told[service] = words

    def table() -> Table:
        rows = Table(box=None, pad_edge=False, show_header=False)
        for name in services:
            rows.add_row(name, Spinner("dots"), Text(told.get(name, "")))
        return rows

    with Live(console=Console(stderr=True), get_renderable=table, transient=True):
        yield _Rows()
