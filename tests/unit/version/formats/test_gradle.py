from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "build.gradle"
STATED = (
    "version = '1.2.3'\n",
    "version '1.2.3'\n",
    'version("1.2.3")\n',
    'version="1.2.3" // x\n',
    "project.version = '1.2.3'\n",
    "allprojects {\n  group = 'x'\n  version = '1.2.3'\n}\n",
    'subprojects {\n  version = "1.2.3"\n}\n',
    (
        "plugins {\n"
        " id 'x' version '9.9.9'\n"
        ' id("y") version "8.8.8" apply false\n'
        "}\n"
        "version = '1.2.3'\n"
        ""
    ),
    "def appVersion = '1.2.3'\nversion = appVersion\n",
    'val projectVersion = "1.2.3"\nversion = projectVersion\n',
    "ext.appVersion = '1.2.3'\n",
    "ext {\n  appVersion = '1.2.3'\n  springBootVersion = '3.0.0'\n}\n",
    "android { defaultConfig { versionCode 1\n versionName '1.2.3'\n minSdkVersion 24 } }\n",
    (
        'android { defaultConfig { versionName = "1.2.3" } productFlavors { create("x") { '
        'versionName = "2.0.0" } } }'
    ),
    "intellij {\n  version = '2023.1.1'\n}\nversion = '1.2.3'\n",
    (
        "publishing { publications { mavenJava(MavenPublication) { groupId = 'x'\n"
        " version = '1.2.3' } } }\n"
        ""
    ),
    "// version = '9.9.9'\n/* version = '9.9.9' */\nversion = '1.2.3'\n",
    "task x(type: Exec) { commandLine 'a' }\nversion='1.2.3'\n",
    "docker { name \"x:${version}\" }\nversion '1.2.3'",
    'extra["appVersion"] = "1.2.3"\n',
    "set('version', '1.2.3')\n",
    "sonarqube { properties { property 'sonar.projectVersion', '9.9.9' } }\nversion = '1.2.3'\n",
    "gradlePlugin { plugins { create('x') { id = 'x'\n version = '1.2.3' } } }\n",
)
SHAPED = (
    ("group = 'x'\nversion = '1.2.3-SNAPSHOT'\r\n", "1.2.3-SNAPSHOT"),
    ("version = 1.0\n", "1.0"),
)
NONE = (
    (
        "ext {\n"
        "  springBootVersion = '3.0.0'\n"
        "  retrofitVersion = '2.9.0'\n"
        " fooVersion = '1.2.3'\n"
        "}\n"
        ""
    ),
    "intellij {\n  version.set('2023.1.1')\n}\n",
    "jacoco { toolVersion = '0.8.7' }\ncheckstyle { toolVersion '10.0.0' }\n",
    "wrapper { gradleVersion = '8.5' }\n",
    "kotlin { jvmToolchain(17) }\njava { sourceCompatibility = '17' }\n",
    (
        "dependencies { implementation 'a:b:1.0.0'\n"
        " implementation(\"a:c\") { version { strictly '1.7.0' } } }\n"
        ""
    ),
    "dependencies { implementation group: 'a', name: 'b', version: '9.9.9' }\n",
    'dependencies { implementation(group = "a", name = "b", version = "9.9.9") }\n',
    (
        "buildscript { ext { kotlin_version = '1.9.0' }\n"
        ' dependencies { classpath "x:$kotlin_version" } }\n'
        ""
    ),
    "jar { manifest { attributes('Implementation-Version': '1.2.3') } }\n",
    "minecraft { version = '1.16.5-36.1.0' }\n",
    "cmake { version '3.22.1' }\n",
    "externalNativeBuild { cmake { path 'x'\n version '3.22.1' } }\n",
    "rootProject.name = 'x'\npluginManagement { plugins { id 'x' version '1.0.0' } }\n",
    (
        'dependencyResolutionManagement { versionCatalogs { create("libs") { version("kotlin", '
        '"1.9.0") } } }\n'
        ""
    ),
    "spotless { kotlin { ktlint('0.48.0') } }\n",
    'ktlint { version.set("0.48.0") }\n',
    "if (x) { version = '1.2.3' }\n",
)
COMPUTED = (
    "plugins {\n id 'x' version '9.9.9'\n}\nversion = findProperty('appVersion') ?: '0.0.1'\n",
    "version = project.mod_version\n",
    "version = rootProject.version\n",
    'version = providers.gradleProperty("pluginVersion").get()\n',
    "version = libs.versions.app.get()\n",
    'version = "1.2.3${if (snap) "-SNAPSHOT" else ""}"\n',
    "version = System.getenv('V') ?: '1.2.3'\n",
    "val appVersion: String by project\nversion = appVersion\n",
    "android { defaultConfig { versionName project.version } }",
    "version = file('version.txt').text.trim()\n",
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
