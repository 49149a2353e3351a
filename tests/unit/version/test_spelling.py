"""One version in the spelling of each file."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from releasebot.errors import UsageError
from releasebot.version.spelling import (
    is_placeholder,
    is_spellable,
    release_parts,
    same_version,
    spelled,
)


def write(new: str, file: str, *, like: str = "1.4.0", decided: str = "1.4.0") -> str:
    return spelled(new, PurePath(file), like=like, decided=decided)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.4.0", "1.4.0"),
        ("v1.4.0", "1.4.0"),
        ("1.4.0-rc.1", "1.4.0rc1"),
        ("1.4.0-rc1", "1.4.0rc1"),
        ("1.4.0-beta.2", "1.4.0b2"),
        ("1.4.0-alpha", "1.4.0a0"),
        ("1.4.0-dev.3", "1.4.0.dev3"),
        ("1.4.0-SNAPSHOT", "1.4.0.dev0"),
        ("1.4.0-rc.1.dev.2", "1.4.0rc1.dev2"),
        ("2.1.0", "2.1.0.0"),
        ("1.4", "1.4.0"),
        ("1.4.0+12", "1.4.0"),
        ("2026.08.17", "2026.8.17"),
    ],
)
def test_two_spellings_of_one_version_agree(one: str, other: str) -> None:
    assert same_version(one, other)
    assert same_version(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.4.0", "1.4.1"),
        ("1.4.0", "1.4.0-rc.1"),
        ("1.4.0-rc.1", "1.4.0-rc.2"),
        ("1.4.0-1", "1.4.0.post1"),
        ("1.4.0+12", "1.4.0+13"),
        ("1.4.0-SNAPSHOT", "1.4.0"),
        ("1!1.4.0", "1.4.0"),
        ("1.4.0", "latest"),
        ("10.0", "1.0"),
    ],
)
def test_different_versions_do_not_agree(one: str, other: str) -> None:
    assert not same_version(one, other)
    assert not same_version(other, one)


@pytest.mark.parametrize(
    ("new", "file", "written"),
    [
        ("1.5.0-rc.1", "package.json", "1.5.0-rc.1"),
        ("1.5.0-rc.1", "pyproject.toml", "1.5.0rc1"),
        ("1.5.0-beta.2", "setup.cfg", "1.5.0b2"),
        ("1.5.0-alpha", "src/app/__init__.py", "1.5.0a0"),
        ("1.5.0-dev.4", "pyproject.toml", "1.5.0.dev4"),
        ("1.5.0-SNAPSHOT", "pyproject.toml", "1.5.0.dev0"),
        ("1.5.0-rc.1+build-7", "pyproject.toml", "1.5.0rc1+build.7"),
        ("1.5.0rc1", "package.json", "1.5.0-rc.1"),
        ("1.5.0.dev4", "Cargo.toml", "1.5.0-dev.4"),
        ("1.5.0rc1.dev2", "package.json", "1.5.0-rc.1.dev.2"),
        ("1.5.0rc1", "pyproject.toml", "1.5.0rc1"),
        ("1.5.0-rc.1", "VERSION", "1.5.0-rc.1"),
        ("1.5.0rc1", "config/default.yaml", "1.5.0rc1"),
        ("1.5", "package.json", "1.5.0"),
        ("2026.08.17", "pyproject.toml", "2026.08.17"),
        ("1.5.0-next.4", "package.json", "1.5.0-next.4"),
    ],
)
def test_a_prerelease_is_spelled_as_its_file_wants_it(new: str, file: str, written: str) -> None:
    assert write(new, file) == written


@pytest.mark.parametrize(
    ("new", "file"),
    [
        ("1.5.0-next.4", "pyproject.toml"),
        ("1.5.0.post1", "package.json"),
        ("1!1.5.0", "package.json"),
        ("1.5.0-1", "pyproject.toml"),
    ],
)
def test_a_version_that_a_file_cannot_state_is_refused(new: str, file: str) -> None:
    with pytest.raises(UsageError, match=file):
        write(new, file)


def test_a_leading_v_is_kept_where_it_stands() -> None:
    assert write("1.5.0", "version.go", like="v1.4.0") == "v1.5.0"
    assert write("v1.5.0", "version.go", like="1.4.0") == "1.5.0"


def test_a_fourth_number_is_kept_where_it_says_the_same() -> None:
    assert write("1.5.0", "AssemblyInfo.cs", like="1.4.0.0") == "1.5.0.0"
    assert write("1.5.0", "AssemblyInfo.cs", like="1.4.0.0", decided="1.4.0.0") == "1.5.0"


def test_a_short_form_stays_short_as_long_as_it_says_the_same() -> None:
    assert write("1.5.0", "conf.py", like="1.4") == "1.5"
    assert write("1.5.2", "conf.py", like="1.4") == "1.5.2"


@pytest.mark.parametrize(
    ("like", "new", "written"),
    [
        ("1.4.0+12", "1.5.0", "1.5.0+13"),
        ("1.4.0+12", "1.5.0+40", "1.5.0+40"),
        ("1.4.0+12", "1.4.0", "1.4.0+12"),
        ("2.10.2+021002", "2.11.0", "2.11.0+021003"),
        ("1.4.0", "1.5.0", "1.5.0"),
    ],
)
def test_a_flutter_build_number_is_counted_up_with_the_version(
    like: str, new: str, written: str
) -> None:
    assert write(new, "pubspec.yaml", like=like, decided=like) == written


def test_an_images_tag_goes_without_build_metadata() -> None:
    path = PurePath("docker-compose.yml")
    assert spelled("1.5.0+12", path, like="1.4.0", decided="1.4.0", image=True) == "1.5.0"


@pytest.mark.parametrize(
    "text", ["", "v", "next", "1.0 0", '1.0"', "1.0\n", "-1", ".1", "\uff11.0"]
)
def test_what_could_break_out_of_its_place_is_no_version(text: str) -> None:
    assert not is_spellable(text)


def test_the_version_of_a_manifest_that_is_filled_in_later_is_a_placeholder() -> None:
    assert is_placeholder("0.0.0")
    assert is_placeholder("0.0.0-development")
    assert is_placeholder("v0.0.0-PLACEHOLDER")
    assert not is_placeholder("0.0.1")
    assert not is_placeholder("10.0.0")


def test_the_numbers_of_a_release_are_counted() -> None:
    assert [release_parts(one) for one in ("7", "v1.4", "1.4.0-rc.1", "2.1.0.7", "main")] == [
        1,
        2,
        3,
        4,
        0,
    ]


@given(
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){2}", fullmatch=True),
    st.sampled_from(["-alpha", "-beta", "-rc", "-dev"]),
    st.integers(0, 99),
)
def test_a_prerelease_means_the_same_in_both_spellings(core: str, mark: str, number: int) -> None:
    semver = f"{core}{mark}.{number}"
    python = write(semver, "pyproject.toml")
    assert same_version(semver, python)
    assert str(Version(python)) == str(Version(semver))
    assert same_version(write(python, "package.json"), semver)
