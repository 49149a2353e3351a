from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "Jenkinsfile"
STATED = (
    "pipeline { environment { APP_VERSION = '1.2.3' } }",
    "def version = '1.2.3'\nnode {}\n",
    'node { env.VERSION = "1.2.3" }',
    (
        "pipeline { stages { stage('x') { environment { VERSION = '1.2.3' } steps { sh 'echo' "
        "} } } }"
    ),
    "/* VERSION='9' */ // VERSION = '9.9.9'\npipeline { environment { VERSION = '1.2.3' } }",
    "pipeline { stages { stage('x') { steps { script { VERSION = '1.2.3' } } } } }",
)
NONE = (
    (
        "pipeline { tools { nodejs '20.0.0' }\n"
        " environment { NODE_VERSION = '20.1.0'\n"
        " DOCKER_IMAGE = 'x:1.2.3' } }"
    ),
    "pipeline { parameters { string(name: 'VERSION', defaultValue: '1.2.3') } }",
    "pipeline { environment { VERSION = '' } }",
    "pipeline { stages { stage('x') { steps { sh '''\nVERSION=9.9.9\n''' } } } }",
    "pipeline { agent { docker { image 'node:20.1.0' } } }",
)
COMPUTED = (
    "pipeline { environment { VERSION = readFile('VERSION').trim() } }",
    'pipeline { environment { VERSION = "1.2.${BUILD_NUMBER}" } }',
    "def version\nnode { version = sh(script: 'x', returnStdout: true).trim() }",
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]


def test_an_image_tag_is_taken_where_it_is_a_whole_version() -> None:
    assert version(NAME, "pipeline { environment { IMAGE_TAG = '1.2.3' } }") == "1.2.3"
    assert version(NAME, "pipeline { environment { IMAGE_TAG = '12' } }") is None
