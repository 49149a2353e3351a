"""Documents that show by their own keys what they are, and where each states the version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from releasebot.version.formats.document import finding, tag_finding
from releasebot.version.formats.names import rank_of_name
from releasebot.version.formats.scalar import Key, Path, Scalar
from releasebot.version.formats.selector import item_names
from releasebot.version.formats.value import image, is_foreign, is_own_registry, is_specific
from releasebot.version.place import Finding

Judge = Callable[[Sequence[Scalar]], list[Finding]]

_API_DESCRIPTIONS = frozenset({"openapi", "swagger", "asyncapi", "openrpc", "arazzo", "overlay"})
_LABEL = "app.kubernetes.io/version"
_VARIABLE = 1
_OWN_IMAGE = 2


def kind_of(scalars: Sequence[Scalar]) -> Judge | None:
    """The judgement for this kind of document, or None for a document of no known kind."""
    if any(one.path[0] in _API_DESCRIPTIONS for one in scalars if len(one.path) == 1):
        return api_description
    top: set[Key] = {one.path[0] for one in scalars if one.path}
    if {"apiVersion", "kind"} <= top:
        return kubernetes_object
    if "services" in top and _is_compose(scalars):
        return compose
    if not top.isdisjoint({"containerDefinitions", "taskDefinition"}):
        return task_definition
    return None


def api_description(scalars: Sequence[Scalar]) -> list[Finding]:
    """`info.version` is the version of the API, everything else that of a specification.

    Source: OpenAPI 3.1 section 4.8.2, AsyncAPI 3.0 "Info Object".
    """
    return _made(one for one in scalars if one.path == ("info", "version"))


def compose(scalars: Sequence[Scalar]) -> list[Finding]:
    """The tags of images that are built here, or that lie in a registry of one's own.

    The top-level `version` is that of the Compose format and says nothing
    (https://docs.docker.com/reference/compose-file/version-and-name/).
    """
    built = {one.path[: one.path.index("build")] for one in scalars if "build" in one.path[1:3]}
    found: list[Finding] = []
    for one in scalars:
        match one.path:
            case ("services", _, "image") | (_, "image"):
                made = _tag_of_compose(one, built=one.path[:-1] in built)
            case ("services", service, *_) if ("services", service) in built:
                made = _variable_of_compose(one)
            case _:
                made = None
        if made:
            found.append(made)
    return found


def _variable_of_compose(scalar: Scalar) -> Finding | None:
    """The version in a build argument, a variable or a label of a service that is built here."""
    match scalar.path:
        case (
            ("services", _, "build", "args", key)
            | (
                "services",
                _,
                "environment" | "labels",
                key,
            )
            | ("services", _, "build", "labels", key)
        ):
            setting = _assigned(scalar) if isinstance(key, int) else scalar
        case _:
            return None
    name = str(setting.path[-1])
    return finding(setting, _VARIABLE) if name != "version" and _is_own_name(name) else None


def _assigned(scalar: Scalar) -> Scalar:
    """The value of a list's item `NAME=value`, under its name."""
    name, equals, value = scalar.value.partition("=")
    if not equals or scalar.end - scalar.start != len(scalar.value):
        return scalar
    path = (*scalar.path, name)
    return Scalar(path, value, scalar.end - len(value), scalar.end, scalar.quote)


def _tag_of_compose(scalar: Scalar, *, built: bool) -> Finding | None:
    if built and not is_foreign(scalar.value):
        return tag_finding(scalar)
    return _tag_of_own_registry(scalar)


def _tag_of_own_registry(scalar: Scalar) -> Finding | None:
    own = is_own_registry(scalar.value) and not is_foreign(scalar.value)
    if own and is_specific(image(scalar.value).tag):
        return tag_finding(scalar, _OWN_IMAGE)
    return None


def kubernetes_object(scalars: Sequence[Scalar]) -> list[Finding]:
    """The recommended label, a Kustomization's new tags, a workload's own variables and images.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/.
    """
    kind = next((one.value for one in scalars if one.path == ("kind",)), "")
    if kind in {"Kustomization", "Component"}:
        tags = (one for one in scalars if one.path[-1:] == ("newTag",))
        return _made(tags) or _made(one for one in scalars if one.path[-1:] == (_LABEL,))
    if kind == "ClusterServiceVersion":
        return _made(one for one in scalars if one.path == ("spec", "version"))
    own = (one for one in scalars if one.path == ("metadata", "labels", _LABEL))
    labels = (one for one in scalars if one.path[-2:] == ("labels", _LABEL))
    found = _made(own) or _made(labels)
    if found:
        return found
    names = item_names(scalars)
    return [made for one in scalars if (made := _of_workload(one, names))]


def _of_workload(scalar: Scalar, names: Mapping[Path, str]) -> Finding | None:
    match scalar.path:
        case ("data", str(name)) if _is_own_name(name):
            return finding(scalar, _VARIABLE)
        case (*_, "env", int(), "value") if _is_own_name(names.get(scalar.path[:-1], "")):
            return finding(scalar, _VARIABLE)
        case (*_, "image"):
            return _tag_of_own_registry(scalar)
        case _:
            return None


def task_definition(scalars: Sequence[Scalar]) -> list[Finding]:
    """The images of one's own registry in an Amazon ECS task definition, and own variables.

    Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html;
    what `describe-task-definition` prints has it all under `taskDefinition`.
    """
    names = item_names(scalars)
    found: list[Finding | None] = []
    for one in scalars:
        path = one.path[1:] if one.path[:1] == ("taskDefinition",) else one.path
        match path:
            case ("containerDefinitions", int(), "image"):
                found.append(_tag_of_own_registry(one))
            case ("containerDefinitions", int(), "environment", int(), "value"):
                own = _is_own_name(names.get(one.path[:-1], ""))
                found.append(finding(one, _VARIABLE) if own else None)
            case _:
                continue
    return [made for made in found if made]


def _is_own_name(name: str) -> bool:
    rank = rank_of_name(name)
    return rank is not None and rank <= _VARIABLE


def _is_compose(scalars: Sequence[Scalar]) -> bool:
    for one in scalars:
        match one.path:
            case ("services", _, "image" | "build", *_):
                return True
            case _:
                continue
    return False


def _made(scalars: Iterable[Scalar]) -> list[Finding]:
    return [made for one in scalars if (made := finding(one))]
