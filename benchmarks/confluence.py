"""What publishing 1,000 pages to Confluence costs, in requests and in time at 100 ms for each.

The server is the tests' own, in a process of its own. The floor of the time is that of the requests
alone, eight at once; the floor of the requests is what the documentation promises.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct

from benchmarks.confluence_rival import rival_requests
from releasebot.confluence.actions import Policy
from releasebot.confluence.attached import Attached
from releasebot.confluence.cloud import Cloud
from releasebot.confluence.known import Home
from releasebot.confluence.publish import publish
from releasebot.confluence.remote import Remote
from releasebot.confluence.server import Server
from releasebot.confluence.session import SIDE_BY_SIDE, Access, Connection
from releasebot.http import Secret
from releasebot.pages.model import Edition, Page, PageTree, Paragraph, Text
from tests.fakes.confluence.site import TOKEN, USER

PAGES, LATENCY = 1_000, 0.1
EDITION = Edition("1.4.0", "v1.4.0", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", 1_790_000_000)
MOST_TIMES = 1.2
UNCHANGED = {"cloud": 12, "data-center": 15}
ONE_CHANGED = 3
TIMES_FEWER = 5


class Served(Struct):
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    url: str

    def requests(self) -> int:
        """How many there were since the last question."""
        if self.process.stdin is None or self.process.stdout is None:
            raise AssertionError
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    broken = [name for product in UNCHANGED for name in _measure(product)]
    for name in broken:
        print(f"broken: {name}")
    return 1 if broken else 0


def tree(changed: str = "") -> PageTree:
    """An overview, nine tags and their operations, `PAGES` in all; one text may be another."""
    words = "주문을 조회합니다. 재고가 부족하면 409를 돌려줍니다. " * 12
    tags = []
    for tag in range(9):
        operations = tuple(
            Page(
                f"operation:op{tag}x{n}", f"op{tag}x{n}", f"주문 조회 {tag}-{n}",
                (Paragraph((Text(words + (changed if (tag, n) == (4, 4) else "")),)),),
            )
            for n in range(110)
        )  # fmt: skip
        blocks = (Paragraph((Text(words),)),)
        tags.append(Page(f"tag:t{tag}", f"t{tag}", f"태그 {tag}", blocks, operations))
    root = Page("overview", "overview", "주문 API", (Paragraph((Text(words),)),), tuple(tags))
    return PageTree(root, "주문 API", "1.4.0", "ko")


@contextmanager
def serving(product: str, latency: float) -> Iterator[Served]:
    """A server while it is held."""
    argv = (
        sys.executable, "-m", "tests.fakes.confluence.site", product, "--latency", str(latency)
    )  # fmt: skip
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError
        yield Served(process, process.stdout.readline().strip())
        process.stdin.close()


def _measure(product: str) -> Iterator[str]:
    """Print what a first, an unchanged and a changed publication cost; give the broken limits."""
    with serving(product, LATENCY) as served:
        seconds, first = _run(product, served, tree())
        floor = first * LATENCY / SIDE_BY_SIDE
        _, unchanged = _run(product, served, tree())
        _, changed = _run(product, served, tree("하나 더."))
    print(f"\nConfluence, {product}: {PAGES:,} pages, {LATENCY * 1000:.0f} ms a request")
    print(f"  first publication   {first:>6} requests  {seconds:6.1f} s, {seconds / floor:.2f} x")
    print(f"    the requests alone, {SIDE_BY_SIDE} at once     {floor:6.1f} s")
    print(f"  unchanged           {unchanged:>6} requests")
    print(f"  one page changed    {changed:>6} requests")
    if seconds > MOST_TIMES * floor:
        yield f"{product}: the first publication takes more than {MOST_TIMES} times its requests"
    if unchanged > UNCHANGED[product]:
        yield f"{product}: more than {UNCHANGED[product]} requests for nothing"
    if changed > unchanged + ONE_CHANGED:
        yield f"{product}: more than {ONE_CHANGED} requests more for one page"
    if product == "cloud":
        with serving(product, 0.0) as served:
            rival = rival_requests(served.url, tree(), served.requests)
        if rival is not None:
            print(f"  unchanged, md2conf  {rival:>6} requests, {rival / unchanged:.0f} x")
            if rival < TIMES_FEWER * unchanged:
                yield f"less than {TIMES_FEWER} times fewer requests than md2conf"


def _run(product: str, served: Served, pages: PageTree) -> tuple[float, int]:
    served.requests()
    target = _target(product, served.url)
    policy = Policy()
    started = time.monotonic()
    publish(pages, target, EDITION, _never, policy)
    return time.monotonic() - started, served.requests()


def _target(product: str, url: str) -> Remote:
    cloud = product == "cloud"
    api: Callable[[Connection, str], Cloud | Server] = Cloud if cloud else Server
    access = Access(f"{url}/wiki" if cloud else url, USER if cloud else "", Secret(TOKEN))
    return Remote(
        api(Connection(access), "DOCS"), project="orders", home=Home(title="Home"),
        policy=Policy(), is_later=_never, files=(Attached("orders-openapi.json", b"{}"),),
    )  # fmt: skip


def _never(version: str, other: str) -> bool | None:
    del version, other
    return False


if __name__ == "__main__":
    raise SystemExit(main())
