"""Where a configuration is looked for, and what a file that cannot be used is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.config.load import load
from releasebot.config.schema import Config
from releasebot.errors import ExitCode, UsageError

EIGHT_PROBLEMS = """\
name = 3
[version]
scheme = "sem-ver"
also = [
  { file = "a.json" },
  { fil = "b.json" },
]
[site]
enabled = "yes"
folderr = "public"
[spec]
url = "https://example.com/openapi.json"
file = "openapi.json"
timeout = 0
"""
EIGHT_ANSWERS = """\
releasebot.toml:1: name: found the number 3, expected a string that is not empty
releasebot.toml:3: version.scheme: found the string "sem-ver", expected one of "auto", "semver", \
"pep440", "calver"; did you mean semver?
releasebot.toml:6: version.also[1].file: found nothing, expected a string that is not empty
releasebot.toml:6: version.also[1].fil: found an unknown setting, expected one of file, \
selector, pattern; did you mean version.also[1].file?
releasebot.toml:9: site.enabled: found the string "yes", expected true or false
releasebot.toml:10: site.folderr: found an unknown setting, expected one of enabled, folder, \
url, preview_url, branch, remote, versions_folder, console; did you mean site.folder?
releasebot.toml:12: spec.url: found both url and file, expected one of the two
releasebot.toml:14: spec.timeout: found the number 0, expected a number above 0 up to 86400"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def refusal(tmp_path: Path, text: str) -> UsageError:
    write(tmp_path / "releasebot.toml", text)
    with pytest.raises(UsageError) as caught:
        load(tmp_path, tmp_path)
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value


def test_without_a_file_every_default_holds_and_paths_start_at_the_project(tmp_path: Path) -> None:
    loaded = load(tmp_path, tmp_path)
    assert loaded.config == Config()
    assert loaded.file is None
    assert loaded.base == tmp_path


def test_the_projects_own_file_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "releasebot.toml", '[tag]\ntemplate = "api/v{version}"\n')
    loaded = load(tmp_path, tmp_path)
    assert loaded.config.tag.template == "api/v{version}"
    assert loaded.file == file
    assert loaded.base == tmp_path


def test_the_table_in_pyproject_is_read(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n[tool.releasebot]\nname = "shop"\n')
    assert load(tmp_path, tmp_path).config.name == "shop"


@pytest.mark.parametrize(
    "text",
    [
        '[tool."releasebot"]\nname = "shop"\n',
        'tool.releasebot.name = "shop"\n',
        'tool = { releasebot = { name = "shop" } }\n',
        '[tool]\nreleasebot.name = "shop"\n',
        '[project]\r\n  [ "tool" . releasebot ] # ours\r\nname = "shop"\r\n',
        '\ufeff[tool.releasebot]\nname = "shop"\n',
        '[tool.releasebot.tag]\n[tool.ruff]\n[tool.releasebot]\nname = "shop"\n',
        '\'tool\'."releasebot".name = "shop"\n',
    ],
)
def test_the_table_in_pyproject_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    write(tmp_path / "pyproject.toml", text)
    assert load(tmp_path, tmp_path).config.name == "shop"


def test_a_pyproject_that_only_depends_on_releasebot_is_no_configuration(tmp_path: Path) -> None:
    write(tmp_path / "releasebot.toml", 'name = "shop"\n')
    write(tmp_path / "sub" / "pyproject.toml", '[project]\ndependencies = ["releasebot"]\n')
    assert load(tmp_path / "sub", tmp_path).config.name == "shop"


def test_a_pyproject_that_does_not_mention_releasebot_need_not_even_be_toml(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "this is no TOML\n")
    assert load(tmp_path, tmp_path).file is None


def test_a_pyproject_that_cannot_configure_is_not_parsed(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[project]\nname = "releasebot"\nthis is no TOML\n')
    assert load(tmp_path, tmp_path).file is None


def test_an_array_of_tables_in_pyproject_is_no_configuration_and_said_so(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[[tool.releasebot]]\nname = "shop"\n')
    with pytest.raises(UsageError, match=r"pyproject\.toml:1: .*found an array, expected a table"):
        load(tmp_path, tmp_path)


def test_the_nearest_file_holds_and_the_one_above_it_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "releasebot.toml", "no = TOML at all\n")
    near = write(tmp_path / "services" / "api" / "releasebot.toml", 'name = "api"\n')
    loaded = load(near.parent, tmp_path)
    assert loaded.file == near


def test_a_subproject_takes_the_file_at_the_top_and_its_paths(tmp_path: Path) -> None:
    write(tmp_path / "releasebot.toml", '[spec]\nfile = "spec.json"\n')
    project = tmp_path / "services" / "api"
    project.mkdir(parents=True)
    assert load(project, tmp_path).base == tmp_path


def test_a_file_above_the_work_tree_is_not_ours(tmp_path: Path) -> None:
    write(tmp_path / "releasebot.toml", 'name = "somebody else"\n')
    worktree = tmp_path / "checkout"
    worktree.mkdir()
    assert load(worktree, worktree).file is None


def test_two_configurations_in_one_folder_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", '[tool.releasebot]\nname = "shop"\n')
    error = refusal(tmp_path, 'name = "shop"\n')
    assert "releasebot.toml" in error.message
    assert "pyproject.toml" in error.message


def test_a_named_file_is_read_whatever_its_name_and_place(tmp_path: Path) -> None:
    file = write(tmp_path / "elsewhere" / "release.toml", 'name = "shop"\n')
    loaded = load(tmp_path / "checkout", tmp_path / "checkout", file)
    assert loaded.config.name == "shop"
    assert loaded.base == file.parent


def test_a_named_file_is_taken_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "ci" / "release.toml", 'name = "shop"\n')
    monkeypatch.chdir(tmp_path)
    assert load(tmp_path, tmp_path, Path("ci/release.toml")).file == file


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="which is no file"):
        load(tmp_path, tmp_path, tmp_path / name)


def test_a_named_pyproject_without_the_table_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path / "pyproject.toml", '[project]\nname = "x"\n')
    with pytest.raises(UsageError, match=r"no \[tool.releasebot\] table"):
        load(tmp_path, tmp_path, file)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name = \n", "releasebot.toml:1:8: "),
        ('name = "x"\nname = "y"\n', "releasebot.toml:2:"),
        ('name = "x', "releasebot.toml:1:10: "),
        ('[tag\ntemplate = "v{version}"\n', "releasebot.toml:1:5: "),
        ("name = 'x'\r\n[site]\r\nfolder = nope\r\n", "releasebot.toml:3:10: "),
        ("a = [\n1,\n2", "releasebot.toml:3:2: "),
    ],
)
def test_a_text_that_is_no_toml_is_told_with_line_and_column(
    tmp_path: Path, text: str, place: str
) -> None:
    assert refusal(tmp_path, text).message.startswith(place)


def test_a_byte_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "releasebot.toml").write_bytes(b"# x\n[tag]\nmessage = '\xe9'\n")
    with pytest.raises(UsageError, match=r"releasebot\.toml:3: .*UTF-8"):
        load(tmp_path, tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    (tmp_path / "releasebot.toml").write_bytes(b"\xef\xbb\xbfname = 'shop'\r\n[tag]\r\n")
    assert load(tmp_path, tmp_path).config.name == "shop"


def test_values_nested_without_end_are_refused_like_any_other_mistake(tmp_path: Path) -> None:
    assert "nested too deeply" in refusal(tmp_path, "name = " + "[" * 20_000).message


def test_a_number_of_ten_thousand_digits_is_refused_like_any_other_mistake(tmp_path: Path) -> None:
    assert refusal(tmp_path, "name = " + "1" * 10_000).message.startswith("releasebot.toml")


def test_every_problem_is_told_in_one_go_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, EIGHT_PROBLEMS)
    assert error.message == "releasebot.toml has 8 settings that are wrong"
    assert "\n".join(error.details) == EIGHT_ANSWERS
    assert error.hint


def test_lines_in_pyproject_are_those_of_the_whole_file(tmp_path: Path) -> None:
    write(
        tmp_path / "pyproject.toml",
        '[project]\nname = "x"\n\n[tool.releasebot.tag]\nremotte = "o"\n',
    )
    with pytest.raises(UsageError, match=r"^pyproject\.toml:5: tag\.remotte: .*mean tag\.remote\?"):
        load(tmp_path, tmp_path)


def test_a_table_of_pyproject_that_is_no_table_is_told(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool]\nreleasebot = true\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml:2: .*found true, expected a table"):
        load(tmp_path, tmp_path)


def test_a_file_of_a_subfolder_is_named_from_the_work_trees_top(tmp_path: Path) -> None:
    write(tmp_path / "api" / "releasebot.toml", "namee = 'x'\n")
    with pytest.raises(UsageError, match=r"^api/releasebot\.toml:1: namee: "):
        load(tmp_path / "api", tmp_path)
