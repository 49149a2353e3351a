from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.go"
STATED = (
    'package v\nvar (\n\tversion = "1.2.3"\n\tcommit = "x"\n)\n',
    'package v\nvar version string = "1.2.3"\n',
    'package main\nfunc main() {\n app := &cli.App{Name: "x", Version: "1.2.3"}\n}\n',
    'package cmd\nvar rootCmd = &cobra.Command{\n\tUse: "x",\n\tVersion: "1.2.3",\n}\n',
    'package cmd\nfunc init() {\n\trootCmd.Version = "1.2.3"\n}\n',
    'package cmd\nfunc Version() string { return "1.2.3" }\n',
    (
        "package docs\n"
        "var SwaggerInfo = &swag.Spec{\n"
        '\tVersion:     "1.2.3",\n'
        '\tHost: "x",\n'
        "}\n"
        "var SwaggerInfo_swagger = swag.Info{Schemes: nil}\n"
        ""
    ),
    "// @title Orders API\n// @version 1.2.3\n// @host x\npackage main\n",
    'package x\nconst s = `\nconst Version = "9.9.9"\n`\nconst Version = "1.2.3"\n',
    'package x\nvar r = \'"\'\nconst Version = "1.2.3"\n',
    'package x\nvar ver = semver.MustParse("1.2.3")\n',
    'package x\nconst TerraformVersion = "1.5.0"\nconst ledgerVersion = "1.2.3"\n',
    'package x\nfunc TestX(t *testing.T) { version := "1.2.3" }\n',
    'package x\nvar UserAgent = "x/1.2.3"\nvar Version = "1.2.3"\n',
)
SHAPED = (
    (
        (
            "package x\n"
            "const (\n"
            "\t// Version is it\n"
            '\tVersion = "v1.2.3" // x\n'
            '\tProtocolVersion = "2.0"\n'
            ")\n"
            ""
        ),
        "v1.2.3",
    ),
)
NONE = (
    "package v\nvar version string // set by ldflags\n",
    'package v\nconst APIVersion = "v1beta1"\nconst GoVersion = "1.21.0"\n',
    '// Version 1.2.3 of this\n// version = "9.9.9"\npackage main\n',
    'package x\nfunc f(version string) { if version == "1.2.3" { return } }\n',
    "package x\nvar tlsConfig = &tls.Config{MinVersion: tls.VersionTLS12}\n",
    "package x\nconst VersionMajor = 1\nconst VersionMinor = 2\n",
    'package x\nvar BuildVersion, Commit = "1.2.3", "x"\n',
    'package x\ntype T struct { Version string `json:"version"` }\n',
    'package x\nvar deps = map[string]string{"version": "1.2.3"}\n',
    'package main\nimport _ "embed"\n//go:embed VERSION\nvar version string\n',
)
COMPUTED = (
    'package v\nvar Version = "dev"\n',
    (
        "package v\n"
        "const (\n"
        "\tMajor = 1\n"
        "\tMinor = 2\n"
        ")\n"
        'var Version = fmt.Sprintf("%d.%d", Major, Minor)\n'
        ""
    ),
    "package main\nvar version = strings.TrimSpace(embedded)\n",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize(("text", "wanted"), SHAPED)
def test_a_version_keeps_its_own_shape(text: str, wanted: str) -> None:
    assert version(NAME, text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
