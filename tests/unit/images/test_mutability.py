"""Which tags of an ECR repository can never be moved."""

from __future__ import annotations

import pytest

from releasebot.images.mutability import frozen_tags
from releasebot.images.newest import newest
from releasebot.images.reference import ecr_host, is_loopback, version_tag

TAGS = ("target", "target-previous", "1.4.0")


@pytest.mark.parametrize(
    ("mutability", "exclusions", "frozen"),
    [
        ("MUTABLE", [], ()),
        ("IMMUTABLE", [], TAGS),
        ("IMMUTABLE_WITH_EXCLUSION", ["target*"], ("1.4.0",)),
        ("IMMUTABLE_WITH_EXCLUSION", ["target"], ("target-previous", "1.4.0")),
        ("IMMUTABLE_WITH_EXCLUSION", ["*-previous", "*get"], ("1.4.0",)),
        ("MUTABLE_WITH_EXCLUSION", ["1.*"], ("1.4.0",)),
        ("MUTABLE_WITH_EXCLUSION", ["1?4*"], ()),
        ("", [], ()),
    ],
)
def test_the_settings_decide(
    mutability: str, exclusions: list[str], frozen: tuple[str, ...]
) -> None:
    assert frozen_tags(mutability, exclusions, TAGS) == frozen


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("123456789012.dkr.ecr.ap-northeast-2.amazonaws.com", "ap-northeast-2"),
        ("123456789012.dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1"),
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        ("123456789012.dkr-ecr.us-west-2.on.aws", "us-west-2"),
    ],
)
def test_an_ecr_host_tells_its_region(host: str, region: str) -> None:
    found = ecr_host(host)
    assert found
    assert (found.account, found.region) == ("123456789012", region)


@pytest.mark.parametrize("host", ["ghcr.io", "public.ecr.aws", "1.dkr.ecr.x.amazonaws.com"])
def test_other_hosts_are_not_ecr(host: str) -> None:
    assert ecr_host(host) is None


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:5000", "[::1]:5000"])
def test_this_machine_has_several_names(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback("127.example.com:5000")


def test_the_newest_versions_come_first() -> None:
    tags = ["latest", "1.9.0", "v1.10.0", "1.10.0-rc.2", "1.10.0-rc.10", "target", "sha-abc"]
    assert newest(tags, 3) == ["v1.10.0", "1.10.0-rc.10", "1.10.0-rc.2"]


def test_a_plus_becomes_an_underscore() -> None:
    assert version_tag("v{version}", "1.4.0+7") == "v1.4.0_7"
