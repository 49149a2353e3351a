"""Where a program's computed version really stands."""

from __future__ import annotations

import pytest

from tests.unit.version.reading import sources

PACKAGE = ("package.json", "version")


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.ts", "new DocumentBuilder().setVersion(process.env.npm_package_version)", PACKAGE),
        ("a.ts", "x.setVersion(process.env.npm_package_version ?? '0.0.0')", PACKAGE),
        ("a.ts", "x.setVersion(config.get<string>('npm_package_version'))", PACKAGE),
        (
            "a.ts",
            "import { version } from '../package.json';\nx.setVersion(`${version}`)",
            ("../package.json", "version"),
        ),
        (
            "a.ts",
            "import * as pkg from '../../package.json'\nx.setVersion(pkg.version)",
            ("../../package.json", "version"),
        ),
        (
            "a.js",
            "exports.version = require('../package.json').version",
            ("../package.json", "version"),
        ),
        (
            "a.ts",
            "const { version: v } = require('./package.json')\nx.setVersion(v as string)",
            ("./package.json", "version"),
        ),
        (
            "a.ts",
            "const p = parse(read(join(here, '..', 'package.json')));\nx.setVersion(p.version)",
            ("../package.json", "version"),
        ),
        ("a.ts", "import { version } from '@src/../package.json'\nexport { version };", PACKAGE),
        (
            "a.ts",
            "import { API_VERSION } from './constants'\nx.setVersion(API_VERSION)",
            ("./constants.*", "API_VERSION"),
        ),
        (
            "__init__.py",
            "from ._version import version as __version__\n",
            ("_version.py", "version"),
        ),
        (
            "__init__.py",
            "from importlib.metadata import version\n__version__ = version('x')\n",
            ("pyproject.toml", ""),
        ),
        ("setup.py", "setup(version=open('VERSION').read().strip())", ("VERSION", "")),
        (
            "setup.py",
            "import ledger\nsetup(version=ledger.__version__)",
            ("ledger/__init__.py", "__version__"),
        ),
        (
            "a.rs",
            'const VERSION: &str = env!("CARGO_PKG_VERSION");',
            ("Cargo.toml", "package.version"),
        ),
        (
            "x.gemspec",
            "Gem::Specification.new { |s| s.version = File.read('VERSION') }",
            ("VERSION", ""),
        ),
        ("mix.exs", 'def project, do: [version: File.read!("VERSION")]', ("VERSION", "")),
        ("build.gradle", 'version = file("$rootDir/VERSION").text.trim()', ("VERSION", "")),
        (
            "build.gradle",
            "version = findProperty('appVersion') ?: '0.1.0'",
            ("gradle.properties", "appVersion"),
        ),
        ("build.gradle", "version = project.mod_version", ("gradle.properties", "mod_version")),
        (
            "build.gradle.kts",
            "version = libs.versions.ledger.api.get()",
            ("gradle/libs.versions.toml", "versions.ledger-api"),
        ),
        ("Makefile", "VERSION := $(shell cat VERSION)\n", ("VERSION", "")),
        ("x.sh", 'VERSION="$(cat version.txt)"\n', ("version.txt", "")),
        ("flake.nix", '{ pname = "x"; version = builtins.readFile ./VERSION; }', ("./VERSION", "")),
        ("Jenkinsfile", "def version = readFile('VERSION').trim()", ("VERSION", "")),
        ("x.app.src", '{application, x, [{vsn, {file, "VERSION"}}]}.', ("VERSION", "")),
        ("project.clj", '(defproject x (slurp "VERSION"))', ("VERSION", "")),
        ("configure.ac", "AC_INIT([x], m4_esyscmd_s([cat VERSION]))", ("VERSION", "")),
        ("meson.build", "project('x', version: files('VERSION'))", ("VERSION", "")),
    ],
)
def test_a_computed_version_names_the_file_that_it_is_read_from(
    name: str, text: str, wanted: tuple[str, str]
) -> None:
    assert wanted in sources(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ts", "x.setVersion(process.env.APP_VERSION)"),
        ("a.ts", "import { version } from 'lodash/package.json'\nx.setVersion(version)"),
        ("version.go", 'package x\nvar Version = "dev"\n'),
        ("build.gradle", "version = System.getenv('V')"),
    ],
)
def test_a_version_from_no_file_of_the_project_names_none(name: str, text: str) -> None:
    assert sources(name, text) == []
