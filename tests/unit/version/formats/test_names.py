from __future__ import annotations

import pytest

from releasebot.version.formats.names import rank_of_name, words


@pytest.mark.parametrize("name", ["APP_VERSION", "appVersion", "app-version", "AppVersion"])
def test_a_name_is_the_same_in_every_case_style(name: str) -> None:
    assert words(name) == ("app", "version")
    assert rank_of_name(name) == 1


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("version", 0),
        ("VERSION", 0),
        ("org.opencontainers.image.version", 0),
        ("VERSION_NAME", 1),
        ("mod_version", 1),
        ("VITE_APP_VERSION", 1),
        ("REACT_APP_VERSION", 0),
        ("IMAGE_TAG", 2),
        ("NODE_VERSION", None),
        ("schemaVersion", None),
        ("apiVersion", None),
        ("minAppVersion", None),
        ("requiredVersion", None),
        ("versions", None),
        ("conversion", None),
        ("", None),
    ],
)
def test_only_known_names_mean_the_project(name: str, rank: int | None) -> None:
    assert rank_of_name(name) == rank
