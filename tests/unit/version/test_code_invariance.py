"""How a version is written in a program changes nothing: quotes, indents, comments, line ends."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.formats.programs import SOURCE_CODE
from releasebot.version.formats.table import format_for
from releasebot.version.place import Place
from releasebot.version.read import read_place
from tests.growth import assert_linear
from tests.unit.version.reading import place

HASH, SLASHES, PERCENT, SEMICOLON, DASHES = "# {}", "// {}", "% {}", "; {}", "-- {}"
SHAPES = (
    ("main.ts", SLASHES, "const x = new DocumentBuilder().setVersion({q}{v}{q}).build();", "'\"`"),
    ("main.ts", "/* {} */", "new DocumentBuilder()\n  .setVersion(\n    {q}{v}{q},\n  )", "'\"`"),
    ("version.ts", SLASHES, "export const VERSION: string ={b}{q}{v}{q} as const", "'\"`"),
    ("constants.js", SLASHES, "module.exports = {{ VERSION:{b}{q}{v}{q}, }};", "'\"`"),
    (
        "configuration.ts",
        SLASHES,
        "export default () => ({{ app: {{ version: {q}{v}{q} }} }});",
        "'\"",
    ),
    ("__init__.py", HASH, "__version__{b}={b}{q}{v}{q}", "'\""),
    ("setup.py", HASH, "setup(name='x',\n  version{b}={b}{q}{v}{q},\n)", "'\""),
    ("main.py", HASH, "app = FastAPI(title='x',{b}version={q}{v}{q})", "'\""),
    ("version.go", SLASHES, "package x\nconst Version{b}={b}{q}{v}{q}", '"`'),
    ("lib.rs", SLASHES, "pub const VERSION: &str{b}={b}{q}{v}{q};", '"'),
    ("version.rb", HASH, "module X\n  VERSION{b}={b}{q}{v}{q}.freeze\nend", "'\""),
    ("x.gemspec", HASH, "Gem::Specification.new do |s|\n  s.version{b}={b}{q}{v}{q}\nend", "'\""),
    ("x.podspec", HASH, "Pod::Spec.new do |s|\n  s.version{b}={b}{q}{v}{q}\nend", "'\""),
    ("x.php", "<?php // {} ?>", "<?php define('X_VERSION',{b}{q}{v}{q});", "'\""),
    ("mix.exs", HASH, "  @version{b} {q}{v}{q}\n  def project, do: [version: @version]", '"'),
    ("x.app.src", PERCENT, "{{application, x, [{{vsn,{b}{q}{v}{q}}}]}}.", '"'),
    ("build.gradle", SLASHES, "version{b}={b}{q}{v}{q}", "'\""),
    ("build.gradle", SLASHES, "version {q}{v}{q}", "'\""),
    ("build.gradle.kts", SLASHES, "version{b}={b}{q}{v}{q}", '"'),
    ("build.sbt", SLASHES, "ThisBuild / version{b}:={b}{q}{v}{q}", '"'),
    (
        "Jenkinsfile",
        SLASHES,
        "pipeline {{\n  environment {{\n    VERSION{b}={b}{q}{v}{q}\n  }}\n}}",
        "'\"",
    ),
    ("Version.java", SLASHES, "class V {{ static final String VERSION{b}={b}{q}{v}{q}; }}", '"'),
    ("AssemblyInfo.cs", SLASHES, "[assembly: AssemblyVersion({q}{v}{q})]", '"'),
    ("version.h", SLASHES, "#define{b} APP_VERSION {q}{v}{q}", '"'),
    ("X.pm", HASH, "package X;\nour $VERSION{b}={b}{q}{v}{q};", "'\""),
    ("project.clj", SEMICOLON, '(defproject x{b} {q}{v}{q} :min-lein-version "2.0.0")', '"'),
    ("dune-project", SEMICOLON, "(lang dune 3.0)\n(version {q}{v}{q})", ['"', ""]),
    ("x.opam", HASH, 'opam-version: "2.0"\nversion:{b}{q}{v}{q}', '"'),
    ("x.jl", HASH, "const VERSION{b}={b}v{q}{v}{q}", '"'),
    ("x.rockspec", DASHES, "version{b}={b}{q}{v}{q}", "'\""),
    ("x.nimble", HASH, "version{b}={b}{q}{v}{q}", '"'),
    ("build.zig.zon", SLASHES, '.{{ .name = "x", .version{b}={b}{q}{v}{q} }}', '"'),
    ("CMakeLists.txt", HASH, "project(x{b} VERSION {q}{v}{q} LANGUAGES C)", ['"', ""]),
    ("meson.build", HASH, "project('x', 'c', version{b}:{b}{q}{v}{q})", "'"),
    ("configure.ac", "dnl {}", "AC_INIT([x],{b}[{v}])", [""]),
    ("Makefile", HASH, "VERSION{b}:={b}{q}{v}{q}", ["'", '"', ""]),
    ("version.sh", HASH, "export APP_VERSION={q}{v}{q}", ["'", '"', ""]),
    ("Dockerfile", HASH, "FROM x:9.9.9\nLABEL a=b{b} version={q}{v}{q}", ["'", '"', ""]),
    ("locals.tf", HASH, "locals {{\n  app_version{b}={b}{q}{v}{q}\n}}", '"'),
    ("flake.nix", HASH, '{{ pname = "x"; version{b}={b}{q}{v}{q}; }}', '"'),
    ("x.spec", HASH, "Name: x\nVersion:{b}{v}", [""]),
    ("x.psd1", HASH, "@{{\n ModuleVersion{b}={b}{q}{v}{q}\n}}", "'\""),
    ("x.iss", SEMICOLON, "#define MyAppVersion {q}{v}{q}", '"'),
    ("x.xcconfig", SLASHES, "MARKETING_VERSION{b}={b}{v}", [""]),
)
NUMBER = st.integers(0, 9999).map(str)
CORE = st.lists(NUMBER, min_size=2, max_size=4).map(".".join)
ENDING = st.sampled_from(["", "-rc.1", "-SNAPSHOT", "+build.5", "b3", ".dev0", "-alpha.beta+001"])
VERSIONS = st.builds("{}{}".format, CORE, ENDING)
REMARKS = st.lists(
    st.sampled_from(
        [
            *('version = "9.9.9"', "VERSION: '9.9.9'", ".setVersion('9.9.9')", "판본 9.9.9", ""),
            *("__version__ = '9.9.9'", "it's", 'a "quoted', "{ [ ("),
        ]
    ),
    max_size=3,
)


@given(
    shape=st.sampled_from(SHAPES),
    version=VERSIONS,
    remarks=REMARKS,
    blank=st.sampled_from(["", " ", "   ", "\t"]),
    layout=st.tuples(st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()),
    data=st.data(),
)
def test_the_version_is_found_however_it_is_written(
    *,
    shape: tuple[str, str, str, str | list[str]],
    version: str,
    remarks: list[str],
    blank: str,
    layout: tuple[str, bool],
    data: st.DataObject,
) -> None:
    name, comment, form, quotes = shape
    quote = data.draw(st.sampled_from(quotes))
    code = form.format(v=version, q=quote, b=blank)
    lines = [*(comment.format(remark) for remark in remarks), *code.split("\n")]
    content = layout[0].join(lines) + layout[0] * layout[1]
    one = place(name, content)
    assert (one.version, content[one.start : one.end]) == (version, version)
    changed = content[: one.start] + "99.88.77" + content[one.end :]
    assert place(name, changed).version == "99.88.77"
    again = format_for(PurePath(name), content).locate(content, one.selector)
    assert (one.start, one.end) in {(found.start, found.end) for found in again}


NAMES = sorted({name.replace("*", "x") for row in SOURCE_CODE if row.module for name in row.names})
PIECES = st.sampled_from(
    [
        *"\"'`{}[]<>&#:=-\\\n\r\t |@%*.!()$~/?;,",
        *("\0", "é", "\u2028", "😀", "${", "$(", "#{", "{{", '"""', "'''", "/*", "*/", "<<A\n"),
        *("version", "VERSION = ", "1.2.3", "'1.2.3'", "setVersion(", "=begin", "#[[", "(*"),
    ]
)


@given(
    data=st.data(),
    name=st.sampled_from(NAMES),
    shape=st.sampled_from(SHAPES),
    selector=st.sampled_from([None, "version", "VERSION", "a.b", "::", ""]),
)
def test_no_damage_to_a_program_is_a_crash(
    data: st.DataObject,
    name: str,
    shape: tuple[str, str, str, str | list[str]],
    selector: str | None,
) -> None:
    raw = shape[2].format(v="1.2.3", q=shape[3][0], b=" ")
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(raw)))
        gone = data.draw(st.sampled_from([0, 0, 1, 3, 20]))
        raw = raw[:at] + data.draw(PIECES) + raw[at + gone :]
    for one in format_for(PurePath(name), raw).locate(raw, selector):
        assert 0 <= one.start < one.end <= len(raw)
        if isinstance(one, Place):
            assert one.version == raw[one.start : one.end] or "\\" in raw[one.start : one.end]


def read_hostile(name: str, piece: str, size: int) -> None:
    with contextlib.suppress(UsageError):
        read_place((piece * (size // len(piece))).encode(), path=PurePath(name))


HOSTILE = (
    *("version=", "version: {", "(version(", "x.setVersion(", "version = version.", "a."),
    *("'", '"', "`${", "/*", "#[", "/", "[/", "\\\n", "${", "$(", "((((", "}{", "<a ", "<<A "),
    *("@version ", "version='1.2.3';\n", "import version from ", "from a import version\n"),
    *("m4_define([a],[a])", "AC_INIT([", "set(version ${version})\n", "LABEL a=", "{vsn,"),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted({row.names[0].replace("*", "x") for row in SOURCE_CODE if row.module})
)
def test_a_hostile_line_takes_linear_time(name: str) -> None:
    for piece in HOSTILE:
        assert_linear(partial(read_hostile, name, piece), 24_000)
