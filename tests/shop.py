"""A project of two services that ship as images, for tests of whatever registry."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.image_files import make_layout
from tests.projects import Ended, Project, make_project


@dataclass
class Shop:
    """The project, and the folder of its images' archives."""

    project: Project
    images: Path

    def build(self, service: str, version: str, labels: Mapping[str, str] | None = None) -> str:
        """The image of a version of a service; its digest."""
        return make_layout(self.images / f"{service}-{version}", f"{service} {version}", labels)

    def run(self, *words: str) -> Ended:
        """`releasebot images` with these words, a process of its own."""
        return self.project.run("images", *words)

    def call(self, *words: str) -> Ended:
        """The same in this process, which costs a tenth."""
        return self.project.call("images", *words)

    def log_in(self, host: str, user: str, password: str) -> None:
        """The user's login, as docker keeps it."""
        home = self.project.folder.parent / "home" / ".docker"
        home.mkdir(parents=True, exist_ok=True)
        auth = base64.b64encode(f"{user}:{password}".encode()).decode()
        (home / "config.json").write_text(json.dumps({"auths": {host: {"auth": auth}}}))
        self.project.env["HOME"] = str(home.parent)


def make_shop(
    place: Path,
    repository: str,
    *,
    services: tuple[str, ...] = ("api", "nginx"),
    archive: bool = True,
    more: str = "",
) -> Shop:
    """The project at version 1.4.0 with these services, its environment `prod`."""
    source = 'archive = "../images/{service}-{version}"\n' if archive else ""
    text = f'[images]\nrepository = "{repository}"\n{more}\n'
    for name in services:
        text += f"[images.services.{name}]\n{source}"
    text += "[environments.prod]\n"
    files = {"package.json": '{"name": "shop", "version": "1.4.0"}\n', "releasebot.toml": text}
    project = make_project(place, files)
    project.env["HOME"] = str(place / "home")
    shop = Shop(project, place / "images")
    if archive:
        for name in services:
            shop.build(name, "1.4.0")
    return shop
