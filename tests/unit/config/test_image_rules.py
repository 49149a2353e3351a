"""What is wrong in [images] and [environments] is told by its setting."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.image_rules import repository_fault, tag_fault
from releasebot.config.problems import dotted, find_problems

RIGHT = """
[images]
repository = "ghcr.io/team/{env}-{service}"
[images.services.api]
version = { file = "package.json" }
[images.services.nginx]
archive = "build/{service}-{version}.tar"
[environments.staging]
[environments.prod]
target = "live"
"""


def found(text: str) -> dict[str, str]:
    return {dotted(one.path): one.found for one in find_problems(tomllib.loads(text))}


def test_services_and_environments_have_names_of_their_own() -> None:
    assert found(RIGHT) == {}


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("{env}-{service}", "{environment}-{service}", "images.repository"),
        ("{env}-{service}", "{env}-{service", "images.repository"),
        ("ghcr.io/team", "ghcr.io/Team", "images.repository"),
        ("ghcr.io/team", "-host.io/team", "images.repository"),
        ("{env}-{service}", "{env}", "images.services.nginx.repository"),
        ('target = "live"', 'target = "live it"', "environments.prod.target"),
        ('target = "live"', 'target = "{version}"', "environments.prod.target"),
        ('target = "live"', 'targets = "live"', "environments.prod.targets"),
        ("[images]", '[images]\ntag = "latest"', "images.tag"),
        ("[images]", '[images]\ntag = "{version} x"', "images.tag"),
        ("[images]", '[images]\nclient = "buildah"', "images.client"),
        ("[images]", '[images]\nenvironment = "dev"', "images.environment"),
        ("[images]", "[images]\ntimeout = 0", "images.timeout"),
        ('file = "package.json"', 'selector = "version"', "images.services.api.version.selector"),
        (
            'file = "package.json"',
            'file = "a", pattern = "1"',
            "images.services.api.version.pattern",
        ),
        ('file = "package.json"', 'file = "a", folder = "b"', "images.services.api.version.folder"),
        ("{service}-{version}.tar", "{tag}.tar", "images.services.nginx.archive"),
        ("services.nginx]", 'services."n x"]', 'images.services."n x"'),
        ("[images.services.api]", "[images.services.api]\nimage = 3", "images.services.api.image"),
    ],
)
def test_each_wrong_setting_is_named(old: str, new: str, path: str) -> None:
    assert old in RIGHT
    assert list(found(RIGHT.replace(old, new, 1))) == [path]


def test_two_environments_may_not_move_the_same_tag() -> None:
    shared = RIGHT.replace("{env}-", "").replace('target = "live"', "")
    assert "which staging moves too" in found(shared)["environments.prod.target"]
    assert found(RIGHT.replace("{env}-", "")) == {}


def test_a_service_needs_a_repository() -> None:
    bare = RIGHT.replace('repository = "ghcr.io/team/{env}-{service}"', "")
    assert list(found(bare)) == [
        "images.services.api.repository",
        "images.services.nginx.repository",
    ]


@pytest.mark.parametrize(
    "name",
    ["a", "team/app", "localhost/app", "localhost:5000/a/b", "[::1]:5000/a", "gcr.io/a-b/c__d/e.f"],
)
def test_names_of_repositories_are_those_of_docker(name: str) -> None:
    assert repository_fault(name) == ""


@pytest.mark.parametrize("name", ["", "A", "a//b", "a/", "/a", "a:1", "b.io/", "a/-b", "x" * 256])
def test_other_names_are_none(name: str) -> None:
    assert repository_fault(name)


@given(st.text(max_size=300))
def test_a_tag_has_only_characters_that_an_address_may_hold(tag: str) -> None:
    if not tag_fault(tag):
        assert tag.isascii()
        assert 0 < len(tag) <= 128
        assert not set(tag) & set("/:@ ?#%+")
