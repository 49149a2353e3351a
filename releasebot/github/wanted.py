"""What a release is to be, how far what is there differs, and which changes make up for it.

All of this is decided here without asking anybody: looking and changing is done elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha256

from msgspec import Struct

from releasebot.github import body
from releasebot.github.releases import Asset, Release

CHECKSUMS = "SHA256SUMS"
MOST_CHARACTERS = 125_000
BEGUN, PUBLISHED = "begun", "published"
"""How far a run has come with the release."""


class File(Struct, frozen=True, dict=True):
    """A file to attach; `kind` is its media type.

    One that is `fixed` follows from the commit alone, so that it is always the same: the others are
    somebody's build and are never replaced once they are out.
    """

    name: str
    kind: str
    content: bytes
    fixed: bool

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the content in hex."""
        return sha256(self.content).hexdigest()


def _says_nothing(outcome: str) -> tuple[str, ...]:
    """Nobody is to be named."""
    del outcome
    return ()


class Wanted(Struct, frozen=True):
    """The release as it is to be; `notes` gives its text in at most so many characters.

    `lacking` tells that files which are out already are not here to be compared. `audit` gives
    this run's line on itself for how far it has come, if it has one.
    """

    tag: str
    commit: str
    notes: Callable[[int], str]
    files: tuple[File, ...]
    prerelease: bool = False
    checksums: bool = True
    lacking: bool = False
    audit: Callable[[str], tuple[str, ...]] = _says_nothing


class Found(Struct, frozen=True):
    """What is there for one tag.

    `release` is the one that counts: the published one, else the oldest draft that bears our mark,
    else the one draft that a person began. `spare` are further drafts of ours that nobody wrote
    in, `rivals` the drafts of people where no single one of them can be taken.
    """

    release: Release | None
    spare: tuple[Release, ...] = ()
    rivals: tuple[Release, ...] = ()

    @property
    def text(self) -> body.Text | None:
        """The release's text where it bears our mark."""
        return body.read(self.release.body) if self.release else None

    @property
    def is_by_hand(self) -> bool:
        """Whether it was published without us: a finished thing of somebody else's."""
        return self.release is not None and not self.release.draft and self.text is None


class CreateDraft(Struct, frozen=True):
    """No release and no draft of the tag is there."""

    body: str


class Drop(Struct, frozen=True):
    """A second draft of ours, made by a run that raced with another."""

    release: Release


class WriteNotes(Struct, frozen=True):
    """The text between our marks differs, or is not there."""

    release: Release
    body: str


class Remove(Struct, frozen=True):
    """A file that has to make room for the one of its name that follows."""

    release: Release
    asset: Asset


class Attach(Struct, frozen=True):
    """A file that is not there."""

    release: Release
    file: File


Change = CreateDraft | Drop | WriteNotes | Remove | Attach


def choose(releases: Iterable[Release], tag: str) -> Found:
    """Which of a tag's releases counts: every run decides alike, so a race ends in one.

    GitHub lets only one release of a tag be published, but takes any number of drafts for it.
    """
    same = sorted((one for one in releases if one.tag == tag), key=lambda one: one.id)
    published = [one for one in same if not one.draft]
    drafts = {one.id: body.read(one.body) for one in same if one.draft}
    ours = [one for one in same if drafts.get(one.id)]
    others = [one for one in same if one.draft and not drafts[one.id]]
    first = (published or ours or others)[:1]
    rivals = tuple(others) if not (published or ours) and len(others) > 1 else ()
    spare = tuple(
        one for one in ours if one not in first and (text := drafts[one.id]) and text.is_ours_alone
    )
    return Found(None if rivals else next(iter(first), None), spare, rivals)


def changes(found: Found, wanted: Wanted, digest_of: Callable[[Asset], str]) -> tuple[Change, ...]:
    """What is to be done, in order; `digest_of` reads a digest that the server does not tell."""
    release = found.release
    drops = tuple(Drop(one) for one in found.spare)
    if found.is_by_hand:
        return drops
    if release is None:
        return (*drops, CreateDraft(_body(wanted, None, "")))
    return (*drops, *_notes(release, wanted), *_files(release, wanted, digest_of))


def _notes(release: Release, wanted: Wanted) -> Iterator[Change]:
    text = body.read(release.body)
    if text and text.touched:
        return  # somebody improved our words
    new = _body(wanted, text, "" if text else release.body)
    if len(new) > MOST_CHARACTERS:
        return  # a person has filled it
    if new != release.body.replace("\r\n", "\n"):
        yield WriteNotes(release, new)


def _body(wanted: Wanted, around: body.Text | None, text: str) -> str:
    tag, commit = wanted.tag, wanted.commit
    audit = () if around else wanted.audit(BEGUN)
    room = body.room(MOST_CHARACTERS, tag=tag, commit=commit, around=around, text=text, audit=audit)
    notes = wanted.notes(room)
    return body.write(notes, tag=tag, commit=commit, around=around, text=text, audit=audit)


def published_body(release: Release, wanted: Wanted, addresses: Sequence[str] = ()) -> str | None:
    """The text of the release as it is to be from its publication on; None for no change.

    It has the word that this run has published it, and where its API's documentation is.
    """
    before, after = wanted.audit(BEGUN), wanted.audit(PUBLISHED)
    told = release.body
    if before and after:
        told = body.noted(told, after[0], instead_of=before[0])
    new = body.linked(told, addresses)
    return new if new != release.body and len(new) <= MOST_CHARACTERS else None


def _files(release: Release, wanted: Wanted, digest_of: Callable[[Asset], str]) -> Iterator[Change]:
    there = {asset.name: asset for asset in release.assets}
    digests: dict[str, str] = {}
    for file in wanted.files:
        asset = there.get(file.name)
        digests[file.name] = file.digest
        if asset and asset.complete:
            digest = asset.digest or digest_of(asset)
            if digest == file.digest:
                continue
            if not (file.fixed or release.draft):
                digests[file.name] = digest  # what is out stays, and the sums say what it is
                continue
        if asset:
            yield Remove(release, asset)
        yield Attach(release, file)
    sums = there.get(CHECKSUMS)
    if wanted.checksums and digests and not (wanted.lacking and sums and sums.complete):
        yield from _checksums(release, sums, digests, digest_of)


def _checksums(
    release: Release,
    asset: Asset | None,
    digests: Mapping[str, str],
    digest_of: Callable[[Asset], str],
) -> Iterator[Change]:
    lines = [f"{digests[name]}  {name}\n" for name in sorted(digests)]
    file = File(CHECKSUMS, "text/plain", "".join(lines).encode(), fixed=True)
    if asset and asset.complete and (asset.digest or digest_of(asset)) == file.digest:
        return
    if asset:
        yield Remove(release, asset)
    yield Attach(release, file)
