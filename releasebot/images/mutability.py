"""Which tags the settings of an ECR repository forbid to move.

Source: the Amazon ECR API reference, `ImageTagMutability` and `ImageTagMutabilityExclusionFilter`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def frozen_tags(mutability: str, exclusions: Sequence[str], tags: Sequence[str]) -> tuple[str, ...]:
    """Those of the tags that can never name another image than their first.

    `mutability` is the repository's `imageTagMutability`; `exclusions` are the wildcard filters of
    the tags for which the opposite holds, in the modes that have some.
    """
    excluded = [tag for tag in tags if any(_fits(tag, one) for one in exclusions)]
    match mutability:
        case "IMMUTABLE":
            return tuple(tags)
        case "IMMUTABLE_WITH_EXCLUSION":
            return tuple(tag for tag in tags if tag not in excluded)
        case "MUTABLE_WITH_EXCLUSION":
            return tuple(excluded)
        case _:
            return ()


def _fits(tag: str, wildcard: str) -> bool:
    """Whether the filter, in which `*` stands for any characters, is about the tag."""
    pattern = ".*".join(re.escape(part) for part in wildcard.split("*"))
    return re.fullmatch(pattern, tag) is not None
