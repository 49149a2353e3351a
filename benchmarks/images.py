"""What moving the target of ten services costs beside pulling, tagging and pushing their images.

Needs docker-registry, dockerd, docker and root; says so where one of them is missing. Both sides
talk to the same registry in the same run; bytes are counted by a proxy in a run of their own, so
that it slows nobody whose time is taken.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.image_layout import write_layout
from benchmarks.measure import program

SERVICES = tuple(f"service{number}" for number in range(int(os.environ.get("SERVICES", "10"))))
SIZE = int(os.environ.get("IMAGE_MB", "200")) * 1_000_000
LEAST_RATIO = 20.0
MOST_BYTES_EACH = 100_000
MOST_REQUESTS_EACH = 4
VERSIONS = ("1.0.0", "2.0.0")


class Bed:
    """A registry and an engine, with the project whose services are deployed."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.port = _free_port()
        self.log = place / "registry.log"
        self.env = {**os.environ, "HOME": str(place), "DOCKER_HOST": f"unix://{place}/d.sock"}
        self.env |= {"GIT_CONFIG_NOSYSTEM": "1", "DOCKER_CONFIG": str(place / ".docker")}

    def run(self, *argv: str) -> float:
        """Run a program in the project to its end; the seconds it took."""
        started = time.perf_counter()
        done = subprocess.run(
            argv, cwd=self.place / "app", env=self.env, capture_output=True, check=False
        )
        if done.returncode:
            sys.stderr.buffer.write(done.stderr)
            raise SystemExit(f"{' '.join(argv)} failed with {done.returncode}")
        return time.perf_counter() - started

    def configure(self, port: int) -> None:
        """Let releasebot reach the registry through this port."""
        text = f'[images]\nrepository = "127.0.0.1:{port}/bench/{{service}}"\n'
        text += f'plain_http = ["127.0.0.1:{port}"]\n[environments.prod]\n'
        for service in SERVICES:
            text += f'[images.services.{service}]\narchive = "../{{service}}-{{version}}"\n'
        (self.place / "app" / "releasebot.toml").write_text(text)

    def requests(self) -> int:
        """How many requests the registry has answered."""
        return self.log.read_text().count(" HTTP/1.1")


def main() -> int:
    """Measure and print; 1 where a limit is broken."""
    missing = [one for one in ("docker-registry", "dockerd", "docker") if not shutil.which(one)]
    if missing or os.geteuid():
        print(f"left out: {', '.join(missing) or 'root'} is missing", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="rb-") as folder, ExitStack() as stack:
        bed = Bed(Path(folder))
        stack.enter_context(_started(bed))
        _prepare(bed)
        return 0 if _measure(bed) else 1


def _measure(bed: Bed) -> bool:
    releasebot = program("releasebot")
    old, new = ([f"{one}={version}" for one in SERVICES] for version in VERSIONS)
    bed.run(releasebot, "images", "target", *old)
    ours = [
        bed.run(releasebot, "images", "target", *(new if number % 2 == 0 else old))
        for number in range(3)
    ]
    theirs = sum(_pull_tag_push(bed, service) for service in SERVICES)
    moving = sorted(ours)[1]
    before = bed.requests()
    bed.run(releasebot, "images", "push", *new)
    requests = (bed.requests() - before) / len(SERVICES)
    with counting_proxy(bed.port) as counter:
        bed.configure(counter.port)
        bed.run(releasebot, "images", "target", *old)
        each = counter.bytes / len(SERVICES)
    ratio = theirs / moving
    print(f"\nTarget of {len(SERVICES)} services, images of {SIZE // 1_000_000} MB\n")
    print("| subject | seconds | times faster | bytes each | limit |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print(f"| docker pull, docker tag, docker push | {theirs:.2f} | 1.0 | {SIZE:,} |  |")
    print(
        f"| releasebot images target | {moving:.2f} | {ratio:.1f} | {each:,.0f} "
        f"| {LEAST_RATIO:g} times, {MOST_BYTES_EACH:,} bytes |"
    )
    print(f"\nPush of unchanged images: {requests:.1f} requests each, limit {MOST_REQUESTS_EACH}")
    return ratio >= LEAST_RATIO and each <= MOST_BYTES_EACH and requests <= MOST_REQUESTS_EACH


def _pull_tag_push(bed: Bed, service: str) -> float:
    """What the target of one service costs without moving a tag in the registry."""
    name = f"127.0.0.1:{bed.port}/bench/{service}"
    seconds = bed.run("docker", "pull", "--quiet", f"{name}:{VERSIONS[1]}")
    seconds += bed.run("docker", "tag", f"{name}:{VERSIONS[1]}", f"{name}:theirs")
    seconds += bed.run("docker", "push", "--quiet", f"{name}:theirs")
    bed.run("docker", "image", "rm", f"{name}:{VERSIONS[1]}", f"{name}:theirs")
    return seconds


def _prepare(bed: Bed) -> None:
    app = bed.place / "app"
    app.mkdir()
    (app / "package.json").write_text('{"name": "bench", "version": "1.0.0"}\n')
    bed.configure(bed.port)
    identity = ("-c", "user.name=Bench", "-c", "user.email=bench@example.invalid")
    bed.run("git", "init", "-q", "-b", "main")
    bed.run("git", "add", "-A")
    bed.run("git", *identity, "commit", "-q", "-m", "feat: first")
    for service in SERVICES:
        for version, size in zip(VERSIONS, (1000, SIZE), strict=True):
            folder = bed.place / f"{service}-{version}"
            write_layout(folder, size)
            bed.run(program("releasebot"), "images", "push", f"{service}={version}")
            shutil.rmtree(folder)


@contextmanager
def _started(bed: Bed) -> Iterator[None]:
    place = bed.place
    (place / "registry.yml").write_text(
        f"version: 0.1\nlog: {{level: info}}\nhttp: {{addr: '127.0.0.1:{bed.port}'}}\n"
        f"storage: {{filesystem: {{rootdirectory: {place}/r}}}}\n"
    )
    engine = ("--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs")
    places = (f"--data-root={place}/data", f"--exec-root={place}/x", f"--pidfile={place}/pid")
    with (
        _running(bed.log, "docker-registry", "serve", str(place / "registry.yml")),
        _running(place / "d.log", "dockerd", *engine, *places, "-H", f"unix://{place}/d.sock"),
    ):
        for _ in range(300):
            asked = subprocess.run(
                ("docker", "version"), env=bed.env, capture_output=True, check=False
            )
            if asked.returncode == 0:
                break
            time.sleep(0.1)
        yield
    subprocess.run(("umount", f"{place}/data"), capture_output=True, check=False)


@contextmanager
def _running(log: Path, *argv: str) -> Iterator[None]:
    with log.open("ab") as written:
        child = subprocess.Popen(argv, stdout=written, stderr=written)
    try:
        yield
    finally:
        child.terminate()
        child.wait(30)


class Counter:
    """How many bytes have gone through a proxy, in both directions."""

    def __init__(self) -> None:
        self.bytes = 0
        self.port = _free_port()


@contextmanager
def counting_proxy(port: int) -> Iterator[Counter]:
    """A proxy before the port, while entered."""
    counter = Counter()
    ready, loop = threading.Event(), asyncio.new_event_loop()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(65536):
            counter.bytes += len(piece)
            writer.write(piece)
            await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))

    async def start() -> None:
        await asyncio.start_server(serve, "127.0.0.1", counter.port)
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(start())
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    ready.wait(10)
    yield counter
    loop.call_soon_threadsafe(loop.stop)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    raise SystemExit(main())
