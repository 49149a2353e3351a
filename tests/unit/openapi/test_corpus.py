from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.effective import shape
from releasebot.openapi.lint.check import check
from releasebot.openapi.lint.table import RULES
from releasebot.openapi.load import Document
from releasebot.openapi.schema import Schema
from releasebot.openapi.source import obtain
from tests.unit.openapi.corpus import SPECS, records

WORDS = {
    "invalid-bad-ref": ("unresolvable reference #/components/schemas/Nope",),
    "invalid-duplicate-operation-id": ('operationId "same" is used twice (GET /a, GET /b)',),
    "invalid-path-param-missing": ("path parameter toyId is not defined",),
    "invalid-wrong-type": (
        "parameters must be an array",
        "responses must be an object",
        "/b must be an object",
        "tags must be an array",
    ),
    "invalid-truncated": ("not valid JSON", "unexpected end of input"),
    "invalid-yaml-bomb": ("too many aliases", "expansion limit"),
    "invalid-ref-http-ssrf": ("remote references are not followed: http://127.0.0.1:9/",),
    "invalid-ref-file-traversal": ("reference leaves the folder of the document",),
    "invalid-xss-description": (),
    "invalid-deep-100k": ("nested too deeply",),
    "invalid-nul-bytes": ("control character (NUL)", "line 1"),
    "invalid-yaml-python-tag": ("unknown tag !!python/object/apply:os.system",),
    "invalid-empty": ("the document is empty",),
    "invalid-not-openapi": ('neither "openapi" nor "swagger" is there',),
}


def obtained(record: dict[str, Any]) -> Document:
    path = SPECS / record["file"]
    return obtain(SpecSettings(file=path.name), base=path.parent)


def complaints(record: dict[str, Any]) -> list[str]:
    """Why a document is refused, or every fault that reading all of it meets."""
    try:
        document = obtained(record)
    except UsageError as error:
        return [error.message]
    api = read_api(document)
    for schema in schemas_of_answers(api.operations):
        touch(schema, 0)
    return [document.describe(finding) for finding in api.findings]


def schemas_of_answers(operations: Any) -> list[Schema]:  # noqa: ANN401  any operations
    return [
        media.schema
        for operation in operations
        for response in operation.responses
        for media in response.content
        if media.schema is not None
    ]


def touch(schema: Schema, depth: int) -> None:
    if depth < 5 and schema.reference is None:
        for field in shape(schema).fields:
            touch(field.schema, depth + 1)


@pytest.mark.parametrize("record", records(valid=True))
def test_every_readable_document_is_read_whole(record: dict[str, Any]) -> None:
    document = obtained(record)
    api = read_api(document)
    assert document.dialect == record["openapi"][:3]
    assert len(api.operations) == record["operations"]
    assert len(api.schemas) == record["schemas"]
    if "webhooks" in record:
        assert len(api.webhooks) == record["webhooks"]
    assert len({one.key for one in api.operations}) == len(api.operations)


@pytest.mark.parametrize("record", records(valid=False))
def test_every_hostile_or_invalid_document_meets_its_complaint(
    record: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: opened.append(address))
    said = "\n".join(complaints(record))
    for words in WORDS[record["id"]]:
        assert words in said
    for place in (record["expect"].get("where"),):
        assert place is None or place in said
    assert "root:" not in said
    assert opened == []
    assert not Path("/tmp/openapi-pwned").exists()


@pytest.mark.parametrize("record", records(valid=False))
def test_no_hostile_document_takes_much_memory(record: dict[str, Any]) -> None:
    if not Path("/proc/self/status").is_file():
        pytest.skip("this system does not tell a process how much memory it took")
    path = SPECS / record["file"]
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from releasebot.config.schema import SpecSettings\n"
        "from releasebot.errors import UsageError\n"
        "from releasebot.openapi.source import obtain\n"
        "try:\n"
        "    obtain(SpecSettings(file=sys.argv[2]), base=Path(sys.argv[1]))\n"
        "except UsageError as error:\n"
        "    assert error.hint\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        (sys.executable, "-c", code, str(path.parent), path.name),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
    )
    assert int(done.stdout) < 120 * 1024
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("record", records(valid=True))
def test_every_readable_document_is_checked_with_every_rule(record: dict[str, Any]) -> None:
    document = obtained(record)
    report = check(document, {rule.id: "warn" for rule in RULES})
    assert all(issue.message and issue.message_ko for issue in report.issues)
    broken = [one for one in read_api(document).findings if one.code == "unresolvable-reference"]
    told = {one.rule.id for one in report.issues}
    assert not broken or "reference-unresolvable" in told


@pytest.mark.parametrize("record", records(valid=False))
def test_lint_tells_what_every_invalid_document_is_wrong_in(record: dict[str, Any]) -> None:
    try:
        document = obtained(record)
    except UsageError:
        return  # nothing is left to check; the complaint itself is tested above
    said = [f"{one.location.pointer} {one.message}" for one in check(document).issues]
    for words in WORDS[record["id"]]:
        assert any(words in one for one in said), words
    assert "root:" not in "".join(said)


@pytest.mark.corpus
def test_the_index_knows_every_invalid_document() -> None:
    if not SPECS.is_dir():
        pytest.skip("the shared corpus is not beside the project")
    lines = (SPECS / "index.jsonl").read_text("utf-8").splitlines()
    names = {json.loads(line)["id"] for line in lines}
    assert set(WORDS) == {name for name in names if name.startswith("invalid-")}
