"""Small projects of many kinds: where each states its version, and that all of it is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasebot.config.schema import VersionSettings
from releasebot.git.root import Root
from releasebot.version.places import disagreements, find_all, find_version
from releasebot.version.rewrite import apply, plan_rewrite
from tests.unit.version.folders import tracked, version_in, write

CASES = Path(__file__).parents[2] / "cases" / "projects.txt"


def projects() -> Iterator[tuple[str, dict[str, str]]]:
    _, *parts = re.split(r"(?m)^=== ([\w-]+)\n", CASES.read_text("utf-8"))
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        _, *files = re.split(r"(?m)^--- (.*)\n", body)
        yield name, dict(zip(files[::2], files[1::2], strict=True))


PROJECTS = dict(projects())


@pytest.mark.parametrize("name", PROJECTS)
def test_the_version_of_a_project_is_found_and_written_in_all_of_its_places(
    name: str, tmp_path: Path
) -> None:
    root = write(tmp_path, PROJECTS[name])
    assert find_version(root, VersionSettings()).version == "1.2.3"
    apply(plan_rewrite(find_all(root, VersionSettings(), tracked(root)), "9.8.7"))
    again = find_all(root, VersionSettings(), tracked(root))
    assert again[0].version == "9.8.7"
    assert not disagreements(again, "9.8.7")
    left = [one for one in tracked(root) if "1.2.3" in (tmp_path / one).read_text("utf-8")]
    assert not left


def test_names_are_passed_on_by_the_index_of_a_folder(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "x"}',
        "src/main.ts": "import { APP } from './common'\nnew DocumentBuilder().setVersion(APP.V)\n",
        "src/common/index.ts": "export * from './texts';\nexport * from './app';\n",
        "src/common/texts.ts": "export const TITLE = 'x';\n",
        "src/common/app.ts": "export const APP = { V: '1.2.3' };\nexport const V = '2.0.0';\n",
    }
    located = version_in(write(tmp_path, files))
    assert (located.shown, located.line, located.version) == ("src/common/app.ts", 1, "1.2.3")


def test_a_crate_of_a_workspace_has_the_version_of_the_workspace(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "Cargo.toml": '[workspace.package]\nversion = "1.2.3"\n',
            "a/Cargo.toml": "[package]\nname = 'a'\nversion.workspace = true\n",
        },
    )
    located = version_in(Root(root.project / "a", root.worktree, root.repository))
    assert (located.shown, located.version) == ("Cargo.toml", "1.2.3")
