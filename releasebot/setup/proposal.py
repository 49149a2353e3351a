"""What a first configuration proposes: few settings, each with its reason."""

from __future__ import annotations

from msgspec import Struct

Value = str | bool | dict[str, str] | tuple[str, ...] | tuple[dict[str, str], ...]


class Proposal(Struct, frozen=True):
    """A setting that the defaults would get wrong, with the reason as its comment.

    `active` is False for what only a person can decide: it is written as a comment.
    """

    table: str
    key: str
    value: Value
    why: str
    active: bool = True


class Advice(Struct, frozen=True):
    """The settings for one part of the configuration, and what a person should know.

    `found` says what needs no setting, as in `the version in package.json`. `files` are further
    files that have to be there for the settings to hold: paths relative to the project's folder,
    and their text.
    """

    proposals: tuple[Proposal, ...] = ()
    found: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Advice) -> Advice:
        """Both pieces of advice."""
        return Advice(
            self.proposals + other.proposals,
            self.found + other.found,
            self.notes + other.notes,
            self.files + other.files,
        )
