"""Schemes: their order, their validity, raising, and the tags of versions."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.schema import VersionSettings
from releasebot.errors import UsageError
from releasebot.version.calver_scheme import CalVerScheme
from releasebot.version.dotted_scheme import DottedScheme
from releasebot.version.pep440_scheme import Pep440Scheme
from releasebot.version.scheme import (
    Level,
    Scheme,
    bare,
    scheme_for,
    tag_name,
    version_of_tag,
    versions_listed,
)
from releasebot.version.semver_scheme import SemVerScheme

SPECIFICATION_ORDER = (
    # semver.org, section 11: 11.2 and 11.4
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "2.0.0",
    "2.1.0",
    "2.1.1",
)
PEP_ORDER = (
    # PEP 440, "Summary of permitted suffixes and relative ordering"
    "1.dev0",
    "1.0.dev456",
    "1.0a1",
    "1.0a2.dev456",
    "1.0a12.dev456",
    "1.0a12",
    "1.0b1.dev456",
    "1.0b2",
    "1.0b2.post345.dev456",
    "1.0b2.post345",
    "1.0rc1.dev456",
    "1.0rc1",
    "1.0",
    "1.0+abc.5",
    "1.0.post456.dev34",
    "1.0.post456",
    "1.1.dev1",
    "1!0.1",
)


A_DAY = date(2026, 11, 23)


def a_day() -> date:
    return A_DAY


def calver(pattern: str, day: date = A_DAY) -> CalVerScheme:
    return CalVerScheme(pattern, lambda: day)


def auto(version: str, file: str = "package.json") -> Scheme:
    return scheme_for(VersionSettings(), version, path=PurePath(file), today=a_day)


def test_semver_orders_the_specifications_own_table() -> None:
    scheme = SemVerScheme()
    for lower, higher in pairwise(SPECIFICATION_ORDER):
        assert scheme.compare(lower, higher) == -1
        assert scheme.compare(higher, lower) == 1
        assert scheme.compare(lower, lower) == 0


def test_build_metadata_has_no_say_in_semvers_order() -> None:
    assert SemVerScheme().compare("1.0.0+20130313144700", "1.0.0+exp.sha.5114f85") == 0


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1.2",
        "01.1.1",
        "1.2.3-01",
        "1.2.3-",
        "1.2.3.4",
        "v1.2.3",
        "1.2.3-a..b",
        "1.2.3+a+b",
        "",
        " 1.2.3",
    ],
)
def test_what_the_specification_forbids_is_no_semver(text: str) -> None:
    assert not SemVerScheme().is_valid(text)
    with pytest.raises(UsageError, match="SemVer"):
        SemVerScheme().bump(text, "patch")


def test_pep440_orders_the_peps_own_summary() -> None:
    scheme = Pep440Scheme()
    for lower, higher in pairwise(PEP_ORDER):
        assert scheme.compare(lower, higher) == -1, (lower, higher)


@pytest.mark.parametrize(
    ("version", "level", "raised"),
    [
        ("1.4.2", "patch", "1.4.3"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2+build.7", "patch", "1.4.3"),
        ("1.5.0-rc.1", "patch", "1.5.0"),
        ("1.5.0-rc.1", "minor", "1.5.0"),
        ("1.5.0-rc.1", "major", "2.0.0"),
        ("1.5.1-rc.1", "minor", "1.6.0"),
        ("2.0.0-rc.1", "major", "2.0.0"),
        ("1.4.2", "prepatch", "1.4.3-rc.1"),
        ("1.4.2", "preminor", "1.5.0-rc.1"),
        ("1.4.2", "premajor", "2.0.0-rc.1"),
        ("1.4.2", "prerelease", "1.4.3-rc.1"),
        ("1.5.0-rc.1", "prerelease", "1.5.0-rc.2"),
        ("1.5.0-beta.9", "prerelease", "1.5.0-beta.10"),
        ("1.5.0-next.4", "prerelease", "1.5.0-next.5"),
        ("1.5.0-alpha", "prerelease", "1.5.0-alpha.1"),
        ("1.4.2", "alpha", "1.4.3-alpha.1"),
        ("1.5.0-alpha.3", "beta", "1.5.0-beta.1"),
        ("1.5.0-beta.3", "rc", "1.5.0-rc.1"),
        ("1.5.0-rc.3", "rc", "1.5.0-rc.4"),
        ("1.5.0-rc.3", "final", "1.5.0"),
        ("1.4.0+12", "build", "1.4.0+13"),
        ("1.4.0+009", "build", "1.4.0+010"),
        ("1.3.0-SNAPSHOT", "minor", "1.4.0-SNAPSHOT"),
        ("1.3.0-SNAPSHOT", "final", "1.3.0"),
    ],
)
def test_a_semver_is_raised_by_every_level(version: str, level: Level, raised: str) -> None:
    assert SemVerScheme().bump(version, level) == raised


@pytest.mark.parametrize(
    ("version", "level"),
    [
        ("1.5.0-rc.1", "beta"),
        ("1.5.0-beta.1", "alpha"),
        ("1.5.0", "final"),
        ("1.5.0", "dev"),
        ("1.5.0", "post"),
        ("1.5.0", "build"),
        ("1.5.0-rc9", "rc"),
    ],
)
def test_a_semver_is_never_raised_to_one_that_comes_before_it(version: str, level: Level) -> None:
    with pytest.raises(UsageError) as caught:
        SemVerScheme().bump(version, level)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("version", "level", "raised"),
    [
        ("1.4.2", "patch", "1.4.3"),
        ("1.4", "minor", "1.5"),
        ("1.4", "patch", "1.4.1"),
        ("1.4.0rc1", "patch", "1.4.0"),
        ("1.4.0rc1", "minor", "1.4.0"),
        ("1.4.0.dev3", "minor", "1.4.0"),
        ("1.4.0.post1", "patch", "1.4.1"),
        ("1.4.2", "preminor", "1.5.0rc1"),
        ("1.4.2", "rc", "1.4.3rc1"),
        ("1.4.0rc1", "rc", "1.4.0rc2"),
        ("1.4.0rc1.dev2", "rc", "1.4.0rc1"),
        ("1.4.0a2", "beta", "1.4.0b1"),
        ("1.4.0.dev3", "alpha", "1.4.0a1"),
        ("1.4.0b1", "prerelease", "1.4.0b2"),
        ("1.4.0", "prerelease", "1.4.1rc1"),
        ("1.4.0", "dev", "1.4.1.dev0"),
        ("1.4.0.dev3", "dev", "1.4.0.dev4"),
        ("1.4.0.dev3", "prerelease", "1.4.0.dev4"),
        ("1.4.0rc1", "dev", "1.4.0rc2.dev0"),
        ("1.4.0", "post", "1.4.0.post1"),
        ("1.4.0.post1", "post", "1.4.0.post2"),
        ("1.4.0.dev3", "final", "1.4.0"),
        ("1!1.4.0rc2", "final", "1!1.4.0"),
        ("1!1.4.0", "major", "1!2.0.0"),
        ("1.4.0+local.1", "patch", "1.4.1"),
        ("2026.08.17", "patch", "2026.08.18"),
    ],
)
def test_a_python_version_is_raised_by_every_level(version: str, level: Level, raised: str) -> None:
    assert Pep440Scheme().bump(version, level) == raised


@pytest.mark.parametrize(
    ("version", "level"),
    [("1.4.0rc1", "beta"), ("1.4.0", "final"), ("1.4.0rc1", "post"), ("1.4.0", "build")],
)
def test_a_python_version_is_never_raised_to_one_before_it(version: str, level: Level) -> None:
    with pytest.raises(UsageError):
        Pep440Scheme().bump(version, level)


@pytest.mark.parametrize(
    ("version", "level", "raised"),
    [
        ("1.4", "minor", "1.5"),
        ("1.4", "major", "2.0"),
        ("2.1.0.7", "build", "2.1.0.8"),
        ("2.1.0.7", "patch", "2.1.1.0"),
        ("7", "major", "8"),
        ("1.0-SNAPSHOT", "minor", "1.1-SNAPSHOT"),
        ("1.0-SNAPSHOT", "final", "1.0"),
    ],
)
def test_the_count_of_numbers_is_kept_when_one_is_raised(
    version: str, level: Level, raised: str
) -> None:
    assert DottedScheme().bump(version, level) == raised


def test_a_number_that_is_not_there_is_not_raised() -> None:
    with pytest.raises(UsageError, match=r"1\.4 has no patch part"):
        DottedScheme().bump("1.4", "patch")


def test_dotted_numbers_are_compared_as_numbers() -> None:
    scheme = DottedScheme()
    assert scheme.compare("1.10", "1.9") == 1
    assert scheme.compare("1.4", "1.4.0.0") == 0
    assert scheme.compare("1.4-SNAPSHOT", "1.4") == -1


@pytest.mark.parametrize(
    ("pattern", "version", "level", "raised"),
    [
        ("YYYY.0M.MICRO", "2026.11.0", "patch", "2026.11.1"),
        ("YYYY.0M.MICRO", "2026.09.4", "patch", "2026.11.0"),
        ("YYYY.MM.DD", "2026.9.30", "patch", "2026.11.23"),
        ("YY.0M", "26.10", "patch", "26.11"),
        ("YY.MINOR.MICRO", "26.3.1", "patch", "26.3.2"),
        ("YY.MINOR.MICRO", "26.3.1", "minor", "26.4.0"),
        ("YY.MINOR.MICRO", "25.3.1", "minor", "26.0.0"),
        ("MAJOR.YYYY.MICRO", "3.2025.9", "major", "4.2026.0"),
        ("YYYY.0W", "2026.47", "patch", "2026.48"),
        ("YYYY.0M.MICRO", "2026.10.3", "rc", "2026.11.0-rc.1"),
        ("YYYY.0M.MICRO", "2026.11.0-rc.1", "rc", "2026.11.0-rc.2"),
        ("YYYY.0M.MICRO", "2026.11.0-beta.2", "rc", "2026.11.0-rc.1"),
        ("YYYY.0M.MICRO-MODIFIER", "2026.11.0rc1", "prerelease", "2026.11.0rc2"),
        ("YYYY.0M.MICRO", "2026.11.0-rc.1", "final", "2026.11.0"),
    ],
)
def test_a_calendar_version_is_raised_to_today(
    pattern: str, version: str, level: Level, raised: str
) -> None:
    assert calver(pattern).bump(version, level) == raised


def test_a_calendar_version_without_a_counter_is_not_raised_twice_a_day() -> None:
    with pytest.raises(UsageError, match="today"):
        calver("YYYY.MM.DD").bump("2026.11.23", "patch")


def test_a_calendar_version_from_the_future_is_not_lowered() -> None:
    with pytest.raises(UsageError, match="today"):
        calver("YYYY.0M.MICRO").bump("2027.01.0", "patch")


def test_the_year_of_a_week_is_the_weeks() -> None:
    new_years_day = date(2027, 1, 1)  # ISO 8601 counts it to week 53 of 2026
    assert calver("YYYY.0W", new_years_day).bump("2026.52", "patch") == "2026.53"


def test_a_version_that_does_not_fit_its_pattern_is_refused() -> None:
    settings = VersionSettings(scheme="calver", calver="YYYY.0M.MICRO")
    with pytest.raises(UsageError, match=r"1\.4\.0"):
        scheme_for(settings, "1.4.0", path=PurePath("package.json"), today=a_day)


@pytest.mark.parametrize(
    ("version", "file", "name"),
    [
        ("1.4.0", "package.json", "SemVer"),
        ("1.4.0", "pyproject.toml", "PEP 440"),
        ("1.4.0", "src/app/__init__.py", "PEP 440"),
        ("1.4.0rc1", "VERSION", "PEP 440"),
        ("1.4", "VERSION", "dotted numbers"),
        ("2.1.0.7", "App.csproj", "dotted numbers"),
        ("1.0-SNAPSHOT", "pom.xml", "dotted numbers"),
        ("1.0.0-SNAPSHOT", "pom.xml", "SemVer"),
    ],
)
def test_the_scheme_is_told_from_the_version_and_its_file(
    version: str, file: str, name: str
) -> None:
    assert auto(version, file).name == name


def test_a_version_of_no_scheme_is_refused_with_a_way_out() -> None:
    with pytest.raises(UsageError) as caught:
        auto("not-a-version")
    assert "version set" in caught.value.hint


@given(
    st.from_regex(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})", fullmatch=True),
    st.sampled_from(["", "-alpha.1", "-beta.2", "-rc.9", "-SNAPSHOT", "-next.3", "+7"]),
    st.sampled_from(["major", "minor", "patch", "premajor", "preminor", "prepatch", "prerelease"]),
)
def test_what_is_raised_comes_after_what_it_was(core: str, mark: str, level: Level) -> None:
    scheme = SemVerScheme()
    assert scheme.compare(scheme.bump(core + mark, level), core + mark) == 1


@given(
    st.from_regex(r"[1-9]?[0-9](\.[1-9]?[0-9]){0,3}", fullmatch=True),
    st.sampled_from(["", "a1", "b2", "rc3", ".dev4", "rc1.dev2", ".post5", ".post1.dev2"]),
    st.sampled_from(
        ["major", "minor", "patch", "premajor", "preminor", "prepatch", "prerelease", "dev"]
    ),
)
def test_a_python_version_comes_after_what_it_was(core: str, mark: str, level: Level) -> None:
    scheme = Pep440Scheme()
    assert scheme.compare(scheme.bump(core + mark, level), core + mark) == 1


@pytest.mark.parametrize(
    ("template", "version", "name", "tag"),
    [
        ("v{version}", "1.4.0", "api", "v1.4.0"),
        ("v{version}", "v1.4.0", "api", "v1.4.0"),
        ("{version}", "v1.4.0", "api", "1.4.0"),
        ("{name}/v{version}", "1.4.0-rc.1", "orders", "orders/v1.4.0-rc.1"),
        ("{name}@{version}", "1.4.0+12", "orders.api", "orders.api@1.4.0+12"),
        ("release-{version}-final", "2026.11.0", "x", "release-2026.11.0-final"),
    ],
)
def test_a_tag_is_named_and_read_back(template: str, version: str, name: str, tag: str) -> None:
    assert tag_name(template, version=version, name=name) == tag
    assert version_of_tag(template, tag, name=name) == bare(version)


@pytest.mark.parametrize(
    "tag", ["1.4.0", "vnext", "v", "v1.4.0/x", "other/v1.4.0", "version-1.4.0"]
)
def test_a_tag_of_something_else_has_no_version(tag: str) -> None:
    assert version_of_tag("v{version}", tag, name="api") is None


def test_a_name_with_a_brace_or_a_dot_is_taken_literally() -> None:
    assert tag_name("{name}-{version}", version="1.0.0", name="{version}") == "{version}-1.0.0"
    assert version_of_tag("{name}-{version}", "aXb-1.0.0", name="a.b") is None


def test_versions_are_read_out_of_a_listing_of_refs() -> None:
    listing = (
        "aaa\trefs/heads/v9.9.9\nbbb\trefs/tags/v1.2.3\nccc\trefs/tags/v1.2.3^{}\n"
        "ddd\trefs/tags/api/v2.0.0\neee\trefs/tags/v2.0.0-rc.1\nfff\trefs/tags/xv3.0.0\n"
    )
    assert versions_listed("v{version}", listing, name="") == ["1.2.3", "2.0.0-rc.1"]
    assert versions_listed("{name}/v{version}", listing, name="api") == ["2.0.0"]
