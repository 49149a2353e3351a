"""The commands of the documentation that are not simply run to their end, each with its reason.

A row that no page needs any more fails the tests, as does a command without its row.
"""

from __future__ import annotations

NOT_RUN = {
    "make dist": "downloads the packages of every platform; tests/live/test_one_file.py builds "
    "the one-file program for this one, which then stands in dist/",
    "make lint": "CI runs it before the tests",
    "make test": "CI runs it: it is this run",
    "make docs": "the docs workflow runs it, and tests/unit/cli/test_reference.py compares",
    "make audit": "asks the advisories' server; the release workflow runs it",
    "make bench": "measures, for which the machine has to be quiet",
    "docker/cicd-script/tag_and_push_jenkins.sh prod auto skip target": "the script that is "
    "replaced: it is no part of this project",
}
"""What does not run here. Targets of make are looked for in the Makefile all the same."""

STOPPED = {
    "releasebot docs serve": "http://127.0.0.1:",
}
"""What runs until somebody stops it: it is stopped when it has written this."""

ENDS = {
    ("docs/lint.md", "releasebot api lint"): 3,
    ("docs/lint.md", "releasebot api lint --fix-hint"): 3,
}
"""The exit codes that are not 0."""
