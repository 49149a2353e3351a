"""The files by which a CI server runs a release: a GitHub workflow, a Jenkinsfile, a launcher."""

from __future__ import annotations

import json
import re
import shlex
from importlib import metadata
from pathlib import Path
from typing import Literal

import jinja2
import msgspec
from msgspec import Struct

from releasebot.git.web_links import web_links
from releasebot.setup.gate_advice import tools_installed
from releasebot.setup.survey import Survey

Server = Literal["github", "jenkins"]
UNNAMED_ACTION = "OWNER/releasebot@v1"
"""What a workflow uses while nobody has said where releasebot's repository is."""

_MARK = "Written by `releasebot init`"
_CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
_UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2"
_DOWNLOAD = "actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0"
_TEMPLATES = Path(__file__).parent.parent / "templates" / "setup"
_LAUNCHER = "scripts/releasebot"
_WORKFLOWS = ".github/workflows"


class Generated(Struct, frozen=True):
    """A file to be written whole: where, its text, and whether it is a program."""

    path: Path
    text: str
    is_program: bool = False


def servers_in_use(survey: Survey) -> tuple[Server, ...]:
    """The CI server that the repository is built by, as far as its files and remotes tell.

    A repository with a Jenkinsfile is built by Jenkins, also where workflows check its pull
    requests: two servers that release the same commit would only wait for each other.
    """
    top = survey.root.worktree
    if any(top.glob("Jenkinsfile*")) or any(survey.root.project.glob("Jenkinsfile*")):
        ours = any((top / _WORKFLOWS).glob("releasebot*.yml"))
        return ("jenkins", "github") if ours else ("jenkins",)
    on_github = any(web_links(one).kind == "github" for one in survey.remotes.values())
    if (top / _WORKFLOWS).is_dir() or on_github:
        return ("github",)
    return ()


def workflows(
    survey: Survey, action: str, name: str, *, gates: bool = False
) -> tuple[Generated, Generated]:
    """The GitHub workflow that plans on a pull request and releases on a merge.

    Beside it the one that comments on the pull request what was planned: it has the right to, and
    runs none of the pull request's code. With `gates`, it runs them on pull requests and on what a
    merge queue is about to merge.
    """
    project = _subfolder(survey)
    label = f"releasebot-{_slug(name)}" if project else "releasebot"
    shared = {
        "name": label,
        "checkout": _CHECKOUT,
        "action": action,
        "project": json.dumps(project, ensure_ascii=False) if project else "",
    }
    branches = json.dumps([survey.branch], ensure_ascii=False)
    tools = tools_installed(survey) if gates else ""
    release = _filled(
        "workflow.yml", **shared, branches=branches, upload=_UPLOAD, gates=gates,
        install=json.dumps(tools) if tools else "",
    )  # fmt: skip
    waits_for = json.dumps([label])
    comment = _filled("comment.yml", **shared, workflows=waits_for, download=_DOWNLOAD)
    folder = survey.root.worktree / _WORKFLOWS
    return Generated(folder / f"{label}.yml", release), Generated(
        folder / f"{label}-comment.yml", comment
    )


def jenkinsfile(survey: Survey, *, gates: bool = False) -> Generated:
    """The declarative pipeline; beside a Jenkinsfile of the user's it gets a name of its own.

    With `gates`, it runs them in every build, so on pull requests too.
    """
    path = survey.root.project / "Jenkinsfile"
    if path.is_file() and _MARK not in survey.text("Jenkinsfile"):
        path = path.with_name("Jenkinsfile.release")
    launcher = (survey.root.project / _LAUNCHER).relative_to(survey.root.worktree).as_posix()
    text = _filled(
        "Jenkinsfile",
        launcher=shlex.quote(launcher),
        branch=survey.branch,
        folder=f"{_subfolder(survey)}/".removeprefix("/"),
        gates=gates,
        install=tools_installed(survey) if gates else "",
    )
    return Generated(path, text)


def launcher(survey: Survey) -> Generated:
    """The tracked program that names its own project, so that it works from any folder."""
    text = (_TEMPLATES / "launcher.sh").read_text("utf-8")
    return Generated(survey.root.project / _LAUNCHER, text, is_program=True)


class _Vcs(Struct, frozen=True):
    vcs: str = ""
    commit_id: str = ""


class _Origin(Struct, frozen=True):
    url: str = ""
    vcs_info: _Vcs = _Vcs()


def own_action() -> str:
    """The action of the repository that this releasebot was installed from, at that commit.

    pip notes it down (PEP 610, Recording the Direct URL Origin); without it, `UNNAMED_ACTION`.
    """
    try:
        noted = metadata.distribution("releasebot").read_text("direct_url.json") or "{}"
        origin = msgspec.json.decode(noted, type=_Origin)
    except (metadata.PackageNotFoundError, msgspec.DecodeError):
        return UNNAMED_ACTION
    links = web_links(origin.url)
    if links.kind != "github" or not origin.vcs_info.commit_id:
        return UNNAMED_ACTION
    return f"{links.base.split('/', 3)[3]}@{origin.vcs_info.commit_id}"


def _filled(template: str, **values: str | bool) -> str:
    """The template with its values; its signs are none that workflows or Groovy have."""
    environment = jinja2.Environment(
        block_start_string="[%", block_end_string="%]",
        variable_start_string="[[", variable_end_string="]]",
        undefined=jinja2.StrictUndefined, autoescape=False,  # noqa: S701  YAML and Groovy, no HTML
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["groovy"] = _groovy
    source = (_TEMPLATES / template).read_text("utf-8")
    return environment.from_string(source).render(values)


def _groovy(text: str) -> str:
    """The text inside a Groovy string in single quotes."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _subfolder(survey: Survey) -> str:
    folder = survey.root.project.relative_to(survey.root.worktree).as_posix()
    return "" if folder == "." else folder


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "project"
