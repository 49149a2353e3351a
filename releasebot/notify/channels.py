"""Where notices go: one row for each kind of receiver."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

from releasebot.git.headings import Language
from releasebot.notify import discord, slack, webhook
from releasebot.notify.notice import Notice, State

Name = Literal["discord", "slack", "webhook"]


class Channel(Struct, frozen=True):
    """A kind of receiver.

    `variable` holds its address, which is a secret. `payload` is what is sent for a notice with its
    text. One whose messages can be `edited` gets one message per release, the others one for each
    of the `states`.
    """

    variable: str
    payload: Callable[[Notice, str, Language], dict[str, Any]]
    edited: bool
    states: tuple[State, ...]


CHANNELS: dict[Name, Channel] = {
    "discord": Channel(
        "DISCORD_WEBHOOK_URL", discord.payload, edited=True,
        states=("planned", "released", "failed"),
    ),
    "slack": Channel(
        "SLACK_WEBHOOK_URL", slack.payload, edited=False, states=("released", "failed")
    ),
    "webhook": Channel(
        "RELEASE_WEBHOOK_URL", webhook.payload, edited=False,
        states=("planned", "released", "failed"),
    ),
}  # fmt: skip
