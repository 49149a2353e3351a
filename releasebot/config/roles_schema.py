"""The settings of who may do what."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from releasebot.config.setting import Setting, Text

Role = Literal["viewer", "releaser", "admin"]
"""What somebody may do; each role has the rights of those before it."""

_WHO = "GitHub users, teams as `org/team`, `permission:write`, and Jenkins users as `jenkins:ID`."


class StepRoles(Setting, frozen=True):
    """The role that each part of a release asks for."""

    tag: Annotated[Role, Meta(description="To make and push the tag.")] = "releaser"
    images: Annotated[Role, Meta(description="To push images.")] = "releaser"
    publish: Annotated[
        Role, Meta(description="To make the release on GitHub, publish it and start workflows.")
    ] = "releaser"
    docs: Annotated[Role, Meta(description="To publish the site and the Confluence pages.")] = (
        "releaser"
    )
    target: Annotated[
        Role,
        Meta(
            description="To move what an environment runs, where the environment itself names no "
            "role."
        ),
    ] = "releaser"


class RolesSettings(Setting, frozen=True):
    """Who may do what. Default: whoever may push; nobody is asked for."""

    viewer: Annotated[
        tuple[Text, ...],
        Meta(description="Who may plan. Default: everybody."),
    ] = ()
    releaser: Annotated[tuple[Text, ...], Meta(description=f"Who may release: {_WHO}")] = ()
    admin: Annotated[
        tuple[Text, ...], Meta(description="Who may do everything, named in the same ways.")
    ] = ()
    jenkins: Annotated[
        Text | None,
        Meta(
            description="Address of the Jenkins server whose builds are believed. Credentials are "
            "read from `JENKINS_USER` and `JENKINS_TOKEN`."
        ),
    ] = None
    steps: Annotated[
        StepRoles, Meta(description="The role that each part of a release asks for.")
    ] = StepRoles()

    @property
    def are_set(self) -> bool:
        """Whether anybody is named at all; else nobody is asked who they are."""
        return bool(self.viewer or self.releaser or self.admin)


ROLES: tuple[Role, ...] = ("viewer", "releaser", "admin")
"""The roles, the least first."""
