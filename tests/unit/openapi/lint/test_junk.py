from __future__ import annotations

import os
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from releasebot.openapi.bundle.bundle import bundle
from releasebot.openapi.lint.check import check
from tests.unit.openapi.lint.faultless import ALL_ON, faultless, read

RUNS = int(os.environ.get("RELEASEBOT_JUNK_RUNS", "60"))
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    (None, True, 0, -1.5, "", "x", [], [None], [[]], [{}], {}, {"": None}, {"a": {"b": []}})
) | st.sampled_from(("#", "#/", "#/paths", "x.json", "http://a.example/x")).map(
    lambda reference: {"$ref": reference}
)


Path = tuple[str | int, ...]


def places(node: object, path: Path = ()) -> list[Path]:
    """The keys that lead to every value of a document."""
    found = [path] if path else []
    if isinstance(node, dict):
        for key, item in node.items():
            found += places(item, (*path, key))
    elif isinstance(node, list):
        for index, item in enumerate(node):
            found += places(item, (*path, index))
    return found


PLACES = places(faultless())


@settings(max_examples=RUNS)
@given(st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=6))
def test_junk_anywhere_is_told_and_breaks_neither_lint_nor_bundle(
    spoilings: list[tuple[Path, Any]],
) -> None:
    spec: Any = faultless()
    for path, junk in spoilings:
        node = spec
        for key in path[:-1]:
            inside = isinstance(node, dict) and key in node
            node = node[key] if inside or (isinstance(node, list) and key == 0 and node) else None
        if isinstance(node, dict) and path[0] != "openapi":
            node[path[-1]] = deepcopy(junk)
    document = read(spec)
    for issue in check(document, ALL_ON).issues:  # type: ignore[arg-type]
        assert issue.message
        assert issue.position.line > 0
    assert bundle(document) == bundle(document, refs="keep")
    assert bundle(document, refs="resolve").data.endswith(b"}\n")
