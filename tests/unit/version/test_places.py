"""The place that decides a project's version."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from releasebot.config.schema import VersionFile, VersionSettings
from releasebot.errors import UsageError
from releasebot.git.root import Root
from releasebot.version.places import find_all, search_version
from tests.unit.version.folders import MANIFEST, tracked, version_in, write


def test_the_manifest_decides_before_everything_else(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": MANIFEST,
            "config/default.yaml": "app:\n  version: '9.9.9'\n",
            "VERSION": "8.8.8\n",
        },
    )
    found = version_in(root)
    assert (found.version, found.shown, found.line) == ("1.4.0", "package.json", 3)
    assert found.why == "the package manifest"


def test_a_manifest_without_a_version_passes_on(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "package.json": '{"name": "x", "dependencies": {"y": "2.0.0"}}',
            "config/default.yaml": 'app:\n  version: "2.1.0"\n',
        },
    )
    found = version_in(root)
    assert (found.version, found.shown, found.line) == ("2.1.0", "config/default.yaml", 2)


def test_a_version_that_is_filled_in_on_publishing_counts_only_alone(tmp_path: Path) -> None:
    manifest = '{"version": "0.0.0-development"}'
    root = write(tmp_path, {"package.json": manifest, "VERSION": "3.1.4\n"})
    assert version_in(root).version == "3.1.4"
    (tmp_path / "VERSION").unlink()
    assert version_in(root).version == "0.0.0-development"


def test_a_leading_v_is_no_part_of_the_version(tmp_path: Path) -> None:
    assert version_in(write(tmp_path, {"VERSION": "v2.0.1\n"})).version == "2.0.1"


def test_the_file_that_is_set_decides(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "settings.yaml": "service:\n  rev: 2.0.0\n"})
    settings = VersionSettings(file="settings.yaml", selector="service.rev")
    found = version_in(root, settings)
    assert (found.version, found.shown) == ("2.0.0", "settings.yaml")


def test_the_file_that_is_set_is_relative_to_the_configuration(tmp_path: Path) -> None:
    root = write(tmp_path, {"conf/releasebot.toml": "", "api/VERSION": "2.0.0\n"})
    settings = VersionSettings(file="../api/VERSION")
    found = search_version(root, settings, base=tmp_path / "conf").located
    assert found is not None
    assert found.shown == "api/VERSION"


def test_a_pattern_finds_what_no_format_knows(tmp_path: Path) -> None:
    root = write(tmp_path, {"banner.art": "~~ shop <<release 4.5.6>> ~~\n"})
    settings = VersionSettings(file="banner.art", pattern=r"release (?P<version>[0-9.]+)")
    assert version_in(root, settings).version == "4.5.6"


def test_a_file_that_is_set_and_not_there_is_named(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST})
    with pytest.raises(UsageError, match=r"missing\.yaml.*version\.file"):
        version_in(root, VersionSettings(file="missing.yaml"))


def test_no_version_lists_what_was_looked_at(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": '{"name": "x"}', "README.md": "version 1.0.0"})
    with pytest.raises(UsageError, match="no version found") as caught:
        version_in(root)
    assert caught.value.details == ("package.json: states no version",)
    assert "[version] file" in caught.value.hint


def test_an_empty_project_says_what_would_be_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no version found") as caught:
        version_in(write(tmp_path, {}))
    assert "package.json" in caught.value.details[0]


def test_a_faulty_manifest_is_an_error_and_no_reason_to_look_elsewhere(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": '{"version": "1.4.0",', "VERSION": "9.9.9\n"})
    with pytest.raises(UsageError, match=r"package\.json"):
        version_in(root)


def test_a_version_computed_from_git_is_never_guessed_from_lesser_places(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "pyproject.toml": '[project]\nname = "x"\ndynamic = ["version"]\n'
            '[build-system]\nrequires = ["hatch-vcs"]\n[tool.hatch.version]\nsource = "vcs"\n',
            "docs/openapi.yaml": "openapi: 3.0.0\ninfo: {title: x, version: 9.9.9}\n",
        },
    )
    with pytest.raises(UsageError, match=r"pyproject\.toml:3 computes the version"):
        version_in(root)


def test_a_dynamic_version_is_followed_to_its_file(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "pyproject.toml": '[project]\nname = "x"\ndynamic = ["version"]\n'
            '[tool.hatch.version]\npath = "x/__init__.py"\n',
            "x/__init__.py": '"""X."""\n__version__ = "0.7.2"\n',
        },
    )
    found = version_in(root)
    assert (found.version, found.shown, found.line) == ("0.7.2", "x/__init__.py", 2)
    assert "pyproject.toml" in found.why
    (look,) = search_version(root, VersionSettings()).looked
    assert look.outcome == "takes 0.7.2 from x/__init__.py:2; it is the package manifest"


def test_a_file_left_out_is_not_looked_at(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "VERSION": "2.0.0\n"})
    assert version_in(root, VersionSettings(ignore=("package.json",))).version == "2.0.0"


def test_a_number_of_a_schema_is_no_version_of_a_project(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "config/default.yaml": "version: 1\nhandlers: {}\n",
            "sonar-project.properties": "sonar.projectVersion=3.2.1\n",
        },
    )
    assert version_in(root).version == "3.2.1"


def test_a_link_out_of_the_work_tree_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text('{"version": "9.9.9"}')
    root = write(tmp_path / "app", {"VERSION": "1.0.0\n"})
    (tmp_path / "app" / "package.json").symlink_to(outside)
    assert version_in(root).version == "1.0.0"


def test_what_was_looked_at_is_told_with_its_outcome(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"package.json": '{"name": "x"}', "lerna.json": '{"version": "independent"}',
                   "VERSION": "1.2.3\n"},
    )  # fmt: skip
    looked = [(look.shown, look.outcome) for look in search_version(root, VersionSettings()).looked]
    assert looked[0] == ("package.json", "states no version")
    assert looked[-1] == ("VERSION", "states 1.2.3; it is the version file")


def test_a_subproject_is_shown_from_the_top_of_the_work_tree(tmp_path: Path) -> None:
    top = tmp_path.resolve()
    write(tmp_path, {"package.json": '{"version": "9.9.9"}', "apps/api/package.json": MANIFEST})
    root = Root(top / "apps/api", top, top / ".git")
    assert version_in(root).shown == "apps/api/package.json"


def test_a_deleted_or_unreadable_folder_is_no_reason_to_fail(tmp_path: Path) -> None:
    root = write(tmp_path, {"VERSION": "1.0.0\n", "config/default.yaml": "a: 1\n"})
    (tmp_path / "package.json").mkdir()
    assert version_in(root).version == "1.0.0"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_manifest_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST})
    (tmp_path / "package.json").chmod(0)
    with pytest.raises(UsageError, match=r"package\.json cannot be read"):
        version_in(root)


def test_a_further_place_that_states_nothing_is_an_error(tmp_path: Path) -> None:
    root = write(tmp_path, {"package.json": MANIFEST, "notes.yaml": "title: x\n"})
    settings = VersionSettings(also=(VersionFile("notes.yaml", selector="release"),))
    with pytest.raises(UsageError, match=r"notes\.yaml"):
        find_all(root, settings, tracked(root))
