"""The release on GitHub: its commit, its files by their checksums, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from releasebot.errors import ReleasebotError
from releasebot.github.place import Unavailable
from releasebot.github.releases import Asset, Release
from releasebot.github.wanted import CHECKSUMS
from releasebot.release.attachments import SPEC, attachments
from releasebot.release.on_github import OnGithub
from releasebot.release.verify.check import (
    Agrees,
    Differs,
    Row,
    Silent,
    Subject,
    Unreachable,
    Verdict,
    verdict_on,
)

_NAME = 40
_AGAIN = (
    "releasebot release at the commit mends it; a published immutable one asks for a new version"
)


class GithubCheck:
    """The published release of the tag."""

    name = "github"

    def look(self, subject: Subject) -> Sequence[Row]:
        """Read the release, its checksums, and what else it has of ours.

        Raises:
            OutsideError: GitHub cannot be asked.
        """
        if not subject.world.config.github.enabled:
            return ()
        there = subject.world.on_github
        if isinstance(there, Unavailable):
            if not there.only_token:
                return ()
            return (Row("github", Unreachable(there.reason)),)
        release = there.found.release
        if release is None or release.draft:
            found = f"a draft of {subject.tag}" if release else f"no release {subject.tag}"
            wanted = f"a published one of {subject.short}"
            return (Row("github", Differs(found, wanted, "releasebot release at the commit")),)
        rows = [Row("github", _release(subject, there, release))]
        if not there.found.is_by_hand:
            rows += (_file(name, subject, there, release) for name in _FILES)
        return [row for row in rows if row.verdict != _LEFT_OUT]


def _file(name: str, subject: Subject, there: OnGithub, release: Release) -> Row:
    """A row about files; one that cannot be told leaves the others as they are."""
    try:
        return Row(name, _FILES[name](subject, there, release))
    except ReleasebotError as error:
        return Row(name, verdict_on(error, subject))


_LEFT_OUT = Silent("")
"""The verdict on a file that the release need not have and has not."""


def _release(subject: Subject, there: OnGithub, release: Release) -> Verdict:
    text, tagged = there.found.text, there.tag_commit
    named = {"the tag there": tagged, "the notes": text.commit if text else tagged}
    if len(release.target) == _NAME:
        named["the release's target"] = release.target
    for what, commit in named.items():
        if commit != subject.commit:
            return Differs(f"{what} is at {commit[:9] or 'no commit'}", subject.short)
    by_hand = ", made by hand" if there.found.is_by_hand else ""
    return Agrees(f"{release.tag} of {subject.short}{by_hand}", release.url)


def _checksums(subject: Subject, there: OnGithub, release: Release) -> Verdict:
    """Every file is listed, and is what the list says."""
    assets = {one.name: one for one in release.assets}
    sums = assets.pop(CHECKSUMS, None)
    if sums is None:
        if "checksums" in subject.world.config.github.assets and assets:
            return Differs(f"no {CHECKSUMS}", "one that lists every file", _AGAIN)
        return _LEFT_OUT
    listed = dict(_listed(there.content_of(sums)))
    faults = tuple(_faults(assets, listed, there.digest_of))
    if faults:
        return Differs(
            f"{len(faults)} of {len(assets)} files otherwise than {CHECKSUMS} says",
            "all as listed",
            _AGAIN,
            faults,
        )
    return Agrees(f"{len(assets)} files as {CHECKSUMS} says")


def _listed(content: bytes) -> Iterator[tuple[str, str]]:
    """The names with their digests, out of what sha256sum(1) writes."""
    for line in content.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition(" ")
        yield name.removeprefix(" ").removeprefix("*"), digest.lower()


def _faults(
    assets: Mapping[str, Asset], listed: Mapping[str, str], digest_of: Callable[[Asset], str]
) -> Iterator[str]:
    for name in sorted({*assets, *listed}):
        asset = assets.get(name)
        if asset is None:
            yield f"{name}: listed and not there"
        elif name not in listed:
            yield f"{name}: there and not listed"
        elif not asset.complete:
            yield f"{name}: its upload broke off"
        elif (digest := asset.digest or digest_of(asset)) != listed[name]:
            yield f"{name}: found sha256 {digest}, wanted {listed[name]}"


def _spec(subject: Subject, there: OnGithub, release: Release) -> Verdict:
    """The document that is attached is the one of the commit."""
    files = attachments(subject.world, may_lack=True).files
    wanted = next((file for file in files if file.name == SPEC), None)
    asset = next((one for one in release.assets if one.name == SPEC), None)
    if wanted is None:
        return _LEFT_OUT
    if asset is None:
        return Differs(f"no {SPEC}", f"that of {subject.short}", _AGAIN)
    digest = asset.digest or there.digest_of(asset)
    if digest != wanted.digest:
        return Differs(
            f"{SPEC} with sha256 {digest[:12]}",
            f"{wanted.digest[:12]}, that of the document at {subject.short}",
            _AGAIN,
        )
    return Agrees(f"{SPEC} is the document at {subject.short}")


_FILES: Mapping[str, Callable[[Subject, OnGithub, Release], Verdict]] = {
    "checksums": _checksums,
    "spec": _spec,
}
"""The rows about the files of a release that we made."""
