"""Those who made commits, by the names that they are to be shown under."""

from __future__ import annotations

from releasebot.git.commits import co_authors
from releasebot.git.history import Commit

_LOGIN = "@users.noreply.github.com"


def note_people(commit: Commit, people: dict[str, str]) -> None:
    """Add a commit's authors, by their addresses, as they are to be shown."""
    if commit.email not in people:
        people[commit.email] = _shown(commit.author, commit.email)
    for name, address in co_authors(commit.message):
        people.setdefault(address, _shown(name, address))


def in_order(people: dict[str, str]) -> tuple[str, ...]:
    """The names, each once, in alphabetical order."""
    return tuple(sorted(dict.fromkeys(people.values()), key=str.casefold))


def _shown(name: str, address: str) -> str:
    """A login where the address tells one, since GitHub then notifies and links the person."""
    if address.endswith(_LOGIN):
        login = address.removesuffix(_LOGIN).rpartition("+")[2]
        return login if login.endswith("[bot]") else f"@{login}"
    clean = "".join(letter for letter in name if letter.isprintable())
    return clean.replace("<", "\\<").replace("*", "\\*").replace("_", "\\_").replace("[", "\\[")
