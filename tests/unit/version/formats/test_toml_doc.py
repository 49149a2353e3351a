from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.errors import UsageError
from releasebot.version.formats import toml_doc
from tests.unit.version.reading import dynamic, place, sources, version


@pytest.mark.parametrize(
    "content",
    [
        '[project]\nname = "x"\nversion = "1.2.3"\n',
        "[project]\nversion='1.2.3' # not 9.9.9\n",
        '[ project ]\r\n"version" = "1.2.3"\r\n',
        'project.version = "1.2.3"\n',
        'project = { name = "x", version = "1.2.3" }\n',
        '[project]\ndescription = """\nversion = "9.9.9"\n"""\nversion = "1.2.3"\n',
        '[project]\nversion = """1.2.3"""\n',
        '[tool.ruff]\nversion = "9.9.9"\n[project]\nversion = "1.2.3"\n',
        '# version = "9.9.9"\n[project]\nversion = "1.2.3"',
        '[project]\nversion = "1\\u002E2.3"\n',
        '[project]\rversion = "1.2.3"\r',
    ],
)
def test_the_projects_version_is_found_however_it_is_written(content: str) -> None:
    one = place("pyproject.toml", content)
    assert (one.version, one.selector, one.rank) == ("1.2.3", "project.version", 0)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("pyproject.toml", '[tool.poetry]\nversion = "1.2.3"\n', "1.2.3"),
        ("pyproject.toml", '[project]\nversion = "1.2"\n[tool.poetry]\nversion = "9.9"\n', "1.2"),
        ("pyproject.toml", '[tool.black]\nrequired-version = "23.1"\n', None),
        ("pyproject.toml", '[tool.commitizen]\nversion = "1.2.3"\n', "1.2.3"),
        ("Cargo.toml", '[package]\nversion = "1.2.3"\nrust-version = "1.70"\n', "1.2.3"),
        ("Cargo.toml", '[workspace.package]\nversion = "1.2.3"\n', "1.2.3"),
        ("Cargo.toml", '[dependencies.x]\nversion = "9.9.9"\n', None),
        ("Project.toml", 'version = "0.5.1"\n[compat]\njulia = "1.6"\n', "0.5.1"),
        ("Manifest.toml", 'julia_version = "1.9.2"\n[[deps.A]]\nversion = "1.0.0"\n', None),
        ("libs.versions.toml", '[versions]\nkotlin = "1.9.0"\n', None),
        ("rust-toolchain.toml", '[toolchain]\nchannel = "1.75.0"\n', None),
        (".bumpversion.toml", '[tool.bumpversion]\ncurrent_version = "1.2.3"\n', "1.2.3"),
    ],
)
def test_each_manifest_states_its_version_in_its_own_field(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


def test_a_workspaces_version_is_where_a_package_of_the_same_file_has_it_from() -> None:
    content = '[package]\nversion.workspace = true\n[workspace.package]\nversion = "1.2.3"\n'
    for selector in (None, "package.version"):
        assert place("Cargo.toml", content, selector).selector == "workspace.package.version"


def test_an_inherited_version_comes_from_a_manifest_above() -> None:
    assert sources("Cargo.toml", "[package]\nversion = { workspace = true }\n")[:2] == [
        ("../Cargo.toml", "workspace.package.version"),
        ("../../Cargo.toml", "workspace.package.version"),
    ]


DYNAMIC = '[project]\nname = "my-app"\ndynamic = ["readme", "version"]\n'


@pytest.mark.parametrize(
    ("rest", "first"),
    [
        ('[tool.hatch.version]\npath = "src/a.py"\n', ("src/a.py", "")),
        ('[tool.hatch.version]\npath = "a.py"\nexpression = "V"\n', ("a.py", "V")),
        ('[tool.hatch.version]\nsource = "nodejs"\n', ("package.json", "version")),
        ('[tool.setuptools.dynamic]\nversion = {attr = "a.b.V"}\n', ("a/b/__init__.py", "V")),
        ('[tool.setuptools.dynamic]\nversion = {file = ["VERSION"]}\n', ("VERSION", "")),
        ('[tool.pdm.version]\nsource = "file"\npath = "a.py"\n', ("a.py", "__version__")),
        (
            '[build-system]\nbuild-backend = "flit_core.buildapi"\n',
            ("my_app/__init__.py", "__version__"),
        ),
        ('[build-system]\nbuild-backend = "maturin"\n', ("Cargo.toml", "package.version")),
        ('[build-system]\nbuild-backend = "mesonpy"\n', ("meson.build", "")),
    ],
)
def test_a_dynamic_version_names_the_file_that_its_backend_reads(
    rest: str, first: tuple[str, str]
) -> None:
    assert sources("pyproject.toml", DYNAMIC + rest)[0] == first


def test_a_version_from_git_has_no_source_in_a_file() -> None:
    one = dynamic("pyproject.toml", DYNAMIC + '[tool.hatch.version]\nsource = "vcs"\n')
    assert (one.sources, one.expression) == ((), 'dynamic = ["version"]')


def test_a_dynamic_version_that_the_file_has_after_all_is_taken() -> None:
    assert version("pyproject.toml", DYNAMIC + '[tool.poetry]\nversion = "1.2.3"\n') == "1.2.3"
    record = '[tool.bumpversion]\ncurrent_version = "1.2.3"\n'
    assert version("pyproject.toml", DYNAMIC + record) == "1.2.3"


def test_items_of_arrays_of_tables_are_named_by_their_name() -> None:
    content = '[[package]]\nname = "a"\nversion = "1.0"\n[[package]]\nname = "b"\nversion = "2.0"\n'
    assert place("Cargo.lock", content, "package.b.version").version == "2.0"
    assert place("Cargo.lock", content, "package.0.version").version == "1.0"
    assert version("Cargo.lock", content) is None


@pytest.mark.parametrize(
    "content", ["[a", "a", "a = ", 'a = "b', "a = [1", "a = {b = 1", '"', "a = " + "[" * 10_000]
)
def test_what_is_no_toml_is_an_error_with_its_line(content: str) -> None:
    with pytest.raises(UsageError, match="line 1: not TOML"):
        toml_doc.locate(content, None)


KEY = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
LEAF = st.text(
    st.characters(exclude_characters="\x7f", exclude_categories=["Cc", "Cs"]), max_size=8
)


@given(st.dictionaries(KEY, st.dictionaries(KEY, LEAF, max_size=4), max_size=4))
def test_it_reads_strings_as_the_standard_library_does(tables: dict[str, dict[str, str]]) -> None:
    content = ""
    for name, table in tables.items():
        content += f"[{name}] # {name}\n"
        for key, value in table.items():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            content += f'{key} = "{escaped}"\n'
    mine = {one.path: one.value for one in toml_doc.scalars(content)}
    theirs = {
        (name, key): value
        for name, table in tomllib.loads(content).items()
        for key, value in table.items()
    }
    assert mine == theirs
