"""A commit of a repository in a folder of its own, while the user's checkout stays as it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from releasebot.git.repository import Repository
from releasebot.git.root import Root


@contextmanager
def second_checkout(
    repository: Repository, root: Root, commit: str, environ: Mapping[str, str]
) -> Iterator[tuple[Root, Repository]]:
    """The same project as it is at the commit, which is here, with its repository; while entered.

    The objects are those of the user's repository, and its settings hold (remotes, credentials).
    Its branches and tags are not here, and its hooks do not run.

    Raises:
        ReleasebotError: git could not make it.
    """
    with tempfile.TemporaryDirectory(prefix="releasebot-") as place:
        top = Path(place).resolve() / "checkout"
        top.mkdir()
        own = top / ".git"
        form = repository.ask("rev-parse", "--show-object-format").text.strip() or "sha1"
        repository.must(
            "init", "--quiet", "--template=", f"--object-format={form}", "--", str(top),
            doing="make a folder to look at the commit in",
        )  # fmt: skip
        info = own / "objects" / "info"
        info.mkdir(exist_ok=True)
        objects = repository.ask("rev-parse", "--git-path", "objects").text.strip()
        (info / "alternates").write_text(f"{(root.worktree / objects).resolve()}\n", "utf-8")
        _share_settings(root.repository, own, top)
        checkout = Repository(top, environ)
        checkout.must(
            "-c", "core.hooksPath=/dev/null", "-c", "advice.detachedHead=false",
            "checkout", "--quiet", "--detach", "--no-recurse-submodules", commit,
            doing=f"check out {commit[:9]} beside the checkout that is here",
        )  # fmt: skip
        project = top / root.project.relative_to(root.worktree)
        yield Root(project, top, own, f"{commit[:9]} of {root.worktree}"), checkout


def _share_settings(shared: Path, own: Path, top: Path) -> None:
    """What git knows of the remotes and of where the history ends (gitrepository-layout(5))."""
    if (shared / "shallow").is_file():
        shutil.copy(shared / "shallow", own / "shallow")
    quoted = str(shared / "config").replace("\\", "\\\\").replace('"', '\\"')
    with (own / "config").open("a", encoding="utf-8") as config:
        config.write(f'[include]\n\tpath = "{quoted}"\n[core]\n\tbare = false\n')
        config.write(f'\tworktree = "{top}"\n')
