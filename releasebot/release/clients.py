"""The user's own templates of code samples, read from their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from releasebot.config.docs_schema import SampleTemplate
from releasebot.errors import UsageError

if TYPE_CHECKING:
    from releasebot.pages.clients import OwnClient


def own_clients(settings: tuple[SampleTemplate, ...], base: Path) -> tuple[OwnClient, ...]:
    """The clients that the configuration names; paths are relative to `base`.

    Raises:
        UsageError: a template cannot be read.
    """
    from releasebot.pages.clients import OwnClient

    return tuple(
        OwnClient(one.title, _text(base / one.template), one.template, one.language)
        for one in settings
    )


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read as a template: {error}", hint="name a text file in UTF-8"
        ) from error
