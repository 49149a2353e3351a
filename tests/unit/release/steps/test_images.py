"""A release pushes the images after the tag, and moves the target last of all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.oci_registry import Fault, OciRegistry, oci_registry
from tests.shop import Shop, make_shop

API = "team/prod-api"


@pytest.fixture
def registry() -> Iterator[OciRegistry]:
    with oci_registry() as serving:
        yield serving


@pytest.fixture
def shop(registry: OciRegistry, tmp_path: Path) -> Shop:
    return make_shop(tmp_path, registry.host + "/team/{env}-{service}", services=("api",))


def test_a_release_ends_with_the_target(registry: OciRegistry, shop: Shop) -> None:
    planned = shop.project.run("plan", "--format", "json")
    states = {one["name"]: one["state"] for one in planned.json["steps"]}
    assert (states["images"], states["target"]) == ("absent", "absent")
    assert list(states)[-1] == "target"
    assert list(states).index("images") == list(states).index("tag") + 1
    assert registry.tag(API, "1.4.0") is None
    ended = shop.project.run("release", "--format", "json")
    assert ended.code == 0, ended.err
    assert registry.tag(API, "target") == registry.tag(API, "1.4.0") is not None
    again = shop.project.run("release", "--format", "json")
    assert {one["state"] for one in again.json["steps"]} <= {"already_so", "skipped"}
    status = shop.project.run("status", "--format", "json")
    assert {one["name"] for one in status.json["steps"]} >= {"images", "target"}


def test_a_conflict_of_an_image_stops_the_release_before_the_tag(
    registry: OciRegistry, shop: Shop
) -> None:
    assert shop.run("push").code == 0
    shop.build("api", "1.4.0", {"built": "again"})
    ended = shop.project.run("release")
    assert ended.code == 4
    assert "names another image" in ended.err
    assert shop.project.remote_tags() == {}
    assert registry.tag(API, "target") is None


def test_the_doctor_looks_at_the_registry(registry: OciRegistry, shop: Shop) -> None:
    def health() -> dict[str, str]:
        checks = shop.project.run("doctor", "--format", "json").json["checks"]
        return {one["name"]: one["state"] for one in checks}

    assert (health()["registry"], health()["target tags"]) == ("fine", "fine")
    registry.faults = [Fault("GET", "manifests", 403, times=99)]
    assert health()["registry"] == "amiss"
