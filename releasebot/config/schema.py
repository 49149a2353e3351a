"""Every setting, its type and its default; the JSON Schema and the reference page come from here.

Paths are written relative to the folder of the configuration file. A default that is `None` means
"found out": the field's description says how. Rules that bind two settings together, or that need
more than a type, stand in `releasebot.config.rules`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from releasebot.config.confluence_schema import ConfluenceSettings
from releasebot.config.diff_schema import DiffSettings
from releasebot.config.docs_schema import DocsSettings, SiteSettings
from releasebot.config.gates_schema import CheckSettings, GateSettings
from releasebot.config.github_schema import GithubSettings, NotifySettings
from releasebot.config.images_schema import EnvironmentSettings, ImagesSettings
from releasebot.config.lint_schema import LintSettings
from releasebot.config.roles_schema import RolesSettings
from releasebot.config.setting import Setting, Text
from releasebot.config.telemetry_schema import TelemetrySettings


class VersionFile(Setting, frozen=True):
    """A file that states the version, and where in it."""

    file: Annotated[Text, Meta(description="Path of the file.")]
    selector: Annotated[
        Text | None,
        Meta(description="Key path, JSON Pointer, or name of the constant or call."),
    ] = None
    pattern: Annotated[
        Text | None,
        Meta(description="A regular expression with one group named `version`; the last resort."),
    ] = None


class VersionSettings(Setting, frozen=True):
    """Where the version stands."""

    file: Annotated[
        Text | None,
        Meta(description="The file that decides. Default: found in the usual places."),
    ] = None
    selector: Annotated[Text | None, Meta(description="Where in `file`.")] = None
    pattern: Annotated[
        Text | None,
        Meta(description="A regular expression for `file` with one group named `version`."),
    ] = None
    also: Annotated[
        tuple[VersionFile, ...],
        Meta(description="Further places that must state the same version."),
    ] = ()
    ignore: Annotated[
        tuple[Text, ...],
        Meta(description="Globs of files whose version is not the project's."),
    ] = ()
    scheme: Annotated[
        Literal["auto", "semver", "pep440", "calver"],
        Meta(description="How versions are ordered and raised."),
    ] = "auto"
    calver: Annotated[
        Text | None,
        Meta(description="The pattern of a CalVer scheme, such as `YYYY.0M.MICRO`."),
    ] = None


class ReleaseSettings(Setting, frozen=True):
    """What has to hold before anything of a release is made."""

    branches: Annotated[
        tuple[Text, ...],
        Meta(
            description="Globs of the branches that are released. Default: every branch; a pull "
            "request never is."
        ),
    ] = ()
    pushed: Annotated[
        bool,
        Meta(description="Whether the commit must be on its branch on the remote."),
    ] = True


class TagSettings(Setting, frozen=True):
    """The git tag of a release."""

    template: Annotated[
        Text,
        Meta(description="The tag's name; `{version}` and `{name}` are filled in."),
    ] = "v{version}"
    remote: Annotated[
        Text | None,
        Meta(description="The remote. Default: the branch's upstream, `origin`, or the only one."),
    ] = None
    message: Annotated[
        Text | None,
        Meta(
            description="The tag's message, a Jinja2 template over `name`, `version`, `tag` and "
            "`commit`. Default: the name and the version.",
        ),
    ] = None
    sign: Annotated[
        Literal["auto", "gpg", "ssh", "never"],
        Meta(description="How the tag is signed. `auto`: as git is set (`tag.gpgSign`)."),
    ] = "auto"
    signing_key: Annotated[
        Text | None,
        Meta(
            description="The key for `gpg` or `ssh`: a key id, or the path of a key file. "
            "Default: git's `user.signingKey`."
        ),
    ] = None
    allowed_signers: Annotated[
        Text | None,
        Meta(
            description="The file of those whose ssh signatures `verify` believes (ssh-keygen(1), "
            "ALLOWED SIGNERS). Default: git's `gpg.ssh.allowedSignersFile`."
        ),
    ] = None


class SpecSettings(Setting, frozen=True):
    """Where the OpenAPI document comes from. Default: a file in a usual place."""

    file: Annotated[
        Text | None,
        Meta(description="The document, or with `command` the file that the command writes."),
    ] = None
    url: Annotated[Text | None, Meta(description="An http or https address.")] = None
    command: Annotated[
        Text | None,
        Meta(description="A command that writes the document to `file` or standard output."),
    ] = None
    timeout: Annotated[
        float,
        Meta(description="Seconds that the command or the download may take.", gt=0, le=86_400),
    ] = 120.0
    max_bytes: Annotated[
        int,
        Meta(description="How large the document may be, all its files together.", ge=1),
    ] = 64 * 1024 * 1024
    ref_folders: Annotated[
        tuple[Text, ...],
        Meta(
            description="Folders outside the project whose files a `$ref` may name, "
            "beside those of the project and of the document's own folder.",
        ),
    ] = ()
    ref_urls: Annotated[
        tuple[Text, ...],
        Meta(description="Addresses at or below which a `$ref` may lead. Default: none."),
    ] = ()


class NotesGroup(Setting, frozen=True):
    """A heading of the release notes."""

    heading: Annotated[Text, Meta(description="The heading's text.")]
    types: Annotated[
        tuple[Text, ...],
        Meta(description="Types of commits below it, in small letters; `*` for all others."),
    ]


class NotesSettings(Setting, frozen=True):
    """The release notes and the changelog."""

    language: Annotated[
        Literal["auto", "ko", "en"],
        Meta(description="Language of the headings. `auto`: Korean where the commits are."),
    ] = "auto"
    groups: Annotated[
        tuple[NotesGroup, ...],
        Meta(description="The headings in their order. Default: those of the form."),
    ] = ()
    template: Annotated[
        Text | None,
        Meta(description="A Jinja2 template of your own for the notes of a release."),
    ] = None
    file: Annotated[Text, Meta(description="The changelog.")] = "CHANGELOG.md"
    form: Annotated[
        Literal["auto", "keep-a-changelog", "plain"],
        Meta(description="The changelog's headings. `auto`: what the file has, else `plain`."),
    ] = "auto"
    paths: Annotated[
        tuple[Text, ...],
        Meta(description="Only commits that touch these count. Default: the project's folder."),
    ] = ()
    newcomers: Annotated[
        int,
        Meta(
            description="How many older commits are searched before somebody is called a first "
            "contributor; 0 names none.",
            ge=0,
        ),
    ] = 10_000


class Config(Setting, frozen=True):
    """The whole configuration."""

    name: Annotated[
        Text | None,
        Meta(description="The project's name. Default: its manifest's, else its folder's."),
    ] = None
    version: Annotated[VersionSettings, Meta(description="Where the version stands.")] = (
        VersionSettings()
    )
    release: Annotated[ReleaseSettings, Meta(description="Conditions of a release.")] = (
        ReleaseSettings()
    )
    tag: Annotated[TagSettings, Meta(description="The git tag.")] = TagSettings()
    check: Annotated[CheckSettings, Meta(description="How the gates are run.")] = CheckSettings()
    gates: Annotated[
        dict[str, GateSettings],
        Meta(description="The quality gates by their names, in the order in which they are shown."),
    ] = field(default_factory=dict)
    notes: Annotated[NotesSettings, Meta(description="The release notes.")] = NotesSettings()
    spec: Annotated[SpecSettings, Meta(description="The OpenAPI document.")] = SpecSettings()
    github: Annotated[GithubSettings, Meta(description="The release on GitHub.")] = GithubSettings()
    lint: Annotated[
        LintSettings, Meta(description="What `releasebot api lint` complains about.")
    ] = LintSettings()
    notify: Annotated[NotifySettings, Meta(description="Notices of a release.")] = NotifySettings()
    diff: Annotated[DiffSettings, Meta(description="What API changes mean.")] = DiffSettings()
    docs: Annotated[DocsSettings, Meta(description="What the pages say.")] = DocsSettings()
    site: Annotated[SiteSettings, Meta(description="The documentation site.")] = SiteSettings()
    confluence: Annotated[ConfluenceSettings, Meta(description="The Confluence pages.")] = (
        ConfluenceSettings()
    )
    images: Annotated[ImagesSettings, Meta(description="The container images.")] = ImagesSettings()
    telemetry: Annotated[TelemetrySettings, Meta(description="Traces and metrics of the runs.")] = (
        TelemetrySettings()
    )
    environments: Annotated[
        dict[str, EnvironmentSettings],
        Meta(description="The environments by their names."),
    ] = field(default_factory=dict)
    roles: Annotated[RolesSettings, Meta(description="Who may do what.")] = RolesSettings()
