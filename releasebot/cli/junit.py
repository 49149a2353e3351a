"""The gates as a JUnit report, which Jenkins and others show.

Element names and their order are those of Jenkins' schema (xunit plugin, `junit-10.xsd`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from releasebot.gates.verdict import Outcome

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold (Extensible Markup Language 1.0, 2.2)."""


def junit(outcomes: Sequence[Outcome]) -> bytes:
    """One test suite with a test case for each gate."""
    suite = Element("testsuite", name="releasebot")
    counts = {"failures": 0, "errors": 0, "skipped": 0}
    for outcome in outcomes:
        found = outcome.judgement
        case = SubElement(
            suite, "testcase",
            classname="releasebot.gates", name=found.name, time=f"{found.seconds:.3f}",
        )  # fmt: skip
        if found.verdict == "failed":
            counts["failures"] += 1
            _told(case, "failure", found.reason, "\n".join(_complaints(outcome)))
        elif found.verdict == "could_not_run" and found.hinders:
            counts["errors"] += 1
            _told(case, "error", f"could not run: {found.reason}", "\n".join(outcome.tail))
        elif found.verdict != "passed":
            counts["skipped"] += 1
            _told(case, "skipped", found.reason, "")
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    suite.set("tests", str(len(outcomes)))
    suite.set("time", f"{sum(one.judgement.seconds for one in outcomes):.3f}")
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + tostring(whole, "unicode") + "\n").encode()


def _complaints(outcome: Outcome) -> list[str]:
    """What the gate complains of, place by place, then the last of what it wrote."""
    lines = list(outcome.judgement.faults)
    for one in outcome.judgement.remarks:
        place = f"{one.file}:{one.line}: " if one.file and one.line else ""
        lines.append(f"{place}{one.message}")
    if outcome.judgement.more:
        lines.append(f"... and {outcome.judgement.more} more")
    return [*lines, *outcome.tail]


def _told(case: Element, kind: str, message: str, text: str) -> None:
    told = SubElement(case, kind, message=_NO_XML.sub("\ufffd", message))
    told.text = _NO_XML.sub("\ufffd", text)
