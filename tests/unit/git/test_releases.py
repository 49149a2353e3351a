"""Which release a commit belongs to, whatever the shape of the history."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from releasebot.git.history import Commit
from releasebot.git.releases import releases


def commit(name: str, *parents: str) -> Commit:
    return Commit(name, " ".join(parents), "2026-01-02", f"feat: {name}\n")


def told(commits: list[Commit], tagged: dict[str, str], order: list[str]) -> dict[str, list[str]]:
    tags = {version: f"v{version}" for version in order}
    found = releases(commits, order, tags, tagged)
    return {one.version: [change.description for change in one.changes] for one in found}


def test_a_line_of_commits_is_cut_at_its_tags() -> None:
    line = [commit("d", "c"), commit("c", "b"), commit("b", "a"), commit("a")]
    assert told(line, {"c": "2", "a": "1"}, ["2", "1"]) == {"": ["d"], "2": ["c", "b"], "1": ["a"]}


def test_a_branch_that_was_merged_later_belongs_to_the_later_release() -> None:
    history = [commit("m", "b", "x"), commit("b", "a"), commit("x", "a"), commit("a")]
    assert told(history, {"m": "2", "b": "1"}, ["2", "1"]) == {"2": ["m", "x"], "1": ["b", "a"]}


def test_a_hotfix_that_was_merged_back_is_a_release_of_its_own() -> None:
    history = [commit("m", "n", "h"), commit("n", "a"), commit("h", "a"), commit("a")]
    tagged = {"m": "2.0", "h": "1.1", "a": "1.0"}
    assert told(history, tagged, ["2.0", "1.1", "1.0"]) == {
        "2.0": ["m", "n"], "1.1": ["h"], "1.0": ["a"],
    }  # fmt: skip


def test_a_release_is_handed_over_before_the_next_is_read() -> None:
    read: list[str] = []

    def line() -> list[Commit]:
        return [commit(str(n), *([str(n - 1)] if n else [])) for n in range(9, -1, -1)]

    def watched() -> Iterator[Commit]:
        for one in line():
            read.append(one.hash)
            yield one

    found = releases(watched(), ["2", "1"], {}, {"9": "2", "4": "1"})
    assert next(found).version == "2"
    assert read == ["9", "8", "7", "6", "5", "4"]


@given(st.data())
def test_every_commit_is_in_the_lowest_release_that_holds_it(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    parents = {0: set[int]()}
    for number in range(1, count):
        earlier = st.sets(st.integers(0, number - 1), min_size=1, max_size=2)
        parents[number] = data.draw(earlier)
    held = {number: {number} for number in range(count)}
    for number in range(count):
        for parent in parents[number]:
            held[number] |= held[parent]
    head = held[count - 1]
    marks = sorted(data.draw(st.sets(st.sampled_from(sorted(head)))))
    tagged = {str(mark): f"1.{mark}" for mark in marks}
    history = [commit(str(n), *map(str, parents[n])) for n in range(count - 1, -1, -1) if n in head]
    expected: dict[str, set[str]] = {}
    for number in head:
        version = next((f"1.{mark}" for mark in marks if number in held[mark]), "")
        expected.setdefault(version, set()).add(str(number))
    found = told(history, tagged, [f"1.{mark}" for mark in reversed(marks)])
    assert {version: set(names) for version, names in found.items()} == expected
    assert list(found) == sorted(found, key=lambda v: (v != "", -int(v[2:] or 0)))
