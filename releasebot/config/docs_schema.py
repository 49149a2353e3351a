"""The settings of the pages, and of the site that is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class SampleTemplate(Setting, frozen=True):
    """A client that each operation's call is shown for."""

    title: Annotated[
        Text,
        Meta(
            description="The tab's title; one of `curl`, `JavaScript`, `TypeScript (axios)` and "
            "`Python` takes that one's place."
        ),
    ]
    template: Annotated[
        Text,
        Meta(
            description="A Jinja2 template over `method`, `url`, `headers`, `json`, `form`, "
            "`multipart`, `text` and `answers_json`."
        ),
    ]
    language: Annotated[
        str, Meta(description="What the code is coloured as, such as `kotlin`.")
    ] = ""


class DocsSettings(Setting, frozen=True):
    """What the pages say, for the site and for Confluence alike."""

    title: Annotated[
        Text | None, Meta(description="The title. Default: the document's `info.title`.")
    ] = None
    language: Annotated[
        Literal["auto", "ko", "en"],
        Meta(description="Language of the labels. `auto`: Korean where the document is."),
    ] = "auto"
    pages: Annotated[
        Literal["auto", "tag", "operation"],
        Meta(description="A page per tag or per operation. `auto`: by the number of operations."),
    ] = "auto"
    samples: Annotated[
        tuple[SampleTemplate, ...], Meta(description="Code samples of your own making.")
    ] = ()
    history: Annotated[
        int,
        Meta(
            description="How many releases back the pages tell what changed in the API, and lead "
            "on from where an operation stood; 0: not at all.",
            ge=0,
            le=1000,
        ),
    ] = 50
    releases: Annotated[
        int,
        Meta(
            description="How many of the latest releases have a page with their notes; 0: no pages "
            "about releases.",
            ge=0,
            le=500,
        ),
    ] = 30


class SiteSettings(Setting, frozen=True):
    """The documentation site."""

    enabled: Annotated[bool, Meta(description="Whether a release builds the site.")] = True
    folder: Annotated[Text, Meta(description="The folder that the site is built into.")] = (
        "build/releasebot/site"
    )
    url: Annotated[Text | None, Meta(description="The address the site will have.")] = None
    preview_url: Annotated[
        Text | None,
        Meta(
            description="The address at which a pull request's pages can be seen, for its comment; "
            "`{pull_request}` and `{commit}` are filled in. Default: none."
        ),
    ] = None
    branch: Annotated[
        Text | None,
        Meta(
            description="The branch that each version's site is deployed to, beside the others, "
            "such as `gh-pages`. Default: none."
        ),
    ] = None
    remote: Annotated[
        Text | None, Meta(description="The git remote of `branch`. Default: the tag's.")
    ] = None
    versions_folder: Annotated[
        Text | None,
        Meta(
            description="The folder that each version's site is put into, beside the others, "
            "such as one that a web server serves. Default: none."
        ),
    ] = None
    console: Annotated[
        bool, Meta(description="Whether the site has a page on which the API can be called.")
    ] = True
