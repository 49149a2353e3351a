"""What goes wrong between us and a server: every page is there once in the end, as it is to be."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from releasebot.confluence.actions import Policy
from releasebot.confluence.attached import Attached
from releasebot.errors import ConflictError, OutsideError, UsageError
from tests.fakes.confluence.publisher import Publisher, faults_of, shown
from tests.fakes.confluence.request import Request
from tests.fakes.confluence.site import Fault, Site, serving
from tests.fakes.trees import EDITION, shop
from tests.unit.confluence.test_remote import LATER, edit, said

FILES = (Attached("shop-openapi.json", b"{}"),)
POLICY = Policy(labels=("releasebot-api",))
PRODUCTS = ("cloud", "data-center")


@pytest.fixture(params=PRODUCTS)
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param) as served:
        yield served
        assert faults_of(served) == []


@pytest.fixture(scope="module")
def wanted() -> dict[str, dict[str, tuple[str, str]]]:
    """What an undisturbed run leaves, by product."""
    found = {}
    for product in PRODUCTS:
        with serving(product) as served:
            whole(served).publish(shop())
            found[product] = shown(served)
    return found


def whole(site: Site) -> Publisher:
    return replace(Publisher(site), policy=POLICY, files=FILES)


@pytest.mark.parametrize(
    "kind", ["429", "500", "502", "503", "drop", "done-drop", "done-500", "html"]
)
def test_every_kind_of_failure_is_got_over(
    site: Site, wanted: dict[str, dict[str, tuple[str, str]]], kind: str
) -> None:
    site.faults += [
        Fault(kind, method, after=number)
        for method in ("GET", "POST", "PUT")
        for number in (0, 2, 5, 9)
    ]
    whole(site).publish(shop())
    assert shown(site) == wanted[site.product]
    assert {page.number for page in site.store.by_bot()} == {2}
    assert whole(site).plan(shop()).is_settled


@pytest.mark.parametrize("seed", range(2))
def test_a_server_that_fails_at_random_gets_every_page_once(
    site: Site, wanted: dict[str, dict[str, tuple[str, str]]], seed: int
) -> None:
    site.chaos = random.Random(seed)
    site.store.lag = 1
    for _ in range(20):
        try:
            whole(site).publish(shop())
        except OutsideError:
            continue
        break
    site.chaos = None
    assert shown(site) == wanted[site.product]
    assert {page.number for page in site.store.by_bot()} == {2}


def test_an_answer_that_comes_too_late_is_looked_for(site: Site) -> None:
    site.faults.append(Fault("done-slow", "POST", seconds=1.5))
    replace(whole(site), timeout=1).publish(shop())
    assert len(site.store.by_bot()) == 10
    assert {page.number for page in site.store.by_bot()} == {2}


def test_a_page_that_the_server_does_not_know_yet_is_waited_for() -> None:
    for product in PRODUCTS:
        with serving(product, lag=3) as site:
            whole(site).publish(shop())
            assert {page.number for page in site.store.by_bot()} == {2}


def test_a_429_is_obeyed_and_one_for_hours_is_told(site: Site) -> None:
    site.faults.append(Fault("429", "POST", headers={"Retry-After": "1"}))
    Publisher(site).publish(shop())
    site.faults.append(Fault("429", "GET", headers={"Retry-After": "7200"}))
    with pytest.raises(OutsideError, match="asks to wait for 7200 s"):
        Publisher(site).plan(shop())


@pytest.mark.parametrize("kind", ["503", "html", "drop"])
def test_a_server_that_stays_down_ends_the_run_with_a_sentence(site: Site, kind: str) -> None:
    site.faults.append(Fault(kind, times=1000))
    with pytest.raises(OutsideError) as caught:
        Publisher(site).publish(shop())
    assert "127.0.0.1" in caught.value.message
    assert caught.value.hint
    site.faults.clear()
    Publisher(site).publish(shop())
    assert len(site.store.by_bot()) == 10


def test_a_page_of_a_proxy_is_named(site: Site) -> None:
    site.faults.append(Fault("html", times=100))
    with pytest.raises(OutsideError, match=r"web page .*titled 'Sign in - Corp Proxy'"):
        Publisher(site).plan(shop())


def test_a_redirect_to_a_login_is_named(site: Site) -> None:
    site.faults.append(Fault("302"))
    with pytest.raises(OutsideError, match=r"redirected to id\.example\.invalid"):
        Publisher(site).plan(shop())


def test_credentials_that_the_server_does_not_know_are_told_apart_from_rights(site: Site) -> None:
    with pytest.raises(OutsideError) as caught:
        replace(Publisher(site), token="wrong").plan(shop())
    assert "does not know the account" in caught.value.message
    assert "CONFLUENCE_TOKEN" in caught.value.hint
    assert "wrong" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize(
    ("product", "method", "path", "right"),
    [
        ("cloud", "POST", "/pages", "write:page:confluence"),
        ("cloud", "POST", "/properties", "Add pages"),
        ("cloud", "POST", "/label", "write:label:confluence"),
        ("cloud", "PUT", "/attachment", "Add attachments"),
        ("cloud", "GET", "/spaces", "read:space:confluence"),
        ("data-center", "POST", "/property", "Add pages"),
        ("data-center", "POST", "/attachment", "Add attachments"),
        ("data-center", "GET", "/space/", "View"),
    ],
)
def test_the_right_that_is_missing_is_named(
    product: str, method: str, path: str, right: str
) -> None:
    with serving(product) as site:
        site.forbidden.append((method, path))
        with pytest.raises(OutsideError, match="the account may not ") as caught:
            whole(site).publish(shop())
        assert right in caught.value.hint


def test_a_space_that_is_not_there_is_named(site: Site) -> None:
    publisher = Publisher(site)
    target = publisher.target()
    target._api.space = "NOPE"  # type: ignore[misc]  # noqa: SLF001  any other key
    with pytest.raises(UsageError, match="has no space NOPE"):
        target.read(shop())


def test_a_note_that_cannot_be_kept_does_not_stop_an_update(site: Site) -> None:
    Publisher(site).publish(shop())
    changed = edit(shop(), "operation:getOrder", blocks=said("새 글"))
    site.faults.append(Fault("500", "PUT", "/prop", times=8))
    Publisher(site).publish(changed)
    assert "새 글" in site.store.one("주문 조회").now.body
    site.faults.clear()
    Publisher(site).publish(changed)
    assert site.store.one("주문 조회").number == 3
    assert Publisher(site).plan(changed).is_settled


def test_an_edit_in_the_very_moment_of_writing_is_not_overwritten(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    changed = edit(shop(), "operation:getOrder", blocks=said("새 글"))

    def edit_now(request: Request) -> None:
        if request.method == "PUT" and request.path.endswith(f"/{page.id}") and page.number == 2:
            site.store.edit(page, "<p>그 순간의 글</p>")

    site.before = edit_now
    with pytest.raises(ConflictError, match="was edited by hand while it was being published"):
        Publisher(site).publish(changed)
    site.before = None
    assert page.now.body == "<p>그 순간의 글</p>"
    assert "its text was changed" in Publisher(site).refused(changed)


def test_a_page_deleted_in_the_moment_of_writing_comes_back_next_time(site: Site) -> None:
    Publisher(site).publish(shop())
    page = site.store.one("주문 조회")
    changed = edit(shop(), "operation:getOrder", blocks=said("새 글"))

    def purge(request: Request) -> None:
        if request.method == "PUT" and request.path.endswith(f"/{page.id}"):
            site.store.pages.pop(page.id, None)

    site.before = purge
    with pytest.raises(ConflictError, match="was deleted while it was being published"):
        Publisher(site).publish(changed)
    site.before = None
    Publisher(site).publish(changed)
    assert "새 글" in site.store.one("주문 조회").now.body


def test_a_title_taken_in_the_moment_of_making_is_not_fought_for(site: Site) -> None:
    def take(request: Request) -> None:
        body = request.body
        if request.method == "POST" and "주문 조회" in body.decode("unicode-escape"):
            site.before = None
            site.store.new(site.store.home, "주문 조회", "<p>x</p>", author="kim")

    site.before = take
    with pytest.raises(ConflictError, match="the title '주문 조회' was taken"):
        Publisher(site).publish(shop())
    Publisher(site).publish(shop())
    assert "주문 조회 (GET /orders/{orderId})" in shown(site)


def test_a_later_edition_published_meanwhile_ends_the_earlier_one(site: Site) -> None:
    Publisher(site).publish(shop())
    old = edit(shop(), "operation:getOrder", blocks=said("1.4.0의 글"))
    new = edit(shop(), "operation:getOrder", blocks=said("1.5.0의 글"))
    page = site.store.one("주문 조회")

    def overtake(request: Request) -> None:
        if request.method == "PUT" and f"/{page.id}" in request.path:
            site.before = None
            Publisher(site).publish(new, LATER)

    site.before = overtake
    with pytest.raises(ConflictError, match=r"1\.5\.0 was published while 1\.4\.0 was"):
        Publisher(site).publish(old, EDITION)
    assert "1.5.0의 글" in page.now.body
    assert Publisher(site).publish(new, LATER).updated == 0
