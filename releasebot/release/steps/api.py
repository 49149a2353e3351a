"""The version promises as much as the API changes."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.errors import ExitCode
from releasebot.openapi.diff.sentence import sentence
from releasebot.openapi.diff.verdict import Bump, Verdict
from releasebot.release.api_change import NotCompared, change_since
from releasebot.release.past import Past
from releasebot.release.step import Conflict, Finding, Guard, Present, Skipped
from releasebot.release.world import World
from releasebot.version.next import Raise, channel, next_version, previous
from releasebot.version.scheme import Scheme, bare

_MOST = 20
_ADJECTIVES: dict[Bump, str] = {
    "major": "a breaking change of the API",
    "minor": "a change of the API",
    "patch": "other words in the API's document",
    "none": "no change of the API",
}


class ApiStep(Guard):
    """A guard: the version is raised by what the API's changes since the last release ask for."""

    name = "api"

    def probe(self, world: World) -> Finding:
        """Compare the document in HEAD with that of the release before.

        Raises:
            UsageError: a document cannot be read.
        """
        if world.is_tagged:
            return Present(f"{bare(world.version)} was released before")
        past, scheme = Past(world), world.scheme()
        version = _final(bare(world.version), scheme)
        finals = {one: tag for one, tag in past.versions.items() if not channel(one)}
        older = previous(version, finals, world.scheme)
        if older is None:
            return Present("the first release promises nothing yet")
        found = change_since(world, past.name_of(finals[older]), finals[older])
        if isinstance(found, NotCompared):
            return Skipped(found.why or "the project has no API document")
        wanted = _wanted(older, found.verdict, scheme, world.config.diff.zero)
        if not wanted or scheme.compare(version, wanted) >= 0:
            return Present(f"{_ADJECTIVES[found.verdict.bump]} since {older}")
        if world.allow_breaking:
            return Present(f"more than {version} promises, allowed: {world.allow_breaking}")
        change = _ADJECTIVES[found.verdict.bump]
        return Conflict(
            found=f"{bare(world.version)}, and {change} since {older}",
            wanted=f"{wanted} or greater",
            hint=f"releasebot version set {wanted}; or accept single changes in diff.accepted; or "
            'release with --allow-breaking "REASON", which the notes will tell',
            details=tuple(_told(found.verdict)),
            exit_code=ExitCode.GATE,
        )


def _final(version: str, scheme: Scheme) -> str:
    """The version that a prerelease leads to; a final one itself."""
    return scheme.bump(version, "final") if channel(version) else version


def _wanted(older: str, verdict: Verdict, scheme: Scheme, zero: Raise) -> str:
    """The least version after `older` that is enough; empty where every one is."""
    if verdict.bump == "none" or scheme.name.startswith("CalVer"):
        return ""
    return next_version(scheme, older, verdict.bump, zero=zero)


def _told(verdict: Verdict) -> Iterator[str]:
    """The changes that ask for more than the version gives."""
    for change in verdict.reasons[:_MOST]:
        where = f"{change.operation}: " if change.operation else ""
        yield f"{where}{sentence(change, 'en')} ({change.id}, {change.fingerprint})"
    rest = len(verdict.reasons) - _MOST
    if rest > 0:
        yield f"and {rest} more: releasebot api diff --since-release"
