"""The settings of the container images, and of the environments that run them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from releasebot.config.roles_schema import Role
from releasebot.config.setting import Setting, Text


class ServiceVersion(Setting, frozen=True):
    """Where a service's version stands. Default: the project's version."""

    folder: Annotated[
        Text | None,
        Meta(description="The service's folder, searched for a version in the usual places."),
    ] = None
    file: Annotated[Text | None, Meta(description="The file that states it.")] = None
    selector: Annotated[Text | None, Meta(description="Where in `file`.")] = None
    pattern: Annotated[
        Text | None,
        Meta(description="A regular expression for `file` with one group named `version`."),
    ] = None


class ImageService(Setting, frozen=True):
    """A service that ships as a container image."""

    repository: Annotated[
        Text | None,
        Meta(description="Its repository, with the registry's host. Default: `images.repository`."),
    ] = None
    image: Annotated[
        Text | None,
        Meta(description="The name of the image on this machine. Default: `images.image`."),
    ] = None
    archive: Annotated[
        Text | None,
        Meta(
            description="An OCI layout, or a tar file of an image, that is pushed without an "
            "engine; `{env}`, `{service}` and `{version}` are filled in."
        ),
    ] = None
    version: Annotated[ServiceVersion, Meta(description="Where its version stands.")] = (
        ServiceVersion()
    )


class ImagesSettings(Setting, frozen=True):
    """The container images of a release; none where no service is named."""

    repository: Annotated[
        Text | None,
        Meta(
            description="The services' repositories, such as `ghcr.io/team/{env}-{service}`; "
            "`{env}` and `{service}` are filled in."
        ),
    ] = None
    image: Annotated[
        Text,
        Meta(
            description="The images' names on this machine; `{env}`, `{service}` and `{version}` "
            "are filled in."
        ),
    ] = "{service}:{version}"
    tag: Annotated[
        Text,
        Meta(description="The tag of a version in the registry; `{version}` is filled in."),
    ] = "{version}"
    client: Annotated[
        Literal["auto", "docker", "podman", "skopeo"],
        Meta(description="The program that pushes. `auto`: the first that has the image."),
    ] = "auto"
    environment: Annotated[
        Text | None,
        Meta(description="The environment of a release. Default: the only one there is."),
    ] = None
    timeout: Annotated[
        float,
        Meta(description="Seconds that the push of one image may take.", gt=0, le=86_400),
    ] = 1800.0
    plain_http: Annotated[
        tuple[Text, ...],
        Meta(description="Registries, as `host:port`, that are spoken to without TLS."),
    ] = ()
    ecr: Annotated[
        tuple[Text, ...],
        Meta(description="Registries, as `host:port`, that are AWS ECR under another name."),
    ] = ()
    scan_on_push: Annotated[
        bool, Meta(description="Whether an ECR repository that is created scans its images.")
    ] = True
    immutable: Annotated[
        bool,
        Meta(
            description="Whether the version tags of an ECR repository that is created can never "
            "be moved; the target's tags always can."
        ),
    ] = True
    services: Annotated[
        dict[str, ImageService],
        Meta(description="The services by their names, in the order in which they are shown."),
    ] = field(default_factory=dict)


class EnvironmentSettings(Setting, frozen=True):
    """A place that a release is deployed to."""

    target: Annotated[
        Text,
        Meta(description="The tag that is moved to what runs there; `{env}` is filled in."),
    ] = "target"
    role: Annotated[
        Role | None,
        Meta(description="The role that moves it. Default: that of `roles.steps.target`."),
    ] = None
