"""Globs as `version.ignore` has them."""

from __future__ import annotations

import pytest

from releasebot.version.globs import fits_any


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("package.json", "package.json"),
        ("package.json", "web/package.json"),
        ("/package.json", "package.json"),
        ("config/*.yaml", "config/default.yaml"),
        ("config/**", "config/a/b.yaml"),
        ("**/chart/*.yaml", "chart/values.yaml"),
        ("**/chart/*.yaml", "deploy/chart/values.yaml"),
        ("docs/**/openapi.json", "docs/openapi.json"),
        ("docs/**/openapi.json", "docs/v1/ko/openapi.json"),
        ("chart", "deploy/chart/Chart.yaml"),
        ("deploy/chart/", "deploy/chart/Chart.yaml"),
        ("config/[ab].yaml", "config/a.yaml"),
        ("config/?.yaml", "config/z.yaml"),
        ("./src/main.ts", "src/main.ts"),
        ("설정/*.yaml", "설정/기본.yaml"),
    ],
)
def test_a_glob_names_the_file(glob: str, path: str) -> None:
    assert fits_any(path, (glob,))


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("config/*.yaml", "config/a/b.yaml"),
        ("config/*.yaml", "app/config/a.yaml"),
        ("package.json", "package.json.bak"),
        ("*.json", "package.yaml"),
        ("config/[!ab].yaml", "config/a.yaml"),
        ("a.b", "aXb"),
        ("chart", "charts/x.yaml"),
    ],
)
def test_a_glob_does_not_name_the_file(glob: str, path: str) -> None:
    assert not fits_any(path, (glob,))


def test_no_globs_name_nothing() -> None:
    assert not fits_any("package.json", ())
