"""Two publishers at once: every page once, none lost, the later edition stands."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial

import pytest

from releasebot.errors import ConflictError, OutsideError
from tests.fakes.confluence.publisher import Publisher, faults_of, shown
from tests.fakes.confluence.site import serving
from tests.fakes.trees import EDITION, shop
from tests.unit.confluence.test_remote import LATER, edit, said

ROUNDS = int(os.environ.get("RELEASEBOT_TEST_RACES", "3"))


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Do all of it at the same time; what went wrong."""
    failed: list[BaseException] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except (ConflictError, OutsideError) as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.parametrize("product", ["cloud", "data-center"])
def test_the_same_release_published_twice_at_once(product: str) -> None:
    for _ in range(ROUNDS):
        with serving(product, latency=0.002) as site:
            publisher = Publisher(site)
            failed = at_once(*[partial(publisher.publish, shop())] * 2)
            assert failed == []
            assert len(site.store.by_bot()) == 10
            assert publisher.publish(shop()).summary == "unchanged 10"
            assert {page.number for page in site.store.by_bot()} == {2}
            assert faults_of(site) == []


@pytest.mark.parametrize("product", ["cloud", "data-center"])
def test_two_releases_published_at_once(product: str) -> None:
    old = edit(shop(), "operation:getOrder", blocks=said("1.4.0의 글"))
    new = edit(shop(), "operation:getOrder", blocks=said("1.5.0의 글"))
    for _ in range(ROUNDS):
        with serving(product, latency=0.002) as site:
            publisher = Publisher(site)
            publisher.publish(shop())
            failed = at_once(
                partial(publisher.publish, old, EDITION), partial(publisher.publish, new, LATER)
            )
            assert all(isinstance(one, ConflictError) for one in failed)
            publisher.publish(new, LATER)
            assert "1.5.0의 글" in shown(site)["주문 조회"][1]
            assert len(site.store.by_bot()) == 10
            assert faults_of(site) == []
