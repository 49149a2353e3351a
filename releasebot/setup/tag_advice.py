"""What the tags are called and where they go, as the repository has done it until now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from releasebot.config.schema import TagSettings
from releasebot.setup.proposal import Advice, Proposal
from releasebot.setup.survey import Survey

_TAG = re.compile(
    r"(?P<prefix>(?:.*[^0-9.])?)(?P<version>[0-9]+(?:\.[0-9]+)+(?:[-+][0-9A-Za-z.+-]+)?)"
)
_RECENT = 30
_SAFE_PREFIX = re.compile(r"[\w./@+-]*", re.ASCII)


def advise_on_tags(survey: Survey, name: str) -> Advice:
    """The tag's form where earlier tags have another than the default, and an unclear remote."""
    proposals = (*_form(survey.tags, name), *_remote(survey))
    notes = () if survey.remotes else (
        "there is no remote yet to push a tag to: git remote add origin ADDRESS",
    )  # fmt: skip
    return Advice(proposals, notes=notes)


def newest_version(tags: Sequence[str]) -> str | None:
    """The version in the newest tag that has one."""
    found = (_TAG.fullmatch(tag) for tag in tags)
    return next((one["version"] for one in found if one), None)


def _form(tags: Sequence[str], name: str) -> tuple[Proposal, ...]:
    prefixes = [found["prefix"] for tag in tags if (found := _TAG.fullmatch(tag))][:_RECENT]
    own = [prefix for prefix in prefixes if _with_name(prefix, name) != prefix]
    counted = Counter(own or prefixes)
    if not counted:
        return ()
    prefix = max(counted, key=lambda one: counted[one])
    template = f"{_with_name(prefix, name)}{{version}}"
    if template == TagSettings().template or not _SAFE_PREFIX.fullmatch(prefix):
        return ()
    example = next(tag for tag in tags if tag.startswith(prefix) and _TAG.fullmatch(tag))
    why = f"The tags of earlier releases have this form, such as {example}."
    return (Proposal("tag", "template", template, why),)


def _with_name(prefix: str, name: str) -> str:
    """The prefix with `{name}` for the project's name, where that is its last word."""
    if not name:
        return prefix
    word = rf"(?<![A-Za-z0-9]){re.escape(name)}(?P<rest>[^A-Za-z0-9]*v?)$"
    return re.sub(word, r"{name}\g<rest>", prefix)


def _remote(survey: Survey) -> tuple[Proposal, ...]:
    """The remote where it cannot be found out on a commit that is on no branch, as in CI."""
    names = sorted(survey.remotes)
    if len(names) < 2 or "origin" in names:  # noqa: PLR2004  the only one needs no choice
        return ()
    followed = survey.followed_remote
    chosen = followed if followed in names else names[0]
    why = f"There are several remotes ({', '.join(names)}): the tag goes to this one."
    return (Proposal("tag", "remote", chosen, why),)
