"""The settings of the release on GitHub and of the notices that tell of it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from releasebot.config.setting import Setting, Text


class GithubSettings(Setting, frozen=True):
    """The release on GitHub."""

    enabled: Annotated[bool, Meta(description="Whether a release is made on GitHub too.")] = True
    repository: Annotated[
        Text | None,
        Meta(description="The repository as `owner/name`. Default: the remote's."),
    ] = None
    api_url: Annotated[
        Text | None,
        Meta(
            description="Address of an enterprise server's REST API, such as "
            "`https://github.example.com/api/v3`. Default: found from the remote's host, in a "
            "workflow from `GITHUB_API_URL`.",
        ),
    ] = None
    publish: Annotated[
        bool, Meta(description="Whether the draft is published; else a person does it.")
    ] = True
    assets: Annotated[
        tuple[Literal["spec", "notes", "evidence", "checksums"], ...],
        Meta(
            description="What is attached: the OpenAPI document, the whole notes, the gates' "
            "`evidence.json`, `SHA256SUMS`."
        ),
    ] = ("spec", "notes", "evidence", "checksums")
    files: Annotated[
        tuple[Text, ...],
        Meta(description="Globs of further files to attach; each has to match one at least."),
    ] = ()
    latest: Annotated[
        Literal["auto", "always", "never"],
        Meta(
            description="Whether the release becomes the repository's latest. `auto`: where no "
            "higher final version is out.",
        ),
    ] = "auto"
    dispatch: Annotated[
        tuple[Text, ...],
        Meta(description="Files of workflows to start on the tag once the release is published."),
    ] = ()
    patience: Annotated[
        int,
        Meta(description="Seconds that a run waits in all when GitHub slows it down.", ge=0),
    ] = 300


class NotifySettings(Setting, frozen=True):
    """Notices of a release."""

    to: Annotated[
        tuple[Literal["discord", "slack", "webhook"], ...],
        Meta(
            description="Who is told. The addresses are secrets, in the variables "
            "`DISCORD_WEBHOOK_URL`, `SLACK_WEBHOOK_URL` and `RELEASE_WEBHOOK_URL`.",
        ),
    ] = ()
    language: Annotated[
        Literal["auto", "ko", "en"],
        Meta(description="Language of the notices. `auto`: that of the release notes."),
    ] = "auto"
    template: Annotated[
        Text | None,
        Meta(description="A Jinja2 template of your own for the text of a notice."),
    ] = None
