"""What `releasebot verify` compares beside the tag: one row each, in the order of a release."""

from __future__ import annotations

from releasebot.release.verify.check import Check
from releasebot.release.verify.confluence import ConfluenceCheck
from releasebot.release.verify.evidence import EvidenceCheck
from releasebot.release.verify.github import GithubCheck
from releasebot.release.verify.images import ImagesCheck
from releasebot.release.verify.site import SiteCheck

TARGETS: tuple[Check, ...] = (
    EvidenceCheck(),
    ImagesCheck(),
    GithubCheck(),
    SiteCheck(),
    ConfluenceCheck(),
)
