"""Which scalars of a text with no known manifest's name state the project's version.

A document that shows by its own keys what it is (an API description, a Compose file, a Kubernetes
object) is judged by that kind's rules in `kinds`; any other by the names of its keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from releasebot.version.formats.document import finding
from releasebot.version.formats.kinds import kind_of
from releasebot.version.formats.names import (
    holds_variables,
    is_container,
    is_weak_container,
    rank_of_name,
)
from releasebot.version.formats.scalar import Path, Scalar
from releasebot.version.formats.selector import item_names
from releasebot.version.formats.value import is_foreign, is_placeholder, is_specific
from releasebot.version.place import Finding

_DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_TOP = 0
_NAMED = 1
_LIKELY = 2
_FULL_DOTS = 2


def judge(scalars: Sequence[Scalar]) -> list[Finding]:
    """Every plausible place in these scalars, ranked as `Place` says.

    A later document of the same text counts less than the first that states anything.
    """
    found: list[Finding] = []
    for _, group in groupby(scalars, key=lambda one: one.document):
        document = list(group)
        kind = kind_of(document)
        here = kind(document) if kind else by_names(document)
        if here and (not found or kind):
            found.extend(here)
    return found


def by_names(scalars: Sequence[Scalar]) -> list[Finding]:
    """The places whose keys say that they state the version of the project."""
    labels = item_names(scalars)
    repositories = {one.path[:-1]: one.value for one in scalars if one.path[-1:] == ("repository",)}
    found: list[Finding] = []
    for one in scalars:
        path = _pair(one.path, labels)
        rank = _tag_rank(one, repositories) if path[-1:] == ("tag",) else rank_of_path(path)
        if rank is None or not _is_stated(one, rank):
            continue
        if path == ("version",) and one.value.count(".") < _FULL_DOTS:
            rank = _NAMED  # too short to overrule a version that is named as the application's
        made = finding(one, rank)
        if made:
            found.append(made)
    return found


def rank_of_path(path: Path) -> int | None:
    """How plainly a key path says "the version of this project", or None where it does not."""
    if not path or any(isinstance(key, int) for key in path):
        return None
    *containers, name = map(str, path)
    rank = rank_of_name(name)
    if rank is None or not containers:
        return rank
    if all(map(is_container, containers)):
        return max(rank, _NAMED)
    if all(map(is_weak_container, containers)) or holds_variables(containers[-1]):
        return _LIKELY
    return None


def _is_stated(scalar: Scalar, rank: int) -> bool:
    """Whether the value is what a release would have."""
    if is_placeholder(scalar.value):
        return True
    if (scalar.number and "." not in scalar.value) or _DATE.fullmatch(scalar.value):
        return False  # the number of a schema, or the date of one
    return rank < _LIKELY or is_specific(scalar.value)


def _pair(path: Path, labels: dict[Path, str]) -> Path:
    """The path of the value in `- name: version, value: 1.2.3` as if `version` were its key.

    So too for the value of a pipeline's variable, `VERSION: {value: 1.2.3}`.
    """
    match path:
        case (*above, int(), "value") if path[:-1] in labels:
            return (*above, labels[path[:-1]])
        case ("variables" | "inputs" | "parameters", str(name), "value" | "default"):
            return ("variables", name)
        case _:
            return path


def _tag_rank(scalar: Scalar, repositories: dict[Path, str]) -> int | None:
    """The rank of an image's tag in a chart's values."""
    containers = [str(key) for key in scalar.path[:-2]]
    if scalar.path[-2:-1] != ("image",):
        return None
    repository = repositories.get(scalar.path[:-1], "")
    if is_foreign(repository):
        return None
    if not containers:
        return _TOP
    return _LIKELY if all(map(is_weak_container, containers)) else None
