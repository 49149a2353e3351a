"""What a project is called: its manifest's word for it, else its folder's."""

from __future__ import annotations

from pathlib import Path

import msgspec


class _Named(msgspec.Struct, frozen=True):
    name: str = ""


class _Pyproject(msgspec.Struct, frozen=True):
    project: _Named = _Named()


class _Cargo(msgspec.Struct, frozen=True):
    package: _Named = _Named()


def project_name(project: Path) -> str:
    """The name in package.json, pyproject.toml or Cargo.toml, without an npm scope.

    A manifest that cannot be read gives no name; reading the version will complain of it.
    """
    return (_declared(project) or project.name).rsplit("/", 1)[-1]


def _declared(project: Path) -> str:
    try:
        package = project / "package.json"
        if package.is_file():
            return msgspec.json.decode(package.read_bytes(), type=_Named).name
        pyproject = project / "pyproject.toml"
        if pyproject.is_file():
            return msgspec.toml.decode(pyproject.read_bytes(), type=_Pyproject).project.name
        cargo = project / "Cargo.toml"
        if cargo.is_file():
            return msgspec.toml.decode(cargo.read_bytes(), type=_Cargo).package.name
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return ""
    except ValueError:  # what msgspec lets through from tomllib
        return ""
    return ""
