"""The documentation site, by the mark that it bears in its folder and on its branch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from releasebot.git.branch import Branch
from releasebot.release.steps.site import site_folder
from releasebot.release.steps.versions import mark_on
from releasebot.release.verify.check import Differs, Row, Silent, Subject, Verdict, compared
from releasebot.site import mark
from releasebot.version.scheme import bare


class SiteCheck:
    """The site of the version in the folder where this is run, and beside the others."""

    name = "site"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Read the marks.

        Raises:
            OutsideError: the remote of the branch could not be asked.
        """
        site = subject.world.config.site
        if not (site.enabled and subject.world.has_spec):
            return ()
        rows = [Row("site", _in(subject, site_folder(subject.here)))]
        if site.branch:
            rows.append(Row("versions", _on_branch(subject, site.branch)))
        if site.versions_folder:
            folder = subject.here.base / Path(site.versions_folder).expanduser()
            version = subject.world.version
            rows.append(Row("versions-folder", _in(subject, folder / version)))
        return rows


def _in(subject: Subject, folder: Path) -> Verdict:
    """The verdict on the site in a folder, by its mark and by its files."""
    version = bare(subject.world.version)
    found = mark.read(folder)
    if found is None:
        return Silent("not in this checkout: it is where the release was run")
    if bare(found.edition.version) != version:
        return Silent(f"{found.edition.version} in this checkout")
    harmed = mark.harmed(folder, found)
    if harmed:
        number = f"{len(harmed)} file{'s' if len(harmed) > 1 else ''} changed or missing"
        hint = "releasebot release at the commit builds it again"
        return Differs(f"{version} with {number}", "the site as it was built", hint, harmed[:5])
    return compared(subject, found.edition.commit, version, subject.here.shown(folder))


def _on_branch(subject: Subject, name: str) -> Verdict:
    world = subject.world
    branch = Branch(world.repository, world.config.site.remote or world.remote, name)
    found = mark_on(branch, branch.tip(), world.version)
    if found is None:
        hint = "releasebot release at the commit deploys it"
        return Differs(f"no {world.version} of ours on {name}", subject.short, hint)
    return compared(subject, found.edition.commit, f"{world.version} on {name}")
