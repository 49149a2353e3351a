"""What is wrong in [gates] is told by its setting."""

from __future__ import annotations

import tomllib

import pytest

from releasebot.config.problems import dotted, find_problems

RIGHT = """
[check]
jobs = 2
[gates.lint]
command = "npm run lint"
env = { CI = "true" }
[gates.test]
command = "sh -c 'npm test'"
after = ["lint"]
"""


def found(text: str) -> dict[str, str]:
    return {dotted(one.path): one.found for one in find_problems(tomllib.loads(text))}


def test_gates_have_names_of_their_own() -> None:
    assert found(RIGHT) == {}


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("gates.lint", 'gates."li nt"', 'gates."li nt"'),
        ("gates.lint", 'gates."../lint"', 'gates."../lint"'),
        ("npm run lint", "npm 'run lint", "gates.lint.command"),
        ("npm run lint", "  ", "gates.lint.command"),
        ('command = "npm run lint"\n', "", "gates.lint.command"),
        ("[gates.test]", 'report = "a.xml"\n[gates.test]', "gates.lint.report"),
        ("[gates.test]", "timeout = 0\n[gates.test]", "gates.lint.timeout"),
        ("[gates.test]", "retries = 6\n[gates.test]", "gates.lint.retries"),
        ("[gates.test]", 'could_not_run = "pass"\n[gates.test]', "gates.lint.could_not_run"),
        ('CI = "true"', "CI = true", "gates.lint.env"),
        ('after = ["lint"]', 'after = ["lints"]', "gates.test.after[0]"),
        ('after = ["lint"]', 'after = ["test"]', "gates.test.after[0]"),
        ("[gates.test]", 'after = ["test"]\n[gates.test]', "gates.lint.after[0]"),
        ("jobs = 2", "jobs = 0", "check.jobs"),
    ],
)
def test_what_is_wrong_is_told_by_its_setting(old: str, new: str, path: str) -> None:
    assert path in found(RIGHT.replace(old, new, 1))


def test_a_gate_without_its_command_leaves_the_other_complaints_to_be_told() -> None:
    text = RIGHT.replace('command = "npm run lint"\n', "") + '[tag]\ntemplate = "v"\n'
    assert set(found(text)) >= {"gates.lint.command", "tag.template"}
