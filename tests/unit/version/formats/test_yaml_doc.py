from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats import yaml_doc
from tests.unit.version.reading import dynamic, found, place, version


@pytest.mark.parametrize(
    "content",
    [
        "version: 1.2.3\n",
        "version: '1.2.3'   # not 9.9.9\n",
        '"version" : "1.2.3"\r\nname: x\r\n',
        "name: x\rversion: 1.2.3\r",
        "version:\t1.2.3",
        "---\nversion: 1.2.3\n...\n",
        "version: &v 1.2.3\ncopy: *v\n",
        "version: !!str 1.2.3\n",
        "version: !!str &v '1.2.3'\n",
        "version: &v\n  # the release\n  '1.2.3'\n",
        "version: >-\n  1.2.3\n",
        "version: |+\n\n  1.2.3\n\n",
        "version: >- # folded\r\n  1.2.3\r\nname: x\r\n",
        "{name: x, version: 1.2.3}\n",
        "? version\n: 1.2.3\n",
        'version: "1\\x2e2.3"\n',
        "notes: |\n  version: 9.9.9\nversion: 1.2.3\n",
        "name: 'version: 9.9.9'\nversion: 1.2.3\n",
        "dependencies:\n  - name: db\n    version: 9.9.9\nversion: 1.2.3\n",
        "name: 판본 😀 9.9.9\nversion: 1.2.3\n",
        "version: 1.2.3\n---\nversion: 9.9.9\n",
        "%YAML 1.2\n---\nversion: 1.2.3\n",
        "app: &a\n  version: 1.2.3\nmain:\n  <<: *a\n",
        "base: &b {version: 1.2.3}\napp:\n  <<: [*b]\n  name: x\n",
        "tpl: &b {version: 9.9.9}\napp:\n  <<: *b\n  version: 1.2.3\n",
        "[a, b]: 9.9.9\nversion: 1.2.3\n",
    ],
)
def test_the_version_is_found_however_it_is_written(content: str) -> None:
    assert place("config.yaml", content).version == "1.2.3"


@pytest.mark.parametrize(
    "content",
    [
        "version: |\n  1.2.3\n",
        "version: >-\n\n    1.2.3\n\n",
        "version: &v !!str  '1.2.3'\n",
        "v: &v 1.2.3\nversion: *v\n",
        "version: 1.2.3   # x\n",
    ],
)
def test_the_span_is_the_version_alone(content: str) -> None:
    one = place("config.yaml", content, "version")
    assert content[one.start : one.end] == "1.2.3"


@pytest.mark.parametrize(
    "content",
    [
        "# version: 1.2.3\nname: x\n",
        "version: latest\n",
        "version: ^1.2.3\n",
        "version: '>=1.2.3'\n",
        "version: 1.x\n",
        "version: 1.2.3 beta\n",
        "version: 2\n",
        "version: ''\n",
        "version:\n",
        "version: |\n  1.2.3\n  4.5.6\n",
        "host: 127.0.0.1\nreleased: 2024-03-01\n",
        "schema_version: 1.2.3\napiVersion: 1.2.3\n",
        "database:\n  version: 15.2\n",
    ],
)
def test_what_is_no_version_of_the_project_is_none(content: str) -> None:
    assert version("config.yaml", content) is None


@pytest.mark.parametrize(
    "hole",
    ["{{ .Values.version }}", "${VERSION}", "@VERSION@", "'%VERSION%'", "__VERSION__", "<VERSION>"],
)
def test_a_placeholder_is_dynamic_wherever_it_stands(hole: str) -> None:
    content = f"name: x\nversion: {hole}\n"
    one = dynamic("config.yaml", content)
    assert one.expression == hole.strip("'")
    assert content[one.start : one.end] == one.expression


def test_a_template_around_the_version_does_not_hide_it() -> None:
    content = "{{- if .Values.x }}\nname: {{ .x }}\n{{- end }}\nversion: 1.2.3\n"
    one = place("config.yaml", content)
    assert content[one.start : one.end] == "1.2.3"


def test_what_looks_like_a_template_may_be_part_of_a_text() -> None:
    content = "a: [\n  {{ x }}\n]\nb: >\n  {{ y }} {%- if z -%}\nversion: 1.2.3\n"
    assert version("config.yaml", content) == "1.2.3"
    folded = 'c: "a {{ b\n  }}"\nd: |\n {% if x %}\n {{ y }}\n {% endif %}\nversion: 1.2.3\n'
    assert version("config.yaml", folded) == "1.2.3"


def test_an_alias_has_the_place_of_its_anchor() -> None:
    content = "x-release: &release '2.7.4'\nservice:\n  version: *release\n"
    one = place("service.yaml", content)
    assert (one.version, one.start, one.quote) == ("2.7.4", content.index("2.7.4"), "'")


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("Chart.yaml", "appVersion: 9.9.9\nversion: 1.2.3\n", "1.2.3"),
        ("Chart.yaml", "name: x\nappVersion: 1.2.3\n", "1.2.3"),
        ("pubspec.yaml", "version: 1.2.3+45\nenvironment:\n  sdk: '>=3.0.0'\n", "1.2.3+45"),
        ("openapi.yaml", "openapi: 3.1.0\ninfo:\n  version: '1.0'\n", "1.0"),
        ("openapi.yaml", "openapi: 3.1.0\npaths: {}\n", None),
        ("values.yaml", "image:\n  tag: 1.2.3\nredis:\n  image:\n    tag: 9.9.9\n", "1.2.3"),
        ("values.yaml", "image:\n  repository: nginx\n  tag: 1.25.3\n", None),
        ("values.yaml", "api:\n  image:\n    repository: acme/api\n    tag: 1.2.3\n", "1.2.3"),
        ("kustomization.yaml", "images:\n- name: a/b\n  newTag: 1.2.3\n", "1.2.3"),
        ("kustomization.yaml", "images:\n- newTag: 1.0.0\n- newTag: 2.0.0\n", None),
        (".readthedocs.yaml", "version: '2.0'\n", None),
        (".circleci/config.yml", "version: 2.1\n", None),
        ("pnpm-lock.yaml", "lockfileVersion: '6.0'\nversion: 1.2.3\n", None),
        ("GitVersion.yml", "next-version: 1.2.3\n", "1.2.3"),
        ("ProjectSettings.asset", "PlayerSettings:\n  bundleVersion: 1.2.3\n", "1.2.3"),
        ("appveyor.yml", "version: 1.2.{build}\n", None),
        ("CITATION.cff", "cff-version: 1.2.0\nversion: 1.4.0\n", "1.4.0"),
        ("meta.yaml", "{% set version = '1.2.3' %}\npackage:\n  version: {{ version }}\n", "1.2.3"),
        ("meta.yaml", "package:\n  name: x\n  version: 1.2.3\n", "1.2.3"),
        ("recipe.yaml", 'context:\n  version: "1.2.3"\n', "1.2.3"),
    ],
)
def test_each_manifest_states_its_version_in_its_own_field(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("variables:\n  NODE_VERSION: '20.1.0'\n  APP_VERSION: '1.2.3'\n", "1.2.3"),
        ("variables:\n  - name: version\n    value: '1.2.3'\n", "1.2.3"),
        ("variables:\n  VERSION:\n    value: 1.2.3\n", "1.2.3"),
        ("variables:\n  major: 1\nname: $(major).$(minor)\n", None),
        (
            "env:\n  VERSION: 1.2.3\njobs:\n  a:\n    steps:\n    - with:\n        version: 9\n",
            "1.2.3",
        ),
        ("jobs:\n  a:\n    env:\n      APP_VERSION: 1.2.3\n      NODE_VERSION: 20.1.0\n", "1.2.3"),
        ("steps:\n- with:\n    node-version: 20.1.0\n    version: 9.1.0\n", None),
    ],
)
def test_a_pipelines_own_variable_is_found_and_its_tools_are_not(
    content: str, wanted: str | None
) -> None:
    assert version("pipeline.yml", content) == wanted


def test_only_images_that_are_built_here_state_the_version() -> None:
    content = (
        "services:\n"
        "  api:\n    build: .\n    image: registry.example.test:5000/acme/api:1.2.3@sha256:00\n"
        "  db:\n    image: postgres:15.4\n"
    )
    one = place("compose.yaml", content)
    assert content[one.start : one.end] == "1.2.3"
    assert version("compose.yaml", content.replace("    build: .\n", "")) == "1.2.3"
    assert version("compose.yaml", "services:\n  a:\n    image: acme/api:1.2.3\n") is None


def test_a_tag_is_found_in_a_reference_that_is_otherwise_filled_in() -> None:
    content = "services:\n  a:\n    build: .\n    image: ${REGISTRY}/acme/a:1.2.3\n"
    one = place("compose.yaml", content)
    assert content[one.start : one.end] == "1.2.3"
    assert place("compose.yaml", content, "services.a.image") == one


def test_a_second_byte_order_mark_shifts_nothing() -> None:
    content = "\ufeff\ufeffversion: 1.2.3\n"
    one = place("config.yaml", content)
    assert content[1:][one.start : one.end] == "1.2.3"


def test_a_build_argument_of_a_service_states_the_version() -> None:
    content = (
        "services:\n  a:\n    build:\n      args:\n        - NODE=20\n        - APP_VERSION=1.2.3\n"
    )
    one = place("docker-compose.yml", content)
    assert content[one.start : one.end] == "1.2.3"


def test_the_formats_own_version_of_a_compose_file_is_never_taken() -> None:
    content = "version: '3.8'\nservices:\n  a:\n    build: .\n    image: acme/a:${TAG}\n"
    assert dynamic("docker-compose.yml", content).expression == "${TAG}"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("metadata:\n  labels:\n    app.kubernetes.io/version: '1.2.3'\n", "1.2.3"),
        ("data:\n  APP_VERSION: 1.2.3\n  TLS_VERSION: '1.3'\n", "1.2.3"),
        ("spec:\n  containers:\n  - image: grafana/grafana:10.4.0\n", None),
        ("spec:\n  containers:\n  - image: registry.acme.test/api:1.4.0\n", "1.4.0"),
        (
            (
                "spec:\n  containers:\n  - env:\n    - {name: APP_VERSION, value: 1.2.3}\n"
                "    - {name: NODE_VERSION, value: 20.1.0}\n"
            ),
            "1.2.3",
        ),
    ],
)
def test_a_kubernetes_object_states_it_by_label_variable_or_own_registry(
    content: str, wanted: str | None
) -> None:
    assert version("x.yaml", "apiVersion: v1\nkind: Something\n" + content) == wanted


@pytest.mark.parametrize("content", ["a: [", "a: b: c", "version: 'x", "\tversion: 1.2.3", "a: *b"])
def test_what_is_no_yaml_is_an_error(content: str) -> None:
    with pytest.raises(UsageError):
        found("config.yaml", content)


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    assert len(yaml_doc.scalars("\n".join(lines))) < 20_000
    assert version("config.yaml", "\n".join([*lines, "version: 1.2.3"])) == "1.2.3"


def test_a_tower_of_brackets_is_refused() -> None:
    with pytest.raises(UsageError, match="nest"):
        yaml_doc.locate("[" * 100_000, None)
