"""Which version comes before another, and which one follows."""

from __future__ import annotations

from functools import cmp_to_key

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.next import (
    channel,
    in_line,
    newest_first,
    next_prerelease,
    next_version,
    numbers,
    previous,
)
from releasebot.version.pep440_scheme import Pep440Scheme
from releasebot.version.semver_scheme import SemVerScheme

VERSION = st.builds(
    lambda core, mark: ".".join(map(str, core)) + mark,
    st.tuples(*(st.integers(0, 3),) * 3),
    st.sampled_from(["", "", "", "-rc.1", "-rc.2", "-rc.10", "-beta.1"]),
)


@given(VERSION, st.sets(VERSION))
def test_the_release_before_is_the_greatest_lower_one_of_the_channel(
    version: str, versions: set[str]
) -> None:
    scheme = SemVerScheme()
    may_be = [
        one
        for one in versions
        if channel(one) in {"", channel(version)} and scheme.compare(one, version) < 0
    ]
    expected = max(may_be, key=cmp_to_key(scheme.compare), default=None)
    assert previous(version, versions, SemVerScheme) == expected


@given(st.sets(VERSION))
def test_versions_are_ordered_as_their_scheme_orders_them(versions: set[str]) -> None:
    expected = sorted(versions, key=cmp_to_key(SemVerScheme().compare), reverse=True)
    assert newest_first(versions, SemVerScheme) == expected


@pytest.mark.parametrize(
    ("version", "mark"),
    [("1.0.0", ""), ("1.0.0+5", ""), ("1.0.0-rc.1", "rc"), ("1.0.0rc1", "rc"), ("1.0a2", "alpha"),
     ("1.0.post1", ""), ("1.0.dev3", "dev"), ("1.0.0-SNAPSHOT", "snapshot"), ("1.0.0-1", "1")],
)  # fmt: skip
def test_the_mark_of_an_unfinished_version_is_its_channel(version: str, mark: str) -> None:
    assert channel(version) == mark


def test_an_epoch_counts_before_all_numbers() -> None:
    assert numbers("1!0.1") > numbers("2024.1")
    assert numbers("1.0.0") == numbers("1") == (0, 1)


def test_a_line_is_told_by_whole_numbers() -> None:
    assert in_line("1.4.2", "1.x")
    assert in_line("1.4.2", "v1.4")
    assert not in_line("10.4.2", "1.x")
    with pytest.raises(UsageError):
        in_line("1.0.0", "stable")


def test_a_moving_tag_is_not_the_release_before() -> None:
    assert previous("1.2.1", ["1", "1.2", "1.2.0", "1.1.0", "1.2.1"], SemVerScheme) == "1.2.0"


def test_each_scheme_spells_its_own_channels() -> None:
    assert next_prerelease(SemVerScheme(), "2.0.0", "beta", ["2.0.0-rc.1"]) == "2.0.0-beta.1"
    assert next_prerelease(Pep440Scheme(), "2.0.0", "beta", []) == "2.0.0b1"
    assert next_prerelease(Pep440Scheme(), "2.0.0", "rc", ["2.0.0rc1"]) == "2.0.0rc2"


@pytest.mark.parametrize(
    ("last", "version"), [("0.4.1", "0.5.0"), ("0.0.0", "0.1.0"), ("1.0.0", "2.0.0")]
)
def test_what_breaks_raises_the_minor_version_before_1_0_0(last: str, version: str) -> None:
    assert next_version(SemVerScheme(), last, "major") == version
