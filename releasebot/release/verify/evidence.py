"""What the gates found, kept on the remote and with the release on GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from releasebot.gates.evidence import EVIDENCE, decoded
from releasebot.github.place import Unavailable
from releasebot.release.verify.check import (
    Agrees,
    Differs,
    Row,
    Silent,
    Subject,
    Verdict,
    compared,
)


class EvidenceCheck:
    """The gates were run for the commit, and let it be released."""

    name = "evidence"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Read the evidence in both places.

        Raises:
            OutsideError: one of them could not be asked.
        """
        world = subject.world
        places = {f"on {world.remote}": world.proof.kept, "on GitHub": _attached(subject)}
        there = {place: data for place, data in places.items() if data is not None}
        if not there:
            told = Silent("none: it was tagged without the gates")
            return (Row(self.name, told),) if world.config.gates else ()
        return (Row(self.name, _verdict(subject, there)),)


def _attached(subject: Subject) -> bytes | None:
    """The file of the release on GitHub; None where there is none that could be read."""
    there = subject.world.on_github if subject.world.config.github.enabled else None
    if there is None or isinstance(there, Unavailable):
        return None
    return there.attached(subject.tag, EVIDENCE)


def _verdict(subject: Subject, there: dict[str, bytes]) -> Verdict:
    found = None
    for place, data in there.items():
        found = decoded(data)
        if found is None:
            return Differs(f"{EVIDENCE} {place} that cannot be read", f"one of {subject.short}")
        if found.commit != subject.commit:
            return compared(subject, found.commit, f"{EVIDENCE} {place}")
        if found.tree != subject.world.proof.tree:
            tree = subject.world.proof.tree
            return Differs(f"{EVIDENCE} {place} of the tree {found.tree[:9]}", tree[:9])
        if not found.allows:
            failed = ", ".join(one.name for one in found.gates if one.hinders)
            return Differs(f"{failed} not passed, as {EVIDENCE} {place} says", "all passed")
    if len(set(there.values())) > 1:
        return Differs(f"{EVIDENCE} on GitHub is otherwise than on the remote", "the same file")
    gates = len(found.gates) if found else 0
    counted = f"{gates} gate{'' if gates == 1 else 's'}"
    return Agrees(f"{counted} of {subject.short}, {' and '.join(there)}")
