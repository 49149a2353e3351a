"""Where the pages' commands are run: the project that a reader has at that point, and its servers.

A page without a row in `SCENES` gets `order_api`. Whatever a page names that cannot be here, such
as the address of a registry, is replaced in its commands, and put back in what they print.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.docs.pages import ROOT
from tests.fakes.confluence.site import TOKEN, serving
from tests.fakes.github.memory import Pull
from tests.fakes.github.server import REPOSITORY, fake_github
from tests.fakes.oci_registry import oci_registry
from tests.image_files import make_layout
from tests.live.one_file import one_file
from tests.projects import IDENTITY, Project, git, make_project

ECR = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"
_OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
"""What `make test` hands on: a `make` of a page would tell that it runs below another one."""


@dataclass
class Scene:
    """A project in `folder`; a checkout of releasebot beside it, made when it is asked for."""

    folder: Path
    remote: Path
    env: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """The folder that all of it is in."""
        return self.folder.parent

    @property
    def project(self) -> Project:
        """The project, for what stands in it before the page begins."""
        return Project(self.folder, self.remote, self.surroundings)

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of every command."""
        path = f"{self.place / 'bin'}:{os.environ['PATH']}"
        home = self.place / "home"
        home.mkdir(exist_ok=True)
        pip = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_ROOT_USER_ACTION": "ignore"}
        outside = {name: one for name, one in os.environ.items() if name not in _OF_MAKE}
        return {**outside, **IDENTITY, **pip, "PATH": path, "HOME": str(home), **self.env}

    def start(self, command: str) -> Path:
        """The folder that a block which begins with this command is typed in."""
        ours = command.startswith(("make ", "pip install ."))
        return self.checkout() if ours else self.folder

    def checkout(self) -> Path:
        """A copy of this project as a reader has cloned it; `make` finds its packages installed."""
        folder = self.place / "releasebot"
        if not folder.exists():
            for name in tracked():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
            (folder / ".venv").symlink_to(self.place / "venv")
            _mark_installed(folder / ".venv")
        return folder


def tracked() -> list[str]:
    """The files of this project that a clone would have."""
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def spec(version: str, *, later: bool = False) -> str:
    """The API of the project; `later` adds a note to an order and lets its status be null."""
    status: dict[str, Any] = {"type": "string", "nullable": True} if later else {"type": "string"}
    order: dict[str, Any] = {"type": "object", "properties": {"status": status}}
    if later:
        order["properties"]["note"] = {"type": "string"}
    answer = {"description": "성공", "content": {"application/json": {"schema": order}}}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    one = {"operationId": "getOrder", "tags": ["orders"], "summary": "주문 조회"}
    all_ = {"operationId": "listOrders", "tags": ["orders"], "summary": "주문 목록"}
    document = {
        "openapi": "3.0.0",
        "info": {"title": "주문 API", "version": version},
        "paths": {
            "/orders": {"get": {**all_, "responses": {"200": {"description": "성공"}}}},
            "/orders/{id}": {
                "get": {**one, "parameters": [identity], "responses": {"200": answer}}
            },
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def service(version: str, *, later: bool = False) -> dict[str, str]:
    """The files of a NestJS service of that version."""
    package = {"name": "order-api", "version": version, "dependencies": {"@nestjs/core": "^11.0.0"}}
    return {
        "package.json": json.dumps(package, indent=2) + "\n",
        "src/main.ts": f"new DocumentBuilder()\n  .setVersion('{version}')\n  .build();\n",
        "config/default.yaml": f"app:\n  version: '{version}'\n",
        "docker-compose.yml": f"services:\n  api:\n    image: order-api:{version}\n",
        "swagger.json": spec(version, later=later),
        ".gitignore": "build/\n",
    }


def _program(folder: Path, name: str, python: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f'#!/bin/sh\nexec "{python}" -m {name} "$@"\n', "utf-8")
    (folder / name).chmod(0o755)


def _environment(folder: Path) -> Path:
    """The Python of an environment of its own, where this one's packages are found installed.

    pip takes them as they are and never changes them: they are outside of its environment.
    """
    venv.create(folder, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (packages / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder / "bin" / "python"


def _mark_installed(environment: Path) -> None:
    _program(environment / "bin", "mkdocs", sys.executable)
    program = environment / "bin" / "releasebot"  # it knows the path that it is started by
    lines = (f"#!{sys.executable}", "from releasebot.__main__ import main", "main()", "")
    program.write_text("\n".join(lines), "utf-8")
    program.chmod(0o755)
    (environment / ".installed-run").touch()


def installed_environment(folder: Path) -> None:
    """An environment at `folder` in which `make` finds this project and its packages installed."""
    _environment(folder)
    (folder / "bin" / "python").unlink()
    (folder / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (folder / "bin" / "python").chmod(0o755)
    _mark_installed(folder)


def _set_up(place: Path, files: Mapping[str, str]) -> Scene:
    """A project of these files at `place`/order-api, and the programs that its owner has."""
    made = make_project(place, files)
    folder = made.folder.rename(place / "order-api")
    for name in ("releasebot", "mkdocs"):
        _program(place / "bin", name, sys.executable)
    _program(place / "bin", "pip", str(_environment(place / "venv")))
    (place / "path" / "to").mkdir(parents=True)
    (place / "path" / "to" / "releasebot").symlink_to(ROOT)
    there = {"/src/releasebot": str(place / "releasebot"), "path/to": f"{place}/path/to"}
    return Scene(folder, made.remote, {}, there)


@contextmanager
def order_api(place: Path) -> Iterator[Scene]:
    """Order-api: 1.2.0 and 1.3.0 are released, 1.4.0 stands in the files and is pushed."""
    scene = _set_up(place, service("1.2.0"))
    project = scene.project
    git(project.folder, "tag", "-a", "-m", "order-api 1.2.0", "v1.2.0")
    project.commit("feat: pay by card", service("1.3.0"))
    git(project.folder, "tag", "-a", "-m", "order-api 1.3.0", "v1.3.0")
    project.commit("fix: count the items once", {"src/items.ts": "export const items = 1;\n"})
    project.commit("feat: a note for each order", service("1.4.0"))
    git(project.folder, "push", "-q", "origin", "--tags")
    yield scene


@contextmanager
def gated(place: Path) -> Iterator[Scene]:
    """The same with the gates of the page: two pass, and the tool of the third is not there."""
    with order_api(place) as scene:
        text = "".join(
            f"[gates.{name}]\ncommand = {command!r}\ncould_not_run = 'warn'\n"
            for name, command in (("lint", "true"), ("test", "true"), ("audit", "no-such-tool"))
        )
        scene.project.commit("ci: gates", {"releasebot.toml": text + "[site]\nenabled = false\n"})
        yield scene


@contextmanager
def changing_api(place: Path) -> Iterator[Scene]:
    """The same, with a document that breaks clients since 1.3.0, and two documents to compare."""
    scene = _set_up(place, _exported("1.2.0"))
    project = scene.project
    for version in ("1.2.0", "1.3.0"):
        project.commit(f"feat: what {version} brings", _exported(version))
        git(project.folder, "tag", "-a", "-m", version, f"v{version}")
        git(project.folder, "push", "-q", "origin", f"v{version}")
    project.commit("fix: count the items once", {"src/items.ts": "export const items = 1;\n"})
    project.commit("feat: a status may be unknown", _exported("1.4.0", later=True))
    for name, later in (("old", False), ("new", True)):
        (scene.folder / f"{name}.yaml").write_text(spec("1.0.0", later=later), "utf-8")
    yield scene


def _exported(version: str, *, later: bool = False) -> dict[str, str]:
    """The files of the service with its document in two places, neither of them the usual name."""
    files = service(version, later=later)
    document = files.pop("swagger.json")
    return {**files, "openapi.json": document, "docs/api.yaml": document}


@contextmanager
def never_released(place: Path) -> Iterator[Scene]:
    """Order-api at 1.3.0, which no tag names."""
    yield _set_up(place, service("1.3.0"))


@contextmanager
def monorepo(place: Path) -> Iterator[Scene]:
    """Two services in one repository; members 0.9.2 is released, and corrected since."""
    files = {"package.json": '{"name": "shop", "private": true}\n', "libs/money/index.ts": "1;\n"}
    for name, version in (("orders", "1.4.0"), ("members", "0.9.2")):
        folder = f"services/{name}"
        files[f"{folder}/package.json"] = f'{{"name": "{name}", "version": "{version}"}}\n'
        files[f"{folder}/releasebot.toml"] = '[tag]\ntemplate = "{name}/v{version}"\n'
    files["services/orders/swagger.json"] = spec("1.4.0")
    scene = _set_up(place, files)
    ended = scene.project.run("tag", "--repo", "services/members")
    assert ended.code == 0, ended.err
    correction = {"services/members/names.ts": "export {};\n"}
    scene.project.commit("fix(members): a name may have an apostrophe", correction)
    git(scene.folder, "fetch", "-q")
    yield scene


@contextmanager
def built_by_jenkins(place: Path) -> Iterator[Scene]:
    """Order-api with a Jenkinsfile of its own."""
    yield _set_up(place, service("1.4.0") | {"Jenkinsfile": "pipeline { agent any }\n"})


@contextmanager
def badly_described(place: Path) -> Iterator[Scene]:
    """An API whose document has two operations of one name, and says of none how it fails."""
    yield _set_up(place, _described("Order API", "An order", "Orders of the shop."))


@contextmanager
def badly_described_in_korean(place: Path) -> Iterator[Scene]:
    """The same for Korean readers."""
    yield _set_up(place, _described("주문 API", "주문 한 건", "가게의 주문입니다."))


def _described(title: str, summary: str, description: str) -> dict[str, str]:
    schema = {"type": "object", "example": {"id": 1}, "description": description,
              "properties": {"id": {"type": "integer", "description": description}}}  # fmt: skip
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"},
                "description": summary}  # fmt: skip
    paths: dict[str, Any] = {}
    for path, name in (("/orders", "listOrders"), ("/orders/{id}", "getOrder"),
                       ("/carts/{id}", "getOrder")):  # fmt: skip
        one = {
            "operationId": name,
            "summary": summary,
            "description": description,
            "tags": ["orders"],
        }
        given = {"parameters": [identity]} if "{id}" in path else {}
        paths[path] = {"get": {**one, **given, "responses": {"200": answer}}}
    document = {
        "openapi": "3.0.0",
        "info": {"title": title, "version": "1.4.0", "description": description},
        "servers": [{"url": "https://api.order-desk.dev"}],
        "tags": [{"name": "orders", "description": description}],
        "paths": paths,
    }
    files = service("1.4.0")
    del files["swagger.json"]
    return files | {"docs/openapi.json": json.dumps(document, ensure_ascii=False, indent=2) + "\n"}


@contextmanager
def pull_request(place: Path) -> Iterator[Scene]:
    """The same on GitHub, with pull request 12 checked out as its workflow has it."""
    with order_api(place) as scene, fake_github(scene.remote) as github:
        text = f'[github]\nrepository = "{REPOSITORY}"\n'
        scene.project.commit("docs: our repository on GitHub", {"releasebot.toml": text})
        git(scene.folder, "checkout", "-q", "--detach")
        head = scene.project.commit_here("feat: change an order", {"src/change.ts": "export {};\n"})
        for ref in ("head", "merge"):
            git(scene.folder, "push", "-q", "origin", f"HEAD:refs/pull/12/{ref}")
        github.memory.pulls[12] = Pull(12, head)
        scene.env |= {
            **github.env, "GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/pull/12/merge",
            "GITHUB_BASE_REF": "main", "GITHUB_EVENT_NAME": "pull_request",
        }  # fmt: skip
        yield scene


@contextmanager
def with_confluence(place: Path) -> Iterator[Scene]:
    """The same, with a Confluence of its own."""
    with order_api(place) as scene, serving("data-center") as site:
        text = f'[confluence]\nurl = "{site.url}"\nspace = "DOCS"\nproduct = "data-center"\n'
        scene.project.commit("docs: publish to Confluence", {"releasebot.toml": text})
        scene.env["CONFLUENCE_TOKEN"] = TOKEN
        yield scene


@contextmanager
def shop(place: Path) -> Iterator[Scene]:
    """Two services in a registry, api 1.3.0 and nginx 1.27.3 in production; api 1.4.0 is built."""
    with oci_registry() as registry:
        text = f'[images]\nrepository = "{registry.host}/{{env}}/{{service}}"\n'
        for name in ("api", "nginx"):
            text += f'[images.services.{name}]\narchive = "../images/{{service}}-{{version}}"\n'
        text += 'version = { file = "nginx/Dockerfile", selector = "VERSION" }\n'
        files = service("1.4.0") | {"nginx/Dockerfile": "FROM nginx\nARG VERSION=1.27.3\n"}
        files["releasebot.toml"] = text + "[environments.prod]\n"
        scene = _set_up(place, files)
        for name in ("api-1.3.0", "api-1.4.0", "nginx-1.27.3"):
            make_layout(place / "images" / name, name)
        scene.replaced[ECR] = registry.host
        ended = scene.project.run("images", "push", "api=1.3.0", "nginx=1.27.3", "--target")
        assert ended.code == 0, ended.err
        yield scene


@contextmanager
def agent(place: Path) -> Iterator[Scene]:
    """An agent of Jenkins: the one-file program has been built in the checkout."""
    with order_api(place) as scene:
        (scene.checkout() / "dist").mkdir()
        shutil.copy(one_file(), scene.checkout() / "dist" / "releasebot.pyz")
        scene.replaced["/srv/jenkins/order-api"] = str(scene.folder)
        yield scene


SCENES: dict[str, Callable[[Path], AbstractContextManager[Scene]]] = {
    "docs/api-changes.md": changing_api,
    "docs/confluence.md": with_confluence,
    "docs/first-release.md": never_released,
    "docs/gates.md": gated,
    "docs/from-the-jenkins-script.md": shop,
    "docs/images.md": shop,
    "docs/jenkins.md": agent,
    "docs/lint.md": badly_described,
    "docs/monorepo.md": monorepo,
    "docs/pull-requests.md": pull_request,
    "docs/ko/lint.md": badly_described_in_korean,
    "docs/set-up.md": built_by_jenkins,
}
"""The scene of a page; a translation that is run by itself has its original's, or its own."""
