"""The rules of the Confluence settings that a type cannot state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releasebot.config.problem import KeyPath, Problem
from releasebot.config.schema import Config

_NOT_IN_LABEL = re.compile(r"[\s!#&()*,./:;<>?@\[\]^]")


def labels(config: Config) -> Iterator[Problem]:
    """Confluence takes no blanks and none of these characters in a label."""
    settings = config.confluence
    places: list[tuple[KeyPath, str]] = [(("confluence", "label_prefix"), settings.label_prefix)]
    places += [(("confluence", "labels", i), text) for i, text in enumerate(settings.labels)]
    for path, text in places:
        wrong = _NOT_IN_LABEL.search(text)
        if wrong:
            found = "a blank" if wrong[0].isspace() else wrong[0]
            yield Problem(path, f'"{text}", with {found}', "letters, digits, - and _")
