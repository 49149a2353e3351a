"""Changes as a JUnit report, which every CI server shows: what breaks is a failure."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from releasebot.openapi.diff.change import Change
from releasebot.openapi.diff.places import Places
from releasebot.openapi.diff.rule import Language
from releasebot.openapi.diff.sentence import sentence
from releasebot.openapi.text import replace_unwritable


def junit(changes: Sequence[Change], places: Places, language: Language) -> str:
    """One suite with a case for each change; breaking ones are failures."""
    failures = sum(1 for change in changes if change.level == "breaking")
    counts = {"tests": str(len(changes)), "failures": str(failures), "errors": "0"}
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(root, "testsuite", {"name": "releasebot api", **counts})
    for change in changes:
        told = _safe(sentence(change, language))
        case = ET.SubElement(
            suite,
            "testcase",
            {"classname": _safe(change.operation or "API"), "name": f"{change.id}: {told}"},
        )
        where = _safe(places.shown(change))
        if change.level == "breaking":
            failure = ET.SubElement(case, "failure", {"type": change.id, "message": told})
            failure.text = f"{where}\nfingerprint {change.fingerprint}"
        else:
            ET.SubElement(case, "system-out").text = f"{change.level} {where}"
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _safe(text: str) -> str:
    return str(replace_unwritable(text))
