"""Where the OpenAPI document is to be taken from, or how it could be written."""

from __future__ import annotations

import re

from releasebot.config.docs_schema import DocsSettings
from releasebot.config.schema import SpecSettings
from releasebot.errors import ReleasebotError
from releasebot.openapi.source import locate_spec_file, obtain
from releasebot.setup.node import package_manager
from releasebot.setup.proposal import Advice, Proposal
from releasebot.setup.survey import SWAGGER, Survey

_SUFFIXES = (".json", ".yaml", ".yml")
_SIGN = re.compile(
    r"""\A\ufeff?\s*(?:\{\s*"(?:openapi|swagger)"\s*:\s*"\d|(?:\#[^\n]*\n|---\s*\n|\s*\n)*"""
    r"""["']?(?:openapi|swagger)["']?\s*:\s*["']?\d)""",
)
"""How a document begins whose author, or generator, put the version of OpenAPI first."""
_EXPORT = re.compile(r"swagger|openapi|api-?docs|spec:(?:export|generate)")
_NO_EXPORT = re.compile(r"lint|valid|serve|watch|diff|client|codegen|test|preview|mock")
_MOST_NAMED = 5


def advise_on_spec(survey: Survey) -> Advice:
    """The document's file where it is in no usual place, or how to get one; see `Advice`.

    A document that cannot be read is left out, so that a release goes on without it. A command is
    only ever proposed as a comment: what it needs to run, only its author knows.
    """
    usual = locate_spec_file(SpecSettings(), base=survey.root.project)
    if usual is not None:
        return _readable(survey, usual.relative_to(survey.root.project).as_posix(), Advice())
    found = documents(survey)
    if len(found) == 1:
        proposal = Proposal("spec", "file", found[0], "The OpenAPI document.")
        return _readable(survey, found[0], Advice((proposal,)))
    if found:
        named = ", ".join(found[:_MOST_NAMED])
        why = f"There are several OpenAPI documents ({named}): name the one to be published."
        return Advice((Proposal("spec", "file", found[0], why, active=False),))
    return _command(survey)


def documents(survey: Survey) -> tuple[str, ...]:
    """The project's files that begin as an OpenAPI document does."""
    return tuple(
        name
        for name in survey.own_files
        if name.endswith(_SUFFIXES) and _SIGN.match(survey.text(name))
    )


def _readable(survey: Survey, file: str, advice: Advice) -> Advice:
    from releasebot.pages.build import build

    try:
        build(obtain(SpecSettings(file=file), base=survey.root.project), DocsSettings(), version="")
    except ReleasebotError as error:
        why = f"{file} cannot be published as it is; take these lines away once it can."
        off = (
            Proposal("site", "enabled", value=False, why=why),
            Proposal("confluence", "enabled", value=False, why=why),
        )
        return advice + Advice(off, notes=(f"no documentation: {error.message}",))
    return advice + Advice(found=(f"the OpenAPI document in {file}",))


def _command(survey: Survey) -> Advice:
    scripts = [
        name
        for name in survey.scripts
        if _EXPORT.search(name) and not _NO_EXPORT.search(name)
    ]  # fmt: skip
    if scripts:
        command = f"{package_manager(survey)} run {scripts[0]}"
        why = "This script seems to write the OpenAPI document. A release can run it:"
        return Advice((Proposal("spec", "command", command, why, active=False),))
    places = survey.places_of(SWAGGER)
    if not places:
        return Advice()
    why = f"{places[0]} describes the API. To publish it, say which command writes the document:"
    proposal = Proposal("spec", "command", "npm run swagger:export", why, active=False)
    return Advice(
        (proposal,), notes=(f"{places[0]} describes an API, but no command writes it down",)
    )
