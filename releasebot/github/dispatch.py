"""Workflows that are started by name on a tag, since a workflow's own tag starts none."""

from __future__ import annotations

from urllib.parse import quote

from releasebot.errors import UsageError
from releasebot.github.client import Client, MissingError


def is_started(client: Client, file: str, *, tag: str, commit: str) -> str | None:
    """The page of a run of the workflow that was started by name on the tag, None without one.

    Source: GitHub Docs, REST API, "List workflow runs for a workflow".

    Raises:
        UsageError: there is no such workflow.
        OutsideError: GitHub cannot be asked.
    """
    asked = f"event=workflow_dispatch&branch={quote(tag, safe='')}&head_sha={commit}"
    doing = f"find the runs of {file}"
    try:
        found = client.get(f"{_path(file)}/runs?{asked}", doing=doing)
    except MissingError as error:
        raise UsageError(
            f"github.dispatch names {file}, which {client.place.name} has no workflow of",
            hint="name a file of .github/workflows on the default branch",
        ) from error
    runs = client.understand(lambda one: one["workflow_runs"], found, doing=doing)
    return client.understand(
        lambda listed: str(listed[0]["html_url"]) if listed else None, runs, doing=doing
    )


def start(client: Client, file: str, *, tag: str) -> None:
    """Start the workflow on the tag; one request, which is never repeated blindly.

    Source: GitHub Docs, REST API, "Create a workflow dispatch event".

    Raises:
        UnsureError: it may have been started all the same.
        RefusedError: it has no `workflow_dispatch` trigger, or the tag is not there.
        GateError: the token may not start workflows.
    """
    client.create(f"{_path(file)}/dispatches", {"ref": tag}, doing=f"start {file}")


def _path(file: str) -> str:
    return f"/actions/workflows/{quote(file, safe='')}"
