"""Publishing to a server, killed at any instant, is finished by publishing again."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
import warnings
from collections.abc import Callable
from functools import partial

import pytest

from releasebot.pages.model import PageTree
from tests.fakes.confluence.publisher import Publisher, faults_of, shown
from tests.fakes.confluence.request import Request
from tests.fakes.confluence.site import Fault, Site, serving
from tests.fakes.trees import EDITION, shop
from tests.unit.confluence.test_remote import LATER, edit, said, without

pytestmark = pytest.mark.slow

INSTANTS = int(os.environ.get("RELEASEBOT_TEST_KILLS", "8"))
"""How many random instants of each kind; 50 when the promise itself is measured."""


def next_tree() -> PageTree:
    """The shop a release later: a text, a title and a place changed, one page less."""
    tree = edit(shop(), "operation:createOrder", blocks=said("새 글"))
    tree = edit(tree, "operation:getMember", title="회원 보기")
    order = shop().root.children[0].children[1]
    tree = without(without(tree, "operation:getOrder"), "operation:deleteMember")
    members = tree.root.children[1]
    return edit(tree, "tag:members", children=(*members.children, order))


def killed(site: Site, act: Callable[[], object], *, request: int, done: bool) -> None:
    """Run `act` in a process of its own, killed at its n-th request, done by the site or not."""
    with warnings.catch_warnings():  # the child uses none of the site's threads
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    seen = 0
    lock = threading.Lock()

    def kill(_: Request) -> None:
        nonlocal seen
        with lock:
            seen += 1
            now = seen == request
        if now:
            os.kill(child, signal.SIGKILL)
            if not done:
                site.faults.insert(0, Fault("drop"))

    site.before = kill
    os.waitpid(child, 0)
    time.sleep(0.05)  # what is under way comes to its end
    site.before = None
    site.faults.clear()


def requests_of(product: str, first: PageTree, second: PageTree | None) -> tuple[int, Site]:
    with serving(product) as site:
        Publisher(site).publish(first)
        if second is not None:
            site.requests.clear()
            Publisher(site).publish(second, LATER)
        return len(site.requests), site


@pytest.mark.parametrize("product", ["cloud", "data-center"])
def test_a_first_publication_killed_at_random_is_finished(product: str) -> None:
    count, whole = requests_of(product, shop(), None)
    chance = random.Random(product)
    for _ in range(INSTANTS):
        instant, done = chance.randint(1, count), chance.random() < 0.5
        with serving(product) as site:
            publisher = Publisher(site)
            killed(site, partial(publisher.publish, shop()), request=instant, done=done)
            publisher.publish(shop())
            assert shown(site) == shown(whole), (instant, done)
            assert {page.number for page in site.store.by_bot()} == {2}, (instant, done)
            assert publisher.publish(shop()).summary == "unchanged 10"
            assert faults_of(site) == []


@pytest.mark.parametrize("product", ["cloud", "data-center"])
def test_a_later_publication_killed_at_random_is_finished(product: str) -> None:
    wanted = next_tree()
    count, whole = requests_of(product, shop(), wanted)
    after = {page.title: page.number for page in whole.store.by_bot()}
    chance = random.Random(product)
    for _ in range(INSTANTS):
        instant, done = chance.randint(1, count), chance.random() < 0.5
        with serving(product) as site:
            publisher = Publisher(site)
            publisher.publish(shop(), EDITION)
            publish = partial(publisher.publish, wanted, LATER)
            killed(site, publish, request=instant, done=done)
            publish()
            assert shown(site) == shown(whole), (instant, done)
            found = {page.title: page.number for page in site.store.by_bot()}
            assert found == after, (instant, done)
            assert publisher.plan(wanted, LATER).is_settled
            assert faults_of(site) == []
