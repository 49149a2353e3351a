"""Formats that are read line by line: INI, properties, .env, header fields, plain files."""

from __future__ import annotations

import pytest

from tests.unit.version.reading import dynamic, place, sources, version


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("[metadata]\nversion = 1.2.3\n", "1.2.3"),
        ("[metadata]\r\nversion: 1.2.3 # now\r\n", "1.2.3"),
        ("[metadata]\nversion =\n    1.2.3\n", "1.2.3"),
        ("[metadata]\nversion =\n    1.2.3\n    4.5.6\n", None),
        ("[metadata]\nname = x\n[options]\ninstall_requires =\n    version = 9.9.9\n", None),
        ("[bumpversion]\ncurrent_version = 1.2.3\n", "1.2.3"),
        ("[metadata]\n# version = 9.9.9\n; version = 8.8.8\n", None),
        (
            "[metadata]\nversion = attr: a.__version__\n[bumpversion]\ncurrent_version = 1.2\n",
            "1.2",
        ),
    ],
)
def test_setup_cfg_states_the_distributions_version(content: str, wanted: str | None) -> None:
    assert version("setup.cfg", content) == wanted


def test_setup_cfg_names_the_files_that_it_takes_the_version_from() -> None:
    attribute = "[metadata]\nversion = attr: my.pkg.__version__\n"
    assert sources("setup.cfg", attribute)[:2] == [
        ("my/pkg/__init__.py", "__version__"),
        ("my/pkg.py", "__version__"),
    ]
    file = "[metadata]\nversion = file: VERSION, OTHER\n"
    for selector in (None, "metadata.version"):
        assert sources("setup.cfg", file, selector) == [("VERSION", ""), ("OTHER", "")]


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("plugin.cfg", '[plugin]\nname="x"\nversion="1.2.3" ; now\n', "1.2.3"),
        ("metadata.txt", "[general]\nqgisMinimumVersion=3.0\nversion=0.2\n", "0.2"),
        ("config.ini", "[db]\nversion = 15.2\n[app]\nversion = 1.2.3\n", "1.2.3"),
        ("config.ini", "[server]\nprotocol_version = 1.1\n", None),
        ("dist.ini", "name = A\nversion = 1.23\n[Prereqs]\nB = 2.0\n", "1.23"),
        ("buildozer.spec", "[app]\nversion = 0.1\nrequirements = kivy==2.1\n", "0.1"),
        ("x.control", "default_version = '1.8'\n", "1.8"),
        (".bumpversion.cfg", "[bumpversion]\ncurrent_version = 1.0.2-dev\n", "1.0.2-dev"),
        ("tox.ini", "[tox]\nversion = 1.2.3\n", None),
    ],
)
def test_an_ini_file_is_judged_by_section_and_key(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("gradle.properties", "version=1.2.3\n", "1.2.3"),
        ("gradle.properties", "version : 1.2.3\r\n", "1.2.3"),
        ("gradle.properties", "version 1.2.3", "1.2.3"),
        ("gradle.properties", "version=1.2\\\n    .3\n", "1.2.3"),
        ("gradle.properties", "! version=9.9.9\n#version=8.8.8\nversion=1.2.3\n", "1.2.3"),
        ("gradle.properties", "# ends in \\\nversion=1.2.3\n", "1.2.3"),
        ("gradle.properties", "a=b\\\nversion=9.9.9\n", None),
        ("gradle.properties", "kotlin.version=1.9.0\nVERSION_NAME=1.2.3\n", "1.2.3"),
        ("gradle.properties", "minecraft_version=1.21.3\nmod_version=1.0.0\n", "1.0.0"),
        ("gradle.properties", "pluginVersion = 1.2.3\nplatformVersion = 2023.1\n", "1.2.3"),
        ("sonar-project.properties", "sonar.projectVersion=1.2.3\n", "1.2.3"),
        ("application.properties", "spring.application.version=1.2.3\n", "1.2.3"),
        ("application.properties", "info.app.version=1.2.3\n", "1.2.3"),
        ("build.properties", "sbt.version=1.9.7\n", None),
        ("version.properties", "VERSION_MAJOR=1\nVERSION_MINOR=2\n", None),
        ("gradle-wrapper.properties", "version=8.5.0\n", None),
        ("module.prop", "version=v1.2.3\nversionCode=12\n", "v1.2.3"),
    ],
)
def test_properties_are_read_by_the_rules_of_java(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("VERSION=1.2.3\n", "1.2.3"),
        ("export APP_VERSION='1.2.3' # now\r\n", "1.2.3"),
        ('APP_VERSION = "1.2.3"', "1.2.3"),
        ("APP_VERSION=1.2.3 # now\n", "1.2.3"),
        ("# VERSION=9.9.9\nNODE_VERSION=20.1.0\nPOSTGRES_VERSION=15\n", None),
        ("API_VERSION=1.0\nTLS_VERSION=1.2\nSCHEMA_VERSION=3.0\n", None),
        ("SQL='\nVERSION=9.9.9\n'\nVERSION=1.2.3\n", "1.2.3"),
        ("REACT_APP_VERSION=1.2.3\n", "1.2.3"),
        ("NEXT_PUBLIC_APP_VERSION=1.2.3\n", "1.2.3"),
        ("IMAGE_TAG=1.2.3\nNGINX_IMAGE_TAG=1.25\n", "1.2.3"),
        ("IMAGE_TAG=7\n", None),
        ("VERSION=1.2.3\nAPP_VERSION=2.0.0\n", None),
        ("VERSION=\n", None),
        ("VERSION='1.2.3\n", None),
    ],
)
def test_a_variable_of_the_projects_own_name_states_it(content: str, wanted: str | None) -> None:
    assert version(".env", content) == wanted


def test_a_variable_that_repeats_another_has_that_ones_place() -> None:
    content = "VERSION=1.2.3\nAPP_VERSION=${VERSION}\n"
    one = place(".env", content, "APP_VERSION")
    assert (content[one.start : one.end], one.selector) == ("1.2.3", "VERSION")


def test_npms_own_variable_leads_to_package_json() -> None:
    assert sources(".env", "REACT_APP_VERSION=$npm_package_version\n") == [
        ("package.json", "version")
    ]
    assert dynamic(".env", "VERSION=${GIT_TAG}\n").sources == ()


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("DESCRIPTION", "Package: x\nVersion: 1.2.3.9000\nDepends: R (>= 3.5)\n", "1.2.3.9000"),
        ("x.cabal", "cabal-version: 2.4\nname: x\nversion:\n  1.2.3\n", "1.2.3"),
        ("x.cabal", "library\n  version: 9.9.9\n-- version: 8.8.8\n", None),
        ("PKG-INFO", "Metadata-Version: 2.1\nVersion: 1.2.3\n\nVersion: 9.9.9\n", "1.2.3"),
        ("MANIFEST.MF", "Manifest-Version: 1.0\nBundle-Version: 1.2.3\n", "1.2.3"),
        ("MANIFEST.MF", "Manifest-Version: 1.0\nSpecification-Version: 3.0\n", None),
        ("readme.txt", "=== X ===\nTested up to: 6.4\nStable tag:   0.16.0\n", "0.16.0"),
        ("readme.txt", "=== X ===\nStable tag: trunk\n", None),
        ("debian/control", "Source: x\nStandards-Version: 4.6.2\n", None),
        ("DEBIAN/control", "Package: x\nVersion: 1.2.3-1\n", "1.2.3-1"),
        ("debian/changelog", "x (1:2.3-4~bpo1) stable; urgency=low\n", "1:2.3-4~bpo1"),
        ("debian/changelog", "x (2.0-1) stable; a=b\n\n -- y\n\nx (1.0-1) z; a=b\n", "2.0-1"),
    ],
)
def test_header_fields_state_it_in_their_first_paragraph(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


def test_a_header_field_is_named_whatever_its_case() -> None:
    assert place("DESCRIPTION", "Version: 1.2.3\n", "Version").selector == "version"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("1.2.3\n", "1.2.3"),
        ("  v1.2.3  \r\n\r\n", "v1.2.3"),
        ("# the release\n1.2.3\n", "1.2.3"),
        ("1.2.3\nbuilt by x\n", "1.2.3"),
        ("1.2.3\n1.2.4\n", None),
        ("VERSION=1.2.3\n", "1.2.3"),
        ("Version: 1.2.3\n", "1.2.3"),
        ("'1.2.3'\n", "1.2.3"),
        ("release 1.2.3 notes\n", None),
        ("MAJOR=1\nMINOR=2\n", None),
        ("\n", None),
    ],
)
def test_a_version_file_is_its_version(content: str, wanted: str | None) -> None:
    assert version("VERSION", content) == wanted
    assert version("version.txt", content) == wanted


@pytest.mark.parametrize("name", [".nvmrc", ".python-version", ".tool-versions", "runtime.txt"])
def test_the_version_of_a_tool_is_not_the_projects(name: str) -> None:
    assert version(name, "20.11.1\n") is None
