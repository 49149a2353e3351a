"""The table of rules: complete, said in both languages, and as grave as others take it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from releasebot.openapi.diff.rule import CONSEQUENCES, LEVELS
from releasebot.openapi.diff.table import RULES
from tests.unit.openapi.diff.oasdiff import GRAVER

CHECKS = Path(__file__).parents[5] / "shared/corpus/openapi/oasdiff-checks.jsonl"
_LEVELS = {"ERR": "breaking", "WARN": "warning", "INFO": "info"}
_WORD = re.compile(r"\{(\w+)\}")


@pytest.mark.corpus
@pytest.mark.skipif(not CHECKS.is_file(), reason="the shared corpus is not beside the project")
def test_every_check_that_others_know_is_a_rule_of_the_same_level() -> None:
    checks = [json.loads(line) for line in CHECKS.read_text("utf-8").splitlines()]
    assert len(checks) > 500
    missing = [check["id"] for check in checks if check["id"] not in RULES]
    assert missing == []
    otherwise = {
        check["id"] for check in checks if RULES[check["id"]].level != _LEVELS[check["level"]]
    }
    assert otherwise == GRAVER


def test_every_rule_is_said_in_both_languages_with_the_same_words() -> None:
    for rule in RULES.values():
        assert rule.level in LEVELS
        assert rule.then in CONSEQUENCES
        assert set(_WORD.findall(rule.en)) == set(_WORD.findall(rule.ko)), rule.id
        assert set(_WORD.findall(rule.en)) <= {"before", "after", "name"}, rule.id
        assert re.search("[가-힣]", rule.ko), rule.id
        assert not re.search("[가-힣]", rule.en), rule.id
