"""Which images and charts of a repository are the project's own.

Their files name much that is somebody else's: a database's image, a proxy that is configured here
but released on its own, another team's chart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from posixpath import join, normpath

from msgspec import Struct

from releasebot.version.formats import document, yaml_doc
from releasebot.version.formats.scalar import Path as KeyPath
from releasebot.version.formats.scalar import Scalar
from releasebot.version.formats.value import image, is_foreign
from releasebot.version.located import Owned
from releasebot.version.place import Finding, Place
from releasebot.version.spelling import same_version

_MAIN_FOLDERS = frozenset({"", "docker", ".docker", "build", "deploy"})
"""Folders in which a file named Dockerfile is the project's main one."""

_TAGGED = r"image[\"']?\s*:[^\r\n]*:[^\r\n]*\d"


def normal(name: str) -> str:
    """A name as images, charts and packages share it: without scope, in lower case, with dashes."""
    return name.rsplit("/", 1)[-1].lower().replace("_", "-").replace(".", "-")


def own_images(content: str, *, folder: str, names: frozenset[str]) -> Owned:
    """The tags of the images in a Compose file that are built from this project.

    `folder` is the Compose file's, relative to the project; `names` are the project's normal names.
    An image is the project's if its own name is, or if the project's one Dockerfile makes it. What
    a second Dockerfile makes (`nginx/Dockerfile`) is another image, with a version of its own.

    Raises:
        UsageError: the text is not YAML.
    """
    if not re.search(_TAGGED, content):
        return Owned()  # nothing that a slow parser would have to be loaded for
    scalars = [one for one in yaml_doc.scalars(content) if len(one.path) > 1]
    builds = _builds(scalars, folder)
    only = len({build.dockerfile for build in builds.values()}) == 1
    sure: dict[tuple[int, int], Finding] = {}
    unsure: dict[tuple[int, int], Finding] = {}
    for one in scalars:
        found = document.tag_finding(one) if _is_image(one.path) else None
        if found is None:
            continue
        name = normal(image(one.value).name)
        build = builds.get(one.path[:-1])
        foreign = is_foreign(name) or is_foreign(normal(str(one.path[-2])))
        if name in names or (build and not foreign and build.is_ours(only=only)):
            sure[found.start, found.end] = found
        elif build and not foreign:
            unsure[found.start, found.end] = found
    return Owned(
        tuple(sure.values()), tuple(one for span, one in unsure.items() if span not in sure)
    )


class _Build(Struct, frozen=True):
    """What an image is built from: paths relative to the project."""

    context: str
    dockerfile: str

    def is_ours(self, *, only: bool) -> bool:
        """Whether the project's folder is built by its main Dockerfile, or by the only one."""
        folder, _, name = self.dockerfile.rpartition("/")
        main = name == "Dockerfile" and folder in _MAIN_FOLDERS
        return self.context == "." and (main or only)


def _is_image(path: KeyPath) -> bool:
    """Whether it is the image of a service, or of a top-level fragment that services merge."""
    fragment = len(path) == 2 and str(path[0]).startswith("x-")  # noqa: PLR2004  x-api.image
    service = len(path) == 3 and path[0] == "services"  # noqa: PLR2004  services.api.image
    return path[-1] == "image" and (fragment or service)


def _builds(scalars: Sequence[Scalar], folder: str) -> dict[KeyPath, _Build]:
    """What each service is built from (docs.docker.com/reference/compose-file/build)."""
    given: dict[KeyPath, dict[str, str]] = {}
    for one in scalars:
        if one.path[-1] == "build":
            given.setdefault(one.path[:-1], {})["context"] = one.value
        elif one.path[-2] == "build":
            given.setdefault(one.path[:-2], {})[str(one.path[-1])] = one.value
    builds = {}
    for service, build in given.items():
        context = normpath(join(folder, build.get("context", ".")))
        dockerfile = normpath(join(context, build.get("dockerfile", "Dockerfile")))
        builds[service] = _Build(context, dockerfile)
    return builds


def own_charts(contents: Mapping[str, str], *, names: frozenset[str]) -> dict[str, str]:
    """The names of the charts that deploy the project, by their path, in normal form.

    `contents` are the Chart.yaml files by path. The project's is the only chart there is, or the
    one with the project's name; a chart inside another one's folder is a part of that.

    Raises:
        UsageError: a text is not YAML.
    """
    charts = {
        path: _chart_name(content)
        for path, content in contents.items()
        if not any(path != other and path.startswith(_inside(other)) for other in contents)
    }
    if len(charts) == 1:
        return charts
    return {path: name for path, name in charts.items() if name in names}


def _inside(path: str) -> str:
    """How the path of whatever lies in the same folder, or below, begins."""
    return path[: path.rfind("/") + 1]


def _chart_name(content: str) -> str:
    found = (one.value for one in yaml_doc.scalars(content) if one.path == ("name",))
    return normal(next(found, ""))


def chart_versions(content: str, *, decided: str | None) -> Owned:
    """What a chart states: `appVersion` is the project's version, `version` the chart's own.

    They are independent of each other (helm.sh/docs/topics/charts, "The appVersion field"), so the
    chart's own counts only where the two go together already, or where it stands alone. `decided`
    is the project's version, None where this chart states it: then the project is the chart, and
    what it deploys is another's.

    Raises:
        UsageError: the text is not YAML.
    """
    fields = {one.path: one for one in yaml_doc.scalars(content) if len(one.path) == 1}
    own, app = (_place(fields.get((name,))) for name in ("version", "appVersion"))
    if own is None or app is None:
        return Owned(tuple(one for one in (own, app) if one))
    if decided is None:
        return Owned((), (own, app))
    if same_version(own.version, app.version) and not same_version(app.version, decided):
        return Owned((app, own))
    return Owned((app,), (own,))


def chart_image(content: str, *, chart: str, names: frozenset[str]) -> Owned:
    """The tag of the image that a chart's values.yaml names, by Helm's habit in `image.tag`.

    Raises:
        UsageError: the text is not YAML.
    """
    values = {one.path: one for one in yaml_doc.scalars(content)}
    tag = _place(values.get(("image", "tag")))
    repository = values.get(("image", "repository"))
    if tag is None or repository is None:
        return Owned((), (tag,) if tag else ())
    name = normal(image(repository.value).name)
    if is_foreign(name):
        return Owned()
    return Owned((tag,)) if name in names | {chart} else Owned((), (tag,))


def _place(scalar: Scalar | None) -> Place | None:
    found = document.finding(scalar) if scalar else None
    return found if isinstance(found, Place) else None
