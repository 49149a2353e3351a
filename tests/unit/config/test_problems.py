"""Each thing that can be wrong in a configuration, and that nothing wrong gets through."""

from __future__ import annotations

import string
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.problems import dotted, find_problems
from releasebot.config.rules import broken_rules
from releasebot.config.schema import Config


def told(raw: object) -> list[str]:
    return [
        f"{dotted(problem.path)}: {problem.found} | {problem.expected} | {problem.suggestion}"
        for problem in find_problems(raw)
    ]


def test_a_right_configuration_has_no_problems() -> None:
    raw = {
        "name": "shop",
        "version": {"file": "package.json", "also": [{"file": "a.yaml", "selector": "version"}]},
        "tag": {"template": "{name}/v{version}", "remote": "origin"},
        "spec": {"command": "npm run swagger:export", "file": "swagger.json", "timeout": 60},
        "site": {"folder": "public", "url": "https://docs.example.com/"},
    }
    assert find_problems(raw) == ()


@pytest.mark.parametrize(
    ("key", "suggestion"),
    [("sites", "site"), ("Version", "version"), ("folder", "site.folder or confluence.folder")],
)
def test_an_unknown_setting_is_answered_with_the_one_that_was_meant(
    key: str, suggestion: str
) -> None:
    (problem,) = find_problems({key: {}})
    assert problem.suggestion == suggestion


def test_a_setting_like_no_other_is_answered_without_a_guess() -> None:
    (problem,) = find_problems({"xylophone": 1})
    assert problem.suggestion == ""
    assert "version, release, tag, check" in problem.expected


def test_the_tables_of_a_pyproject_pasted_into_our_own_file_are_recognised() -> None:
    (problem,) = find_problems({"tool": {"releasebot": {"site": {"folder": "x"}}}})
    assert problem.path == ("tool", "releasebot")
    assert "at the top of this file" in problem.expected


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ({"site": []}, "site: an array | a table | "),
        ({"site": {"enabled": 1}}, "site.enabled: the number 1 | true or false | "),
        ({"spec": {"timeout": True}}, "spec.timeout: true | a number above 0 up to 86400 | "),
        ({"spec": {"timeout": float("inf")}}, "spec.timeout: the number inf | a number above"),
        ({"spec": {"timeout": float("nan")}}, "spec.timeout: the number nan | a number above"),
        ({"tag": {"remote": ""}}, "tag.remote: an empty string | a string that is not empty | "),
        ({"version": {"ignore": "*.md"}}, 'version.ignore: the string "*.md" | an array of str'),
        ({"version": {"ignore": ["a", 2]}}, "version.ignore[1]: the number 2 | a string"),
        ({"version": {"also": {}}}, "version.also: a table | an array of tables | "),
        ({"version": {"also": ["a"]}}, 'version.also[0]: the string "a" | a table | '),
        ({"version": {"also": [{}]}}, "version.also[0].file: nothing | a string"),
        ({"docs": {"language": "kr"}}, 'docs.language: the string "kr" | one of "auto", "ko", '),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_what_was_wanted(raw: object, line: str) -> None:
    (only,) = told(raw)
    assert only.startswith(line)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"spec": {"url": "https://a/b", "file": "a"}}, "spec.url"),
        ({"spec": {"url": "https://a/b", "command": "a"}}, "spec.url"),
        ({"version": {"selector": "version"}}, "version.selector"),
        ({"version": {"pattern": "(?P<version>1)"}}, "version.pattern"),
        (
            {"version": {"file": "a", "selector": "b", "pattern": "(?P<version>1)"}},
            "version.pattern",
        ),
        (
            {"version": {"also": [{"file": "a", "selector": "b", "pattern": "(?P<version>1)"}]}},
            "version.also[0].pattern",
        ),
        ({"version": {"file": "a", "pattern": "v([0-9.]+)"}}, "version.pattern"),
        ({"version": {"file": "a", "pattern": "(?P<version>"}}, "version.pattern"),
        ({"version": {"also": [{"file": "a", "pattern": "["}]}}, "version.also[0].pattern"),
        ({"version": {"scheme": "calver"}}, "version.scheme"),
        ({"version": {"scheme": "semver", "calver": "YYYY.MM"}}, "version.calver"),
        ({"tag": {"remote": "--upload-pack=x"}}, "tag.remote"),
        ({"spec": {"url": "ftp://example.com/a"}}, "spec.url"),
        ({"spec": {"url": "openapi.json"}}, "spec.url"),
        ({"spec": {"ref_urls": ["https://a/b", "file:///etc"]}}, "spec.ref_urls[1]"),
        ({"lint": {"error": ["operation-id-mising"]}}, "lint.error[0]"),
        ({"lint": {"warn": ["server-local"], "off": ["server-local"]}}, "lint.off[0]"),
        (
            {"lint": {"ignore": [{"rule": "server-local", "at": "servers", "reason": "x"}]}},
            "lint.ignore[0].at",
        ),
        ({"site": {"url": "https://"}}, "site.url"),
        ({"spec": {"command": "npm run 'export"}}, "spec.command"),
        ({"site": {"folder": "."}}, "site.folder"),
        ({"confluence": {"folder": "a/../.."}}, "confluence.folder"),
        ({"site": {"folder": "/"}}, "site.folder"),
        ({"site": {"folder": "out"}, "confluence": {"folder": "./out/"}}, "site.folder"),
        ({"site": {"folder": "out"}, "confluence": {"folder": "out/wiki"}}, "site.folder"),
        ({"confluence": {"folder": "build"}}, "site.folder"),
    ],
)
def test_settings_that_do_not_go_together_are_told(raw: object, key: str) -> None:
    (problem,) = find_problems(raw)
    assert dotted(problem.path) == key


@pytest.mark.parametrize(
    "template",
    [
        "release",
        "v{verzion}",
        "v{version",
        "v{version}}",
        "v{}",
        "my tag {version}",
        "v{version}~1",
        "v{version}.lock",
        "v{version}.",
        "/v{version}",
        "a//v{version}",
        "a/.v{version}",
        "v..{version}",
        "-{version}",
        "v{version}@{name}^",
        "v{version}\x07",
    ],
)
def test_a_template_that_makes_no_tag_is_refused(template: str) -> None:
    (problem,) = find_problems({"tag": {"template": template}})
    assert problem.path == ("tag", "template")


@pytest.mark.parametrize(
    "template",
    ["v{version}", "{version}", "api/v{version}", "{name}@{version}", "릴리스-{version}"],
)
def test_a_template_that_makes_a_tag_is_accepted(template: str) -> None:
    assert find_problems({"tag": {"template": template}}) == ()


def test_a_name_that_makes_a_bad_tag_is_told_at_the_template() -> None:
    (problem,) = find_problems({"name": "our shop", "tag": {"template": "{name}/{version}"}})
    assert problem.path == ("tag", "template")
    assert "a blank" in problem.found


def test_a_password_in_an_address_is_not_shown() -> None:
    assert "s3cret" not in "".join(told({"spec": {"url": "ftp://bot:s3cret@example.com/a"}}))


def test_a_rule_about_a_setting_that_is_wrong_itself_is_not_judged() -> None:
    problems = find_problems({"spec": {"file": 3, "url": "https://example.com/a.json"}})
    assert [problem.path for problem in problems] == [("spec", "file")]


def test_keys_with_odd_characters_are_shown_quoted() -> None:
    assert dotted(("site", "my key", 2, "버전")) == 'site."my key"[2]."버전"'


scalars = (
    st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["v{version}", "auto", "https://a.example/x", "build/releasebot/site"])
)
known = [
    *Config.__struct_fields__,
    *(name for table in ("version", "tag", "spec", "docs", "site", "confluence")
      for name in getattr(Config(), table).__struct_fields__),
]  # fmt: skip
keys = st.sampled_from(known) | st.text(string.ascii_lowercase, max_size=6)
tables: st.SearchStrategy[Any] = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=12,
    ),
    max_size=5,
)


@given(tables)
def test_there_are_problems_exactly_where_the_configuration_cannot_be_used(raw: Any) -> None:  # noqa: ANN401  anything may stand in a file
    try:
        usable = not broken_rules(msgspec.convert(raw, Config))
    except msgspec.ValidationError:
        usable = False
    assert (find_problems(raw) == ()) == usable
