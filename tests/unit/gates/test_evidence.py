"""What `evidence.json` holds, and how people are told of it."""

from __future__ import annotations

import msgspec

from releasebot.gates.evidence import Evidence, decoded, encoded, in_a_line, summary
from releasebot.gates.reading import Remark
from releasebot.gates.verdict import Judgement

GATES = (
    Judgement("lint", "passed", attempts=1, remarks=(Remark("warning", "long", "a.ts", 3),)),
    Judgement("test", "passed", figures={"tests": 812.0, "failures": 0.0, "seconds": 41.25}),
    Judgement("audit", "could_not_run", "warn", "<b>503</b>\nagain"),
    Judgement("load", "skipped", reason="no *server* here"),
)
EVIDENCE = Evidence(
    1, "order-api", "1.4.0", "v1.4.0", "5e1c0aa1" * 5, "0a1b2c3d" * 5, "2026-11-24T18:09:00Z",
    "0.1.0", GATES,
)  # fmt: skip


def test_what_is_written_is_read_back() -> None:
    assert decoded(encoded(EVIDENCE)) == EVIDENCE
    assert encoded(EVIDENCE) == encoded(EVIDENCE)
    assert EVIDENCE.allows


def test_another_schema_or_no_json_is_no_evidence() -> None:
    later = msgspec.json.encode(msgspec.to_builtins(EVIDENCE) | {"schema": 2})
    assert decoded(later) is None
    assert decoded(b"{") is None


def test_notes_tell_each_gate_in_their_language_and_obey_nothing_in_it() -> None:
    assert summary(EVIDENCE, "en") == (
        "### Checks\n\n"
        "- lint: passed\n"
        "- test: passed (tests 812, failures 0, seconds 41.25)\n"
        "- audit: could not run: \\<b\\>503\\</b\\> again\n"
        "- load: skipped: no \\*server\\* here\n"
    )
    korean = summary(EVIDENCE, "ko")
    assert korean.startswith("### 품질 검사\n\n- lint: 통과\n")
    assert "- load: 건너뜀: no" in korean


def test_plans_tell_the_gates_in_a_line() -> None:
    assert in_a_line(GATES) == "lint, test passed; audit could not run; load skipped"
