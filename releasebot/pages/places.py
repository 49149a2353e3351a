"""Where the operations of an API stand in its pages, told without writing any page."""

from __future__ import annotations

from typing import Literal

from releasebot.openapi.diff.operations import label
from releasebot.openapi.history import Spot
from releasebot.openapi.model import Api
from releasebot.pages import slugs
from releasebot.pages.addresses import (
    ENUMS,
    ERRORS,
    SCHEMAS,
    WEBHOOKS,
    Addresses,
    layout_of,
)


def spots(api: Api, wanted: Literal["auto", "tag", "operation"]) -> dict[str, Spot]:
    """The place of each operation by its label, in the layout that is wanted."""
    addresses = Addresses(api, layout_of(api, wanted))
    others = [(name, name) for name in (WEBHOOKS, SCHEMAS, ENUMS, ERRORS)]
    tops = slugs.unique([*((page.slug, page.key) for page in addresses.tags), *others])
    found = {}
    for page, top in zip(addresses.tags, tops, strict=False):
        for one in page.own:
            address = addresses.operation(one)
            trail = (top,) if address.anchor else (top, address.slug)
            found[label(one)] = Spot(label(one), one.key, trail, address.anchor)
    return found
