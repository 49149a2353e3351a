"""The tag's message from the user's own template."""

from __future__ import annotations

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from releasebot.errors import UsageError


def render(template: str, *, name: str, version: str, tag: str, commit: str) -> str:
    """The message, ending in a line feed.

    Raises:
        UsageError: the template has a fault or comes out empty.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        message = environment.from_string(template).render(
            name=name, version=version, tag=tag, commit=commit
        )
    except TemplateError as error:
        raise UsageError(
            f"tag.message is no usable template: {error}",
            hint="it may use name, version, tag and commit",
        ) from error
    if not message.strip():
        raise UsageError("tag.message comes out empty", hint="a tag needs a message")
    return message.rstrip("\n") + "\n"
