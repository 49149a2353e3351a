from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "build.sbt"
STATED = (
    'version := "1.2.3"\n',
    'version in ThisBuild := "1.2.3"\n',
    'lazy val root = project.in(file(".")).settings(name := "x", version := "1.2.3")\n',
    (
        'lazy val root = (project in file("."))\n'
        "  .settings(\n"
        '    version := "1.2.3",\n'
        '    scalaVersion := "3.3.1")\n'
        ""
    ),
    '// version := "9.9.9"\nversion := "1.2.3"\n',
    'val projectVersion = "1.2.3"\nThisBuild / version := projectVersion\n',
    'inThisBuild(List(organization := "x", version := "1.2.3"))\n',
    (
        'object x extends PublishModule { def publishVersion = "1.2.3"\n'
        ' def scalaVersion = "3.1.0" }\n'
        ""
    ),
)
SHAPED = (('ThisBuild / version := "1.2.3-SNAPSHOT"\n', "1.2.3-SNAPSHOT"),)
NONE = (
    'val circeVersion = "0.14.1"\nscalaVersion := "2.13.1"\n',
    'libraryDependencies += "a" %% "b" % "1.0.0"\n',
    'addSbtPlugin("a" % "b" % "1.0.0")\n',
)
COMPUTED = ('version := sys.env.getOrElse("V", "0.1.0")\n',)


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
