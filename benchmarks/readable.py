"""How soon a reader sees the first operation of a large API, in a browser that has cached nothing.

Against the one file that redocly writes, whose script is answered from redocly's own package, so
that no network has a share in it. Both are served from this machine, in turns.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks import rivals
from benchmarks.site import SPEC

ROUNDS = 5
"""The fastest of each counts: what else the machine does only ever adds."""
TIMES_SOONER = 10.0
PAGE = "actions/actions-get-actions-cache-retention-limit-for-enterprise.html"
"""The first operation in the document's first tag, and so the first that redocly's file shows."""
PATH = "/enterprises/{enterprise}/actions/cache/retention-limit"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> int:
    """Measure and print; 1 where the limit is broken, 0 also where there is nothing to measure."""
    missing = _missing()
    if missing:
        print(f"\nThe first operation was not measured in a browser: {missing}")
        return 0
    with tempfile.TemporaryDirectory() as place:
        once = (sys.executable, "-m", "benchmarks.site_once", place, "build", str(SPEC))
        subprocess.run((*once, "operation"), check=True)
        rivals.redocly_file(SPEC, Path(place) / "redocly.html")
        with _served(Path(place)) as address:
            subjects = (f"{address}/operation/site/{PAGE}", f"{address}/redocly.html")
            rounds = [[_milliseconds(url) for url in subjects] for _ in range(ROUNDS)]
    ours, theirs = (min(column) for column in zip(*rounds, strict=True))
    ratio = theirs / ours
    broken = "BROKEN" * (ratio < TIMES_SOONER)
    print(f"\nFirst operation of {SPEC.name} readable, nothing cached\n")
    print("| subject | ms | times sooner than redocly | limit |\n| --- | ---: | ---: | ---: |")
    print(f"| releasebot | {ours:.0f} | {ratio:.1f} | {TIMES_SOONER:.0f} {broken} |")
    print(f"| redocly | {theirs:.0f} | 1 | |")
    return 1 if broken else 0


def _missing() -> str:
    """What the measurement needs and this machine has not; empty where nothing is missing."""
    if not SPEC.is_file():
        return f"{SPEC} is not here"
    if not CHROMIUM:
        return "there is no chromium"
    if rivals.playwright() is None or rivals.redocly() is None:
        return "what it needs could not be installed"
    return ""


def _milliseconds(url: str) -> float:
    """From the start of the navigation to the first frame that shows the operation's path."""
    argv = (rivals.playwright(), "benchmarks/readable_once.py", CHROMIUM, url, PATH)
    script = str(rivals.redocly_script())
    done = subprocess.run(
        (*map(str, argv), script), check=True, capture_output=True, text=True, timeout=300
    )
    return float(done.stdout)


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)  # ends with a failure
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # one connection for several files, as servers of pages have it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base's name
        pass


if __name__ == "__main__":
    raise SystemExit(main())
