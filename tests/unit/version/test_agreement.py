"""Which of a repository's versions are the project's: none is missed, and no others are taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.config.schema import VersionFile, VersionSettings
from releasebot.errors import UsageError
from releasebot.version.places import disagreements, find_all
from tests.unit.version.folders import MANIFEST, places_in, tracked, version_in, write

COMPOSE = """\
version: "3.8"
services:
  api:
    build: .
    image: 123.dkr.ecr.ap-northeast-2.amazonaws.com/team/orders-api:1.4.0
  proxy:
    build: ./nginx
    image: 123.dkr.ecr.ap-northeast-2.amazonaws.com/team/nginx:1.0.3
  db:
    image: postgres:15.4-alpine
"""
MAIN = """\
async function bootstrap() {
  // .setVersion('0.0.9')
  const config = new DocumentBuilder()
    .setTitle('주문 API')
    .setVersion('1.4.0')
    .build();
}
"""


def test_every_place_of_a_usual_service_is_found(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "package-lock.json": '{\n"name": "@acme/orders-api",\n"version": "1.4.0",\n'
            '"lockfileVersion": 3,\n"packages": {\n"": {"name": "x",\n"version": "1.4.0"},\n'
            '"node_modules/y": {"version": "2.0.0"}}}\n',
            "src/main.ts": MAIN,
            "config/default.yaml": "http:\n  version: 1.1\napp:\n  version: '1.4.0'\n",
            "docker-compose.yml": COMPOSE,
            "chart/Chart.yaml": "apiVersion: v2\nname: orders-api\nversion: 0.3.1\n"
            'appVersion: "1.4.0"\n',
            "chart/values.yaml": "image:\n  repository: team/orders-api\n  tag: 1.4.0\n",
            "sonar-project.properties": "sonar.projectKey=x\nsonar.projectVersion=1.4.0\n",
            "Dockerfile": 'FROM node:20.1.0\nLABEL version="1.4.0"\n',
            "docs/openapi.json": '{"openapi": "3.0.0",\n"info": {"version": "1.4.0"}}\n',
            "VERSION": "1.4.0\n",
        },
    )
    assert places_in(root) == dict.fromkeys(
        (
            "package.json:3",
            "VERSION:1",
            "package-lock.json:3",
            "package-lock.json:7",
            "chart/Chart.yaml:4",
            "config/default.yaml:4",
            "src/main.ts:5",
            "docs/openapi.json:2",
            "sonar-project.properties:2",
            "Dockerfile:2",
            "docker-compose.yml:5",
            "chart/values.yaml:3",
        ),
        "1.4.0",
    )


def test_the_deciding_place_comes_first(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.4.0\n"})
    settings = VersionSettings(file="VERSION")
    found = find_all(root, settings, tracked(root))
    assert [place.shown for place in found] == ["VERSION", "package.json"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("node_modules/y/package.json", '{"version": "2.0.0"}'),
        ("vendor/z/composer.json", '{"version": "2.0.0"}'),
        ("test/fixtures/package.json", '{"version": "2.0.0"}'),
        ("examples/demo/package.json", '{"version": "2.0.0"}'),
        ("src/generated/openapi.json", '{"openapi": "3.0.0", "info": {"version": "2.0.0"}}'),
        ("specs/vendor/openapi.json", '{"openapi": "3.0.0", "info": {"version": "2.0.0"}}'),
        ("src/clients/stripe.yaml", "openapi: 3.0.0\ninfo: {version: 2.0.0}\n"),
        ("config/logging.yaml", "version: 1.1.1\n"),
        ("config/default.yaml", "version: 1\n"),
        ("config/default.yaml", "database:\n  version: '15.6.0'\n"),
        ("config/default.yaml", "schema:\n  version: 2.0.0\n"),
        ("src/main.ts", "// new DocumentBuilder().setVersion('2.0.0')\n"),
        ("src/main.ts", "const config = new DocumentBuilder().setVersion('1.0').build();\n"),
        ("openapi.yaml", "openapi: 3.0.0\ninfo: {title: x, version: v1}\n"),
        ("openapi.yaml", "openapi: 3.0.0\ninfo: {title: x, version: '1.0'}\n"),
        ("docker-compose.yml", "services:\n  db:\n    image: postgres:15.4.0\n"),
        ("docker-compose.yml", "services:\n  w:\n    image: ghcr.io/other/tool:2.0.0\n"),
        ("docker-compose.yml", "services:\n  m:\n    build: ./mail\n    image: acme/m:2.0.0\n"),
        ("Dockerfile", "FROM node:20.1.0\nARG NODE_VERSION=20.1.0\n"),
        ("nginx/Dockerfile", 'FROM nginx:1.25.0\nLABEL version="1.0.3"\n'),
        ("chart/values.yaml", "image:\n  repository: acme/orders-api\n  tag: 2.0.0\n"),
        ("k8s/prod/kustomization.yaml", "images:\n- name: orders-api\n  newTag: 1.3.9\n"),
        (".github/workflows/ci.yml", "env:\n  APP_VERSION: 2.0.0\n"),
        ("CITATION.cff", "cff-version: 1.2.0\nversion: 1.1.0\n"),
        ("Makefile", "VERSION := 0.0.1\n"),
        ("docs/conf.py", "release = '1.3.0'\n"),
        ("src/main.ts", "new DocumentBuilder().setVersion(process.env.APP_VERSION ?? '0.0.1');"),
        ("src/config/config.ts", "export const config = { database: { version: '15.6.0' } };"),
        ("main.py", "requests.get(url, version='2.0.0')\n"),
        ("index.php", "<?php $version = '8.1.0';\n"),
        ("lerna.json", '{"version": "independent"}'),
        ("README.md", "Version 2.0.0\n"),
        ("src/version.ts", "export const API_VERSION = 'v2';\n"),
        ("tools/setup.cfg", "[metadata]\nversion = 2.0.0\n"),
    ],
)  # fmt: skip
def test_what_is_not_the_projects_version_raises_no_alarm(
    tmp_path: Path, name: str, text: str
) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, name: text})
    assert places_in(root) == {"package.json:3": "1.4.0"}


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("package-lock.json", '{"version": "1.3.0", "packages": {}}', "package-lock.json:1"),
        ("src/main.ts", MAIN.replace("1.4.0", "1.3.0"), "src/main.ts:5"),
        (
            "src/swagger/setup-swagger.ts",
            "export const x = new DocumentBuilder().setVersion('1.3.0');",
            "src/swagger/setup-swagger.ts:1",
        ),
        ("config/production.yaml", 'app:\n  version: "1.3.0"\n', "config/production.yaml:2"),
        ("config/default.json", '{"app": {"version": "1.3.0"}}', "config/default.json:1"),
        ("docker-compose.yml", COMPOSE.replace("1.4.0", "1.3.0"), "docker-compose.yml:5"),
        ("sonar-project.properties", "sonar.projectVersion=1.3.0", "sonar-project.properties:1"),
        ("Dockerfile", "FROM x\nLABEL org.opencontainers.image.version=1.3.0\n", "Dockerfile:2"),
        ("swagger.json", '{"swagger": "2.0", "info": {"version": "1.3.0"}}', "swagger.json:1"),
        ("VERSION", "1.3.0", "VERSION:1"),
        ("pyproject.toml", '[project]\nname = "x"\nversion = "1.3.0"\n', "pyproject.toml:3"),
        (
            "helm/orders/Chart.yaml",
            "name: orders\nversion: 0.1.0\nappVersion: 1.3.0\n",
            "helm/orders/Chart.yaml:3",
        ),
        ("src/version.ts", "export const VERSION = '1.3.0' as const;\n", "src/version.ts:1"),
        (".env.production", "APP_VERSION=1.3.0\n", ".env.production:1"),
        ("src/config/configuration.ts", "export default () => ({ app: { version: '1.3.0' } });",
         "src/config/configuration.ts:1"),
        ("src/config/config.ts", "export const config = { app: { version: '1.3.0' } };",
         "src/config/config.ts:1"),
        ("config/default.yaml", "swagger:\n  version: 1.3.0\n", "config/default.yaml:2"),
        ("src/swagger.js", "const o = { definition: { info: { version: '1.3.0' } } };",
         "src/swagger.js:1"),
        ("server.js", "app.register(swagger, { openapi: { info: { version: '1.3.0' } } });",
         "server.js:1"),
        ("app/main.py", "api = FastAPI(title='x', version='1.3.0')\n", "app/main.py:1"),
        ("src/main/resources/application.properties", "info.app.version=1.3.0\n",
         "src/main/resources/application.properties:1"),
    ],
)  # fmt: skip
def test_a_place_that_was_forgotten_disagrees(
    tmp_path: Path, name: str, text: str, place: str
) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, name: text})
    found = find_all(root, VersionSettings(), tracked(root))
    others = disagreements(found, version_in(root).version)
    assert [f"{one.shown}:{one.line}" for one in others] == [place]


def test_what_agrees_of_itself_is_raised_along(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "Makefile": "VERSION := 1.4.0\n",
            "CITATION.cff": "cff-version: 1.2.0\nversion: 1.4.0\n",
            "docs/conf.py": "release = '1.4.0'\n",
        },
    )
    assert set(places_in(root)) == {
        "package.json:3",
        "Makefile:1",
        "CITATION.cff:2",
        "docs/conf.py:1",
    }


def test_another_spelling_of_the_version_agrees(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST.replace("1.4.0", "1.5.0-rc.1"),
            "pyproject.toml": '[project]\nname = "x"\nversion = "1.5.0rc1"\n',
            "VERSION": "v1.5.0-rc.1\n",
        },
    )
    found = find_all(root, VersionSettings(), tracked(root))
    assert len(found) == 3
    assert disagreements(found, "1.5.0-rc.1") == ()


def test_a_file_reached_twice_is_one_place(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "src/main.ts": "new DocumentBuilder().setVersion(process.env.npm_package_version);\n",
        },
    )
    (tmp_path / "VERSION").symlink_to("package.json")
    assert places_in(root) == {"package.json:3": "1.4.0"}


def test_files_left_out_are_not_compared(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "1.3.0\n"})
    assert places_in(root, VersionSettings(ignore=("VERSION",))) == {"package.json:3": "1.4.0"}


def test_places_that_are_added_are_compared(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "notes.yaml": "release: 1.3.0\n"})
    settings = VersionSettings(also=(VersionFile("notes.yaml", selector="release"),))
    assert places_in(root, settings) == {"package.json:3": "1.4.0", "notes.yaml:1": "1.3.0"}


def test_a_project_inside_the_project_is_its_own_affair(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "apps/web/package.json": '{"version": "7.0.0"}',
            "apps/web/src/main.ts": MAIN.replace("1.4.0", "7.0.0"),
        },
    )
    assert places_in(root) == {"package.json:3": "1.4.0"}


def test_a_manifest_of_placeholders_does_not_disagree(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": '{"version": "0.0.0"}', "VERSION": "1.4.0\n"})
    assert places_in(root) == {"VERSION:1": "1.4.0"}


def test_a_chart_in_step_with_its_application_moves_as_a_whole(tmp_path: Path) -> None:
    chart = "name: orders-api\nversion: 1.3.0\nappVersion: 1.3.0\n"
    root = write(tmp_path, {"package.json": MANIFEST, "chart/Chart.yaml": chart})
    assert places_in(root) == {
        "package.json:3": "1.4.0",
        "chart/Chart.yaml:2": "1.3.0",
        "chart/Chart.yaml:3": "1.3.0",
    }


def test_of_several_charts_the_one_with_the_projects_name_counts(tmp_path: Path) -> None:
    def chart(name: str, version: str) -> str:
        return f"name: {name}\nversion: 9.0.0\nappVersion: {version}\n"

    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "charts/orders-api/Chart.yaml": chart("orders-api", "1.4.0"),
            "charts/orders-api/charts/redis/Chart.yaml": chart("redis", "7.2.0"),
            "charts/gateway/Chart.yaml": chart("gateway", "3.0.0"),
        },
    )
    assert places_in(root) == {
        "package.json:3": "1.4.0",
        "charts/orders-api/Chart.yaml:3": "1.4.0",
    }


def test_an_image_of_the_projects_own_name_needs_no_build(tmp_path: Path) -> None:
    compose = "services:\n  app:\n    image: acme/orders-api:1.3.0@sha256:abc\n"
    root = write(tmp_path, {"package.json": MANIFEST, "docker-compose.prod.yml": compose})
    assert places_in(root)["docker-compose.prod.yml:3"] == "1.3.0"


def test_an_anchored_image_is_one_place(tmp_path: Path) -> None:
    compose = (
        "x-api: &api\n  build: .\n  image: localhost:5000/team/api:1.4.0\n"
        "services:\n  web:\n    <<: *api\n  worker:\n    <<: *api\n"
    )
    root = write(tmp_path, {"package.json": MANIFEST, "compose.yaml": compose})
    assert places_in(root) == {"package.json:3": "1.4.0", "compose.yaml:3": "1.4.0"}


def test_cargos_lock_has_an_entry_of_the_projects_own(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "Cargo.toml": '[package]\nname = "orders"\nversion = "1.4.0"\n',
            "Cargo.lock": 'version = 3\n\n[[package]]\nname = "orders"\nversion = "1.3.0"\n'
            '\n[[package]]\nname = "serde"\nversion = "1.0.190"\n'
            'source = "registry+https://example.invalid/index"\n',
        },
    )
    assert places_in(root) == {"Cargo.toml:3": "1.4.0", "Cargo.lock:5": "1.3.0"}


def test_uvs_lock_has_an_entry_of_the_projects_own(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "pyproject.toml": '[project]\nname = "orders"\nversion = "1.4.0"\n',
            "uv.lock": 'version = 1\n\n[[package]]\nname = "click"\nversion = "8.2.0"\n'
            'source = { registry = "https://example.invalid/simple" }\n'
            '\n[[package]]\nname = "orders"\nversion = "1.4.0"\nsource = { editable = "." }\n',
        },
    )
    assert places_in(root) == {"pyproject.toml:3": "1.4.0", "uv.lock:10": "1.4.0"}


def test_the_modules_of_a_maven_build_name_their_parents_version(tmp_path: Path) -> None:
    parent = (
        "<project><groupId>g</groupId><artifactId>shop</artifactId>\n"
        "<version>1.4.0-SNAPSHOT</version></project>"
    )
    module = (
        "<project><parent><groupId>g</groupId><artifactId>{}</artifactId>\n"
        "<version>{}</version></parent><artifactId>m</artifactId></project>"
    )
    root = write(
        tmp_path,
        {
            "pom.xml": parent,
            "core/pom.xml": module.format("shop", "1.4.0-SNAPSHOT"),
            "other/pom.xml": module.format("spring-boot-starter-parent", "3.2.0"),
        },
    )
    assert places_in(root) == {"pom.xml:2": "1.4.0-SNAPSHOT", "core/pom.xml:2": "1.4.0-SNAPSHOT"}


def test_a_faulty_lock_file_is_an_error(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "package-lock.json": "<<<<<<< HEAD\n"})
    with pytest.raises(UsageError, match=r"package-lock\.json"):
        places_in(root)


def test_a_faulty_lesser_file_states_nothing(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"package.json": MANIFEST, "config/default.yaml": "app: {version: '1.3.0'\n- x"}
    )
    assert places_in(root) == {"package.json:3": "1.4.0"}


def test_a_tracked_file_that_was_deleted_is_passed_over(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST})
    found = find_all(root, VersionSettings(), ["package.json", "VERSION", "config/default.yaml"])
    assert [place.shown for place in found] == ["package.json"]


@given(
    name=st.sampled_from(
        [
            "package.json",
            "package-lock.json",
            "pyproject.toml",
            "pom.xml",
            "core/pom.xml",
            "Cargo.lock",
            "config/default.yaml",
            "docker-compose.yml",
            "chart/Chart.yaml",
            "chart/values.yaml",
            "src/main.ts",
            "Dockerfile",
            ".env",
            "VERSION",
        ]
    ),
    source=st.sampled_from([COMPOSE, MAIN, MANIFEST, "<a><version>1.0</version></a>", "[a]\nb=1"]),
    at=st.integers(0, 400),
    noise=st.binary(max_size=12),
)
def test_broken_files_end_in_a_sentence_never_in_a_crash(
    tmp_path_factory: pytest.TempPathFactory, *, name: str, source: str, at: int, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    root = write(folder, {"chart/Chart.yaml": "name: x\nversion: 1.4.0\n", "VERSION": "1.4.0\n"})
    data = source.encode()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data[:at] + noise + data[at:])
    try:
        found = find_all(root, VersionSettings(), tracked(root))
    except UsageError:  # any other exception fails the test
        return
    assert found[0].version
