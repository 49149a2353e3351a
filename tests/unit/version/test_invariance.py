"""How a version is written changes nothing: quotes, indents, comments, line ends, neighbours."""

from __future__ import annotations

import contextlib
import json
from functools import partial
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.formats.table import ROWS, format_for
from releasebot.version.place import Place
from releasebot.version.read import read_place
from tests.growth import assert_linear
from tests.unit.version.reading import place

NUMBER = st.integers(0, 9999).map(str)
CORE = st.lists(NUMBER, min_size=2, max_size=4).map(".".join)
ENDING = st.sampled_from(["", "-rc.1", "-SNAPSHOT", "+build.5", "b3", ".dev0", "-alpha.beta+001"])
VERSIONS = st.builds("{}{}{}".format, st.sampled_from(["", "v"]), CORE, ENDING)
LAYOUTS = st.tuples(st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
"""A line end, and whether the last line has it."""
QUOTES = st.sampled_from(["'", '"'])
REMARKS = st.lists(
    st.sampled_from(["version: 9.9.9", 'version = "9.9.9"', "판본 9.9.9", '"', "'", "{", ""]),
    max_size=3,
)


def joined(lines: list[str], layout: tuple[str, bool]) -> str:
    end, final = layout
    return end.join(lines) + (end if final else "")


def check(name: str, content: str, version: str) -> None:
    """The version is found at its span, can be replaced there, and is found by its selector."""
    one = place(name, content)
    assert (one.version, content[one.start : one.end]) == (version, version)
    before, after = content[: one.start], content[one.end :]
    assert place(name, before + "99.88.77" + after).version == "99.88.77"
    again = format_for(PurePath(name), content).locate(content, one.selector)
    assert (one.start, one.end) in {(found.start, found.end) for found in again}


@given(VERSIONS, LAYOUTS, REMARKS, QUOTES | st.just(""), st.integers(0, 6))
def test_yaml(
    version: str, layout: tuple[str, bool], remarks: list[str], quote: str, indent: int
) -> None:
    quote = quote if version.count(".") > 1 else quote or '"'
    lines = [f"# {remark}" for remark in remarks]
    lines += ["name: x", "notes: |", "  version: 9.9.9"]
    lines += ["app:"] if indent else []
    lines += [f"{' ' * indent}version: {quote}{version}{quote}  # not 9.9.9"]
    check("config.yaml", joined(lines, layout), version)


@given(VERSIONS, LAYOUTS, REMARKS, QUOTES, st.sampled_from(["", " ", "\t"]))
def test_toml(
    version: str, layout: tuple[str, bool], remarks: list[str], quote: str, blank: str
) -> None:
    lines = [f"# {remark}" for remark in remarks]
    lines += ["[tool.x]", 'version = "9.9.9"', "[project]", 'a = """', 'version = "9.9.9"', '"""']
    lines += [f"{blank}version{blank}={blank}{quote}{version}{quote}{blank}# 9.9.9"]
    check("pyproject.toml", joined(lines, layout), version)


@given(VERSIONS, LAYOUTS, st.sampled_from([None, 0, 2, "\t"]), st.sampled_from(["ascii", "utf-8"]))
def test_json(version: str, layout: tuple[str, bool], indent: int | str | None, codec: str) -> None:
    others: dict[str, object] = {"name": "판본", "x": {"version": "9.9.9"}, "y": ["9.9.9", 1.5]}
    for value in ({"version": version, **others}, {**others, "version": version}):
        content = json.dumps(value, indent=indent, ensure_ascii=codec == "ascii")
        check("package.json", joined(content.splitlines(), layout), version)


@given(VERSIONS, LAYOUTS, REMARKS, QUOTES, st.sampled_from(["", ","]))
def test_json5(
    version: str, layout: tuple[str, bool], remarks: list[str], quote: str, comma: str
) -> None:
    lines = ["{"] + [f"  // {remark}" for remark in remarks]
    lines += ["  /* version: '9.9.9', */", "  name: 'a // b',"]
    lines += [f"  version: {quote}{version}{quote}{comma}", "}"]
    check("config.json5", joined(lines, layout), version)


@given(
    VERSIONS,
    LAYOUTS,
    st.sampled_from(["", " ", "\n  "]),
    st.sampled_from(["{}", "<![CDATA[{}]]>"]),
    st.sampled_from(["", "m:"]),
)
def test_xml(version: str, layout: tuple[str, bool], blank: str, form: str, prefix: str) -> None:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<{prefix}project>",
        "  <!-- <version>9.9.9</version> -->",
        f"  <{prefix}parent><{prefix}version>9.9.9</{prefix}version></{prefix}parent>",
        f"  <{prefix}version>{blank}{form.format(version)}{blank}</{prefix}version>",
        f"</{prefix}project>",
    ]
    check("pom.xml", joined(lines, layout), version)


@given(
    VERSIONS,
    LAYOUTS,
    QUOTES | st.just(""),
    st.sampled_from(["", " "]),
    st.sampled_from(["", "export "]),
)
def test_env(version: str, layout: tuple[str, bool], quote: str, blank: str, export: str) -> None:
    lines = ["# APP_VERSION=9.9.9", "NODE_VERSION=20.1.0"]
    lines += [f"{export}APP_VERSION{blank}={blank}{quote}{version}{quote}"]
    check(".env", joined(lines, layout), version)


@given(VERSIONS, LAYOUTS, st.sampled_from([":", "="]), st.sampled_from(["", " ", "  "]))
def test_ini_and_properties(
    version: str, layout: tuple[str, bool], equals: str, blank: str
) -> None:
    line = f"version{blank}{equals}{blank}{version}"
    ini = ["[other]", "version = 9.9.9", "; version = 9.9.9", "[metadata]", line]
    check("setup.cfg", joined(ini, layout), version)
    check("gradle.properties", joined(["! version=9.9.9", line], layout), version)


NAMES = sorted(
    {
        name.replace("*", "x")
        for row in ROWS
        if row.module.endswith(("_doc", "changelog"))
        for name in row.names
    }
)
SEEDS = [
    '{"version": "1.2.3", "a": [1, {"b": null}]}',
    "{version: '1.2.3', /* x */ a: {{ b }}}",
    '[project]\nversion = "1.2.3"\ndynamic = ["version"]\na = { b = """c""" }\n[[d]]\ne = 1\n',
    "a: &x 1.2.3\nversion: *x\nb:\n  <<: *x\n  c: [1, {d: !!str e}]\n---\nf: |\n  g\n",
    (
        "<project a='b'><!-- c --><version>${d}</version>"
        "<properties><d>1.2.3</d></properties></project>"
    ),
    "[metadata]\nversion = attr: a.b\n[bumpversion]\ncurrent_version = 1.2.3\n",
    "a = b\\\n  c\nversion: 1.2.3\n! d\n",
    "export VERSION=\"1.2.3\" # a\nAPP_VERSION='${VERSION}'\n",
    "Version: 1.2.3\nA:\n b\n\nx (1.2-3) y; z=w\n",
    '{% set version = "1.2.3" %}\npackage:\n  version: {{ version }}\n',
    '/* a */ "CFBundleShortVersionString" = "1.2.3"; { b = ( c ); }',
    "services:\n  a:\n    build: .\n    image: r:5000/a:1.2.3@sha256:0\n",
    "apiVersion: v1\nkind: Deployment\nmetadata: {labels: {app.kubernetes.io/version: 1.2.3}}\n",
]
PIECES = st.sampled_from(
    [
        *"\"'{}[]<>&#:=-\\\n\r\t |@%*.!()",
        *("\0", "é", "\ufeff", "\u2028", "😀", "${A}", "{{", "}}", '"""', "'''", "<!--", "-->"),
        *("<![CDATA[", "<<: *x", "&y ", "version", "1.2.3", "[[", "/*", "*/", "//"),
    ]
)


@given(st.data(), st.sampled_from(NAMES), st.sampled_from(SEEDS))
def test_no_damage_to_a_file_is_a_crash(data: st.DataObject, name: str, seed: str) -> None:
    raw = seed
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(raw)))
        gone = data.draw(st.sampled_from([0, 0, 1, 3, 20]))
        raw = raw[:at] + data.draw(PIECES) + raw[at + gone :]
    try:
        reading = read_place(raw.encode(), path=PurePath(name))
    except UsageError:
        return
    content = reading.text.content
    for one in reading.findings:
        assert 0 <= one.start < one.end <= len(content)
        if isinstance(one, Place):
            assert one.version


@given(st.binary(max_size=200), st.sampled_from(NAMES))
def test_no_bytes_are_a_crash(data: bytes, name: str) -> None:
    try:
        reading = read_place(data, path=PurePath(name))
    except UsageError:
        return
    assert reading.text.encode(reading.text.content) == data


def read_hostile(name: str, piece: str, size: int) -> None:
    with contextlib.suppress(UsageError):
        read_place((piece * (size // len(piece))).encode(), path=PurePath(name))


HOSTILE = (
    *("{", "[", "(", "<a ", '"', "'", "a=", "a: ", "\\", "${", "{{", "{%", "<!--", "&", "a."),
    *(" ", "#", "1.", "/*", "a\n", "= ", "- ", '"\\"'),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *("x.json", "x.toml", "x.yaml", "x.xml", "x.ini", "x.properties", ".env", "x.strings"),
        *("Info.plist", "DESCRIPTION", "VERSION", "changelog", "meta.yaml", "unknown"),
    ],
)
def test_a_hostile_line_takes_linear_time(name: str) -> None:
    for piece in HOSTILE:
        assert_linear(partial(read_hostile, name, piece), 80_000)
