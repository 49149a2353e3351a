"""What `releasebot doctor` checks: one row each, in the order in which a release needs it."""

from __future__ import annotations

from releasebot.release.doctor.check import Check
from releasebot.release.doctor.confluence import ConfluenceSpace
from releasebot.release.doctor.git_program import GitProgram
from releasebot.release.doctor.github import GithubToken, Workflows
from releasebot.release.doctor.identity import Identity
from releasebot.release.doctor.images import Registry, TargetTags
from releasebot.release.doctor.project import Spec, Version
from releasebot.release.doctor.remote import PushRight, Remote
from releasebot.release.doctor.roles import Roles
from releasebot.release.doctor.signing import Signing

CHECKS: tuple[Check, ...] = (
    GitProgram(),
    Version(),
    Identity(),
    Signing(),
    Remote(),
    PushRight(),
    GithubToken(),
    Roles(),
    Workflows(),
    Spec(),
    Registry(),
    TargetTags(),
    ConfluenceSpace(),
)
