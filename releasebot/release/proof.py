"""What the gates found of the commit that is released, kept on the remote before anything else.

`evidence.json` lies in a commit of its own that a ref of ours holds,
`refs/releasebot/evidence/TAG/COMMIT`: no branch, no tag, fetched by nobody. The server makes it
once, so every run and every clone goes on with the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from releasebot import __version__
from releasebot.errors import ConflictError, GateError, OutsideError
from releasebot.gates.evidence import (
    EVIDENCE,
    Evidence,
    Language,
    decoded,
    encoded,
    summary,
)
from releasebot.gates.verdict import Judgement
from releasebot.git.repository import Repository
from releasebot.release.once import once
from releasebot.release.world import World

PLACE = "refs/releasebot/evidence"
_NOBODY = ("-c", "user.name=releasebot", "-c", "user.email=releasebot@localhost")


class Proof:
    """The evidence of one release."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: bytes | None = None

    @property
    def ref(self) -> str:
        """Where it is on the remote."""
        return f"{PLACE}/{self._world.tag}/{self._world.head.commit}"

    @once
    def tree(self) -> str:
        """The object name of the files that the gates look at."""
        commit = self._world.head.commit
        asked = self._world.repository.must(
            "rev-parse", "--verify", f"{commit}^{{tree}}", doing=f"read {commit}"
        )
        return asked.text.strip()

    @once
    def kept(self) -> bytes | None:
        """The file as it was on the remote when this run began; None without gates or before them.

        Raises:
            OutsideError: the remote could not be asked.
        """
        return self._fetched() if self._world.config.gates else None

    @property
    def data(self) -> bytes | None:
        """The file as it is now, after this run's gates too."""
        return self._made or self.kept

    @property
    def evidence(self) -> Evidence | None:
        """What it says; None where there is none yet."""
        return decoded(self.data) if self.data else None

    def of(self, gates: Sequence[Judgement]) -> Evidence:
        """What these verdicts prove, as of now."""
        world = self._world
        return Evidence(
            schema=1,
            project=world.name,
            version=world.version,
            tag=world.tag,
            commit=world.head.commit,
            tree=self.tree,
            finished=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            releasebot=__version__,
            gates=tuple(gates),
        )

    def keep(self, gates: Sequence[Judgement]) -> Evidence:
        """Put the verdicts on the remote; of runs at once the first one's stay, for all of them.

        Raises:
            OutsideError: the remote refuses it or could not be asked.
        """
        world, data = self._world, encoded(self.of(gates))
        commit = _committed(world.repository, data, f"{world.tag} at {world.head.commit}")
        if not world.repository.push_mark(world.remote, self.ref, commit):
            first = self._fetched()
            if first is None:
                raise OutsideError(
                    f"{self.ref} on {world.remote} was made and removed meanwhile",
                    hint="run the same command again",
                )
            data = first
        self._made = data
        return self.evidence or self.of(gates)

    def _fetched(self) -> bytes | None:
        world = self._world
        held = world.repository.remote_objects(world.remote, self.ref).get(self.ref)
        if held is None:
            return None
        if not world.repository.has(held):
            world.repository.bring(world.remote, held)
        return world.repository.text_at(held, EVIDENCE)


def checks_in(proof: bytes | None, language: Language) -> str:
    """What the evidence says, as the last paragraph of notes; nothing without any."""
    evidence = decoded(proof) if proof else None
    return f"\n{summary(evidence, language)}" if evidence else ""


def demand_unmoved(world: World) -> None:
    """Refuse verdicts that are not about the commit: whatever ran was to look at it, no more.

    Raises:
        ConflictError: another commit is checked out than when this run began.
        GateError: tracked files have changed meanwhile.
    """
    before, now = world.head, world.repository.head()
    if now.commit != before.commit:
        raise ConflictError(
            f"HEAD moved to {now.commit[:9]} while the gates ran, wanted {before.commit[:9]}",
            hint="run the same command again, for the commit that is checked out now",
        )
    changed = [path for path in now.changed if path not in before.changed]
    if changed:
        raise GateError(
            f"{len(changed)} tracked file(s) changed while the gates ran, first {changed[0]}: "
            f"the verdicts are not about {before.commit[:9]}",
            hint="let no gate write to files that git tracks: check, do not fix",
            details=tuple(changed[:10]),
        )


def _committed(repository: Repository, data: bytes, about: str) -> str:
    """A commit without a past that holds the file alone; its object name."""
    doing = f"keep the evidence for {about}"
    blob = repository.must("hash-object", "-w", "--stdin", doing=doing, stdin=data).text.strip()
    line = f"100644 blob {blob}\t{EVIDENCE}\n".encode()
    tree = repository.must("mktree", doing=doing, stdin=line).text.strip()
    words = (*_NOBODY, "commit-tree", "-m", f"Evidence for {about}", tree)
    return repository.must(*words, doing=doing).text.strip()
