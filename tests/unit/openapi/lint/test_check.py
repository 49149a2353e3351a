from __future__ import annotations

import json
from typing import Any

import pytest

from releasebot.config.lint_schema import LintException
from releasebot.openapi.findings import Position
from releasebot.openapi.lint.check import check
from releasebot.openapi.lint.listing import listing
from releasebot.openapi.lint.output import data, github, sarif
from releasebot.openapi.lint.table import RULES
from releasebot.openapi.load import load
from tests.unit.openapi.documents import several
from tests.unit.openapi.lint.faultless import Spec, faultless, read


def spoiled() -> Spec:
    spec = faultless()
    spec["paths"]["/orders/{id}"]["get"]["operationId"] = ""
    spec["paths"]["/a, b: 100%"] = {"get": {"responses": {}}}
    return spec


def rules(spec: Spec, **settings: Any) -> list[str]:  # noqa: ANN401  the arguments of check
    return [issue.rule.id for issue in check(read(spec), **settings).issues]


def test_a_level_of_the_settings_counts_before_that_of_the_table() -> None:
    spec = spoiled()
    assert rules(spec).count("operation-id-missing") == 2
    assert "operation-id-missing" not in rules(spec, levels={"operation-id-missing": "off"})
    report = check(read(spec), {"operation-id-missing": "error"})
    assert report.errors >= 2
    assert report.errors + report.warnings == len(report.issues)
    assert rules(faultless(), levels={"operation-description-missing": "warn"}) == []


def test_an_exception_silences_its_rule_there_and_below_and_nowhere_else() -> None:
    silent = LintException("operation-id-missing", "/paths/~1orders~1{id}", "it is old")
    found = check(read(spoiled()), ignore=(silent,)).issues
    left = [one.location.pointer for one in found if one.rule.id == "operation-id-missing"]
    assert left == ["/paths/~1a, b: 100%/get"]
    near = LintException("operation-id-missing", "/paths/~1orders~1{i", "too short to be a key")
    assert rules(spoiled(), ignore=(near,)).count("operation-id-missing") == 2


def test_issues_come_in_the_order_of_the_text_each_once() -> None:
    issues = check(read(spoiled())).issues
    assert [one.position for one in issues] == sorted(one.position for one in issues)
    marks = [(one.rule.id, one.location, one.message) for one in issues]
    assert len(set(marks)) == len(marks)


def test_what_stands_in_other_files_is_checked_as_what_it_is_referred_to_as() -> None:
    document = several(
        {
            "api.json": json.dumps(
                {
                    "openapi": "3.0.3",
                    "info": {"title": "T", "version": "1"},
                    "paths": {"/pets/{id}": {"$ref": "paths/pets.json"}},
                }
            ),
            "paths/pets.json": '{\n "get": {"responses": {"200": {"$ref": "../r.json#/Pets"}}}}',
            "r.json": '{"Pets": {"desc": "x"}}',
        }
    )
    found = {
        (one.rule.id, one.location.file, one.location.pointer) for one in check(document).issues
    }
    assert ("path-parameter-undefined", "paths/pets.json", "/get") in found
    assert ("specification", "r.json", "/Pets") in found
    assert ("specification", "r.json", "/Pets/desc") in found
    (issue,) = [one for one in check(document).issues if one.rule.id == "path-parameter-undefined"]
    assert issue.position == Position(2, 2)
    assert issue.message == "GET /pets/{id}: path parameter id is not defined"


@pytest.mark.parametrize(
    ("dialect", "node", "said"),
    [
        ({"openapi": "3.0.3"}, {"type": "text"}, "is not one of"),
        ({"openapi": "3.0.3"}, {"type": "string", "maxLenght": 3}, "`maxLenght` does not belong"),
        ({"openapi": "3.1.0"}, {"type": "text"}, "type"),
        ({"openapi": "3.1.0"}, {"required": "id"}, "required must be an array, found a string"),
        ({"openapi": "3.2.0"}, {"properties": []}, "properties must be an object, found an array"),
        ({"swagger": "2.0"}, {"type": "string", "maxLenght": 3}, "`maxLenght` does not belong"),
    ],
)
def test_a_schema_is_checked_in_every_version(
    dialect: dict[str, str], node: Spec, said: str
) -> None:
    holder = {"definitions": {"A": node}}
    if "openapi" in dialect:
        holder = {"components": {"schemas": {"A": node}}}
    spec = {**dialect, "info": {"title": "T", "version": "1"}, "paths": {}, **holder}
    found = [one for one in check(read(spec)).issues if one.rule.id == "specification"]
    assert found
    assert any(said in one.message and one.location.pointer != "" for one in found)


def test_of_several_forms_the_one_that_was_meant_is_spoken_of() -> None:
    spec = faultless()
    scheme = {"type": "http", "scheme": "bearer", "in": "header"}
    spec["components"]["securitySchemes"]["token"] = scheme
    spec["paths"]["/orders/{id}"]["get"]["parameters"][0]["required"] = False
    told = [one for one in check(read(spec)).issues if one.rule.id == "specification"]
    assert [(one.location.pointer, one.message) for one in told] == [
        (
            "/paths/~1orders~1{id}/get/parameters/0/required",
            "GET /orders/{id}: `false` is not one of `true`",
        ),
        (
            "/components/securitySchemes/token/in",
            "securitySchemes token in: `in` does not belong here",
        ),
    ]


def test_a_fault_at_the_bottom_of_a_deep_schema_is_found_there() -> None:
    deep: Any = {"type": "strange"}
    for _ in range(40):
        deep = {"properties": {"a": deep}}
    spec = faultless()
    spec["components"]["schemas"]["Order"] = deep
    (told,) = [one for one in check(read(spec)).issues if one.rule.id == "specification"]
    assert told.location.pointer.count("/properties/a") == 40
    assert told.location.pointer.endswith("/a/type")


def test_references_that_lead_only_to_each_other_are_told() -> None:
    spec = faultless()
    spec["components"]["schemas"] |= {
        name: {"$ref": f"#/components/schemas/{other}"} for name, other in ("AB", "BA", "CC")
    }
    told = [one for one in check(read(spec)).issues if one.rule.id == "reference-unresolvable"]
    places = {one.location.pointer.rpartition("/")[2] for one in told}
    assert places == {"A", "B", "C"}


def test_documents_of_every_version_without_fault_are_faultless() -> None:
    for version in ("3.0.0", "3.1.0", "3.1.1", "3.2.0"):
        assert rules({**faultless(), "openapi": version}) == []


def test_sarif_is_what_its_own_schema_calls_valid_in_the_parts_that_are_read() -> None:
    report = check(read(spoiled()))
    made = sarif(report, "ko", lambda name: f"docs/{name}", "1.2.3")
    assert made["version"] == "2.1.0"
    (run,) = made["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert len(run["results"]) == len(report.issues)
    for result, issue in zip(run["results"], report.issues, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "docs/api.json"
        assert place["region"]["startLine"] == issue.position.line
        assert result["message"]["text"] == issue.message_ko
    marks = [result["partialFingerprints"]["releasebot/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


def test_annotations_name_file_line_and_rule_and_escape_what_github_would_act_on() -> None:
    lines = github(check(read(spoiled())), "en", lambda name: f"a,b:{name}").splitlines()
    assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    (line,) = [one for one in lines if "operation-id-missing" in one and "100" in one]
    assert line.startswith("::warning file=a%2Cb%3Aapi.json,line=")
    assert "title=operation-id-missing at /paths/~1a%2C b%3A 100%25/get::" in line
    assert line.endswith("::GET /a, b: 100%25 has no operationId")


def test_people_see_the_worst_first_and_a_few_places_of_each_rule() -> None:
    spec = faultless()
    properties = spec["components"]["schemas"]["Order"]["properties"]
    properties.update({f"p{number}": {"description": "x"} for number in range(8)})
    spec["tags"].append(spec["tags"][0])
    report = check(read(spec))
    text = listing(report, "en", most=3, fixes=True)
    first, *_ = text.splitlines()
    assert first == "error  specification (1)  " + RULES[0].wants.en
    assert text.count(" has no type") == 3
    assert "  and 5 more (--all)" in text.splitlines()
    assert "      fix: @ApiProperty({ type: String })" in text.splitlines()
    assert text.splitlines()[-1] == "2 errors, 8 warnings"
    assert "at /components/schemas/Order/properties/p0" in text
    whole = listing(report, "ko", most=None, fixes=False)
    assert whole.count("타입이 없어") == 8
    assert "@ApiProperty" not in whole
    assert listing(check(read(faultless())), "en", most=3, fixes=False) == (
        "nothing to complain about"
    )


def test_programs_get_every_issue_in_both_languages() -> None:
    report = check(read(spoiled()))
    made = data(report)
    assert (made["errors"], made["warnings"]) == (report.errors, report.warnings)
    for one in made["issues"]:
        assert set(one) == {
            *("rule", "level", "message", "message_ko", "file", "line", "column", "pointer", "fix"),
        }


def test_a_schema_with_a_dialect_of_its_own_breaks_nothing() -> None:
    text = b"openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
    text += (
        b"    A: {$schema: 'https://a.example/s', $id: 'https://a.example/a', $ref: '#/$defs/x'}\n"
    )
    assert check(load(text, name="a.yaml")).errors <= 1
