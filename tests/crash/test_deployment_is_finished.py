"""A deployment that is killed anywhere is finished, or taken back, by the next run.

The program is killed with SIGKILL at moments that nobody chose, while it pushes and moves targets
in a real registry. Meanwhile somebody reads every target again and again.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from tests.live.registries import LiveRegistry, docker_registry
from tests.projects import IDENTITY
from tests.shop import Shop, make_shop

pytestmark = [pytest.mark.live, pytest.mark.slow]
SERVICES = ("api", "nginx", "worker", "web")
KILLS = int(os.environ.get("CRASH_DEPLOYMENTS", "5"))
ACCEPT = "application/vnd.oci.image.manifest.v1+json"


class Poller:
    """Reads the targets of all services in turn, and counts what it does not find."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.reads = 0
        self.missing: list[str] = []
        self.stopped = threading.Event()

    def poll(self) -> None:
        connection = HTTPConnection(self.host, timeout=10)
        while not self.stopped.is_set():
            for service in SERVICES:
                path = f"/v2/team/prod-{service}/manifests/target"
                try:
                    connection.request("GET", path, headers={"Accept": ACCEPT})
                    answer = connection.getresponse()
                    answer.read()
                except (HTTPException, OSError) as error:
                    self.missing.append(f"{service}: {error!r}")
                    connection.close()
                else:
                    if answer.status != 200:
                        self.missing.append(f"{service}: {answer.status}")
                self.reads += 1
            time.sleep(0.01)
        connection.close()


@contextmanager
def polled(host: str) -> Iterator[Poller]:
    poller = Poller(host)
    thread = threading.Thread(target=poller.poll)
    thread.start()
    try:
        yield poller
    finally:
        poller.stopped.set()
        thread.join(30)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[LiveRegistry]:
    with docker_registry(tmp_path / "registry", in_memory=True) as serving:
        yield serving


def tags(registry: LiveRegistry, name: str) -> dict[str, str]:
    """The digest that a tag names at each service."""
    found = {}
    connection = HTTPConnection(registry.host, timeout=10)
    for service in SERVICES:
        path = f"/v2/team/prod-{service}/manifests/{name}"
        connection.request("HEAD", path, headers={"Accept": ACCEPT})
        answer = connection.getresponse()
        answer.read()
        found[service] = answer.headers.get("Docker-Content-Digest", "")
    connection.close()
    return found


def words(version: str) -> list[str]:
    return ["images", "push", "--target", *(f"{service}={version}" for service in SERVICES)]


def start(shop: Shop, version: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (sys.executable, "-m", "releasebot", *words(version)),
        cwd=shop.project.folder, env={**os.environ, **IDENTITY, **shop.project.env},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def deploy(shop: Shop, version: str) -> None:
    ended = shop.project.run(*words(version))
    assert ended.code == 0, ended.err


def test_killed_at_any_moment_the_set_is_whole_after_the_next_run(
    registry: LiveRegistry, tmp_path: Path
) -> None:
    shop = make_shop(tmp_path, registry.host + "/team/{env}-{service}", services=SERVICES)
    built = {"1.4.0": {service: shop.build(service, "1.4.0") for service in SERVICES}}
    started = time.monotonic()
    deploy(shop, "1.4.0")
    duration = time.monotonic() - started
    chance = random.Random(20261124)
    killed = 0
    with polled(registry.host) as poller:
        for number in range(KILLS):
            before = tags(registry, "target")
            version = f"2.0.{number}"
            built[version] = {service: shop.build(service, version) for service in SERVICES}
            running = start(shop, version)
            time.sleep(chance.uniform(0.2, 1.0) * duration)
            running.kill()
            killed += running.wait() == -signal.SIGKILL
            if number % 3 == 2:
                assert shop.run("rollback").code == 0
                assert tags(registry, "target") in built.values()
                continue
            deploy(shop, version)
            assert tags(registry, "target") == built[version]
            if before != built[version]:
                assert tags(registry, "target-previous") == before
        while poller.reads < 1000:
            time.sleep(0.05)
    assert killed
    assert poller.missing == [], poller.missing[:40]
