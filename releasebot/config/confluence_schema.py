"""The settings of the Confluence pages."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class ConfluenceSettings(Setting, frozen=True):
    """The Confluence pages."""

    enabled: Annotated[bool, Meta(description="Whether a release writes the pages.")] = True
    folder: Annotated[
        Text, Meta(description="The folder that pages are written to where no server is set.")
    ] = "build/releasebot/confluence"
    url: Annotated[
        Text | None,
        Meta(
            description="The server's address: `https://example.atlassian.net`, "
            "`https://api.atlassian.com/ex/confluence/<cloud id>` with a scoped token, or that of "
            "a Data Center. The credentials come from `CONFLUENCE_TOKEN` and, for Cloud, "
            "`CONFLUENCE_USER`."
        ),
    ] = None
    space: Annotated[Text | None, Meta(description="The key of the space.")] = None
    parent: Annotated[
        Text | None,
        Meta(
            description="Title or id of the page that the pages go below. Default: the space's "
            "home page."
        ),
    ] = None
    product: Annotated[
        Literal["auto", "cloud", "data-center"],
        Meta(description="What the server is. `auto`: Cloud where the address is Atlassian's."),
    ] = "auto"
    on_edit: Annotated[
        Literal["stop", "overwrite", "skip", "keep-outside-block"],
        Meta(
            description="What becomes of a page that somebody edited: a conflict, overwritten, "
            "left as it is, or only our block of it written."
        ),
    ] = "stop"
    per_version: Annotated[
        bool, Meta(description="Whether each version gets pages of its own, titled with it.")
    ] = False
    archive_orphans: Annotated[
        bool,
        Meta(description="Whether pages of what is gone from the API are archived (Cloud only)."),
    ] = False
    labels: Annotated[
        tuple[Text, ...], Meta(description="Labels for every page, written behind `label_prefix`.")
    ] = ()
    label_prefix: Annotated[
        Text,
        Meta(description="How our labels begin; all other labels of a page are left alone."),
    ] = "releasebot-"
    attach_spec: Annotated[
        bool, Meta(description="Whether the API document is attached to the topmost page.")
    ] = True
    page_limit: Annotated[
        int,
        Meta(
            description="Bytes of a page from which on it is split into several; Confluence takes "
            "5 MB.",
            ge=20_000,
            le=5_000_000,
        ),
    ] = 4_000_000
    timeout: Annotated[
        int, Meta(description="Seconds that the server may take to answer.", ge=1, le=600)
    ] = 30
