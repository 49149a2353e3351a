"""Whether a token may push to a repository and make releases there, told without writing."""

from __future__ import annotations

from msgspec import Struct

from releasebot.github.client import Client


class Complaint(Struct, frozen=True):
    """What stands in the way of a release, and what mends it."""

    message: str
    hint: str


class Access(Struct, frozen=True):
    """What the token is allowed in the repository.

    `push` is None where GitHub does not tell: for the token of an app's installation, as that of a
    workflow is, only the attempt shows. `scopes` is None for a token that has none of that kind.
    """

    repository: str
    token: str
    push: bool | None
    scopes: tuple[str, ...] | None
    private: bool
    archived: bool

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """All that is known to stand in the way; none where nothing is."""
        found = []
        if self.archived:
            found.append(
                Complaint(
                    f"{self.repository} is archived: it can only be read",
                    "unarchive it in its settings, or release elsewhere",
                )
            )
        if self.push is False:
            found.append(
                Complaint(
                    f"the token from {self.token} may read {self.repository} but not write to it",
                    "give its owner the role Write there, or the token the permission Contents: "
                    "write; in a workflow: permissions: contents: write",
                )
            )
        wanted = {"repo"} if self.private else {"repo", "public_repo"}
        if self.scopes is not None and not wanted & set(self.scopes):
            have = ", ".join(self.scopes) or "none"
            found.append(
                Complaint(
                    f"the token from {self.token} lacks the scope repo (it has {have})",
                    f"add {'repo' if self.private else 'repo or public_repo'} to its scopes",
                )
            )
        return tuple(found)


def access(client: Client) -> Access:
    """What the token is allowed, in one request.

    Source: GitHub Docs, REST API, "Get a repository", and "Scopes for OAuth apps", X-OAuth-Scopes.

    Raises:
        MissingError: there is no such repository, or the token may not see it.
        OutsideError: GitHub does not accept the token or does not answer.
    """
    doing = f"find the repository {client.place.name}"
    found = client.get("", doing=doing)
    rights = client.understand(lambda one: one.get("permissions"), found, doing=doing)
    unknown = client.token.is_installation or not isinstance(rights, dict)
    return Access(
        repository=client.place.name,
        token=client.token.source,
        push=None if unknown else bool(rights.get("push")),
        scopes=client.scopes,
        private=bool(found.get("private")),
        archived=bool(found.get("archived")),
    )
