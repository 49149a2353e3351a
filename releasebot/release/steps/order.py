"""The version comes after those that were released before it, in its line."""

from __future__ import annotations

from releasebot.errors import ExitCode
from releasebot.release.step import Conflict, Finding, Guard, Present
from releasebot.release.world import World
from releasebot.version.next import in_line, overtaken_by
from releasebot.version.scheme import bare, versions_listed


class OrderStep(Guard):
    """A guard: no greater version of the line is on the remote."""

    name = "order"

    def probe(self, world: World) -> Finding:
        """Compare with the remote's tags; a version that is tagged already stands where it stands.

        Raises:
            OutsideError: the remote could not be asked.
            UsageError: the line is written wrong, or the version is of no known scheme.
        """
        version, line = bare(world.version), world.line
        if world.is_tagged:
            return Present(f"{version} was released before")
        if line and not in_line(version, line):
            return _gate(
                found=f"{version}",
                wanted=f"a version of the line {line}",
                hint=f"raise the version within {line}, or release from another branch",
            )
        greater = overtaken_by(version, _released(world), world.scheme, line=line)
        if greater is None:
            return Present(f"{version} comes next" + (f" in {line}" if line else ""))
        return _gate(
            found=f"{version} after {greater}, which is on {world.remote}",
            wanted=f"a version greater than {greater}",
            hint="raise the version; for an older line release from its branch, such as "
            f"{_line_like(version)}, or with --line {_line_like(version)}",
        )


def _released(world: World) -> list[str]:
    template = world.config.tag.template
    name = world.name if "{name}" in template else ""
    return versions_listed(template, world.remote_refs.listing, name=name)


def _line_like(version: str) -> str:
    return ".".join(version.split(".")[:2]) + ".x"


def _gate(*, found: str, wanted: str, hint: str) -> Conflict:
    return Conflict(found, wanted, hint, exit_code=ExitCode.GATE)
