"""The documentation's settings, workflows and options are those that the program has."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jinja2
import pytest
import yaml

from releasebot.cli.table import COMMANDS, cli
from releasebot.config.load import load
from releasebot.errors import ExitCode
from tests.docs.pages import PAGES, ROOT, SHELL, Block, Page
from tests.jenkins import compile_groovy
from tests.live.servers import need
from tests.live.workflows import actionlint, check_schema

OTHERS = {
    "--atomic", "--force-with-lease", "--check", "--depth", "--verify", "--registry",
}  # fmt: skip
"""Options of other programs that pages name by themselves."""

LANGUAGES = {*SHELL, "toml", "yaml", "json", "jinja", "text", "groovy", "nginx", "typescript"}
_PROGRAM = r"(?:\S*/)?releasebot(?:\.pyz)? +(?P<words>[a-z-].*)"
_CALL = re.compile(rf"(?m)(?:^|run: |&& |[\"'(;|])[ ]*{_PROGRAM}$")


def with_page(block_language: str) -> list[Any]:
    return [
        pytest.param(block, id=f"{page.name}:{block.line}")
        for page in PAGES
        for block in page.blocks
        if block.language == block_language
    ]


@pytest.mark.parametrize("block", with_page("toml"))
def test_every_configuration_can_be_loaded(block: Block, tmp_path: Path) -> None:
    name = "pyproject.toml" if "[tool.releasebot" in block.text else "releasebot.toml"
    (tmp_path / name).write_text(block.text, "utf-8")
    assert load(tmp_path, tmp_path).file == tmp_path / name


@pytest.mark.parametrize("block", with_page("json"))
def test_every_json_document_can_be_read(block: Block) -> None:
    json.loads(block.text)


@pytest.mark.parametrize("block", with_page("jinja"))
def test_every_template_can_be_read(block: Block) -> None:
    environment = jinja2.Environment(autoescape=True)
    environment.filters |= dict.fromkeys(("shell", "quote", "python", "pretty", "indented"), str)
    environment.from_string(block.text)


def workflow(text: str) -> dict[str, Any] | None:
    """The workflow that a piece of one is from; None for a piece of another file."""
    piece = yaml.safe_load(text)
    if isinstance(piece, list):
        piece = {"jobs": {"job": {"runs-on": "ubuntu-24.04", "steps": piece}}}
    if "jobs" not in piece:
        return None
    jobs = {name: {"runs-on": "ubuntu-24.04", **job} for name, job in piece.pop("jobs").items()}
    return {"name": "piece", "on": piece.pop(True, "push"), **piece, "jobs": jobs}


def test_every_workflow_is_one_for_github(tmp_path: Path) -> None:
    files = []
    for page in PAGES:
        for block in page.blocks:
            if block.language == "yaml" and (whole := workflow(block.text)):
                name = f"{page.name.replace('/', '-')}-{block.line}.yml"
                (tmp_path / name).write_text(yaml.safe_dump(whole, sort_keys=False), "utf-8")
                files.append(tmp_path / name)
    assert files
    check_schema(*files)
    assert actionlint(tmp_path, *files) == []


@pytest.mark.parametrize("block", with_page("yaml"))
def test_every_other_yaml_is_a_configuration_of_mkdocs(block: Block, tmp_path: Path) -> None:
    if workflow(block.text):
        return
    from mkdocs.config import load_config

    (tmp_path / "docs").mkdir()
    for name in ("index", "guide"):
        (tmp_path / "docs" / f"{name}.md").touch()
    file = tmp_path / "mkdocs.yml"
    file.write_text(f"site_name: piece\n{block.text}", "utf-8")
    load_config(str(file))


def test_every_stage_of_a_pipeline_is_groovy(tmp_path: Path) -> None:
    texts = [block.text for page in PAGES for block in page.blocks if block.language == "groovy"]
    files = [tmp_path / f"Stage{number}.groovy" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    ended = compile_groovy(*files)
    assert ended.code == 0, ended.err
    files[0].write_text("stage('x') {", "utf-8")
    assert compile_groovy(files[0]).code == 1


@pytest.mark.parametrize("block", with_page("nginx"))
def test_every_line_for_nginx_is_one(block: Block, tmp_path: Path) -> None:
    need("nginx")
    file = tmp_path / "nginx.conf"
    file.write_text(f"events {{}}\nhttp {{ server {{ {block.text} }} }}\n", "utf-8")
    words = ("nginx", "-t", "-q", "-p", str(tmp_path), "-c", str(file), "-g", "error_log stderr;")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr or done.returncode == 0, done.stderr


def calls(page: Page) -> Iterator[tuple[int, str]]:
    """Every call of the program: in a block, in a table, in running text."""
    for block in page.blocks:
        typed = [command.words for command in block.commands] or [block.text]
        text = re.sub(r"\\+\n\s*", " ", "\n".join(typed))
        for found in _CALL.finditer(text):
            words = found["words"]  # in a setting with the quote of its string behind it
            yield block.line, words.removesuffix('"') if block.language == "toml" else words
    for line, code in page.inline:
        if called := re.match(_PROGRAM, code):
            yield line, called["words"]
        elif (first := code.split(" ")[0]) in COMMANDS and re.match(rf"{first} +[^=\s]", code):
            yield line, code


def fault(words: str) -> str:
    """What the command line says of the words; "" where it can be typed like that."""
    words = re.sub(r"\s# .*|\s*\.\.\.$| [;&|>] .*|[\[\]]", "", words)
    for mark in ("'", '"'):
        words = words.removesuffix(mark) if words.count(mark) % 2 else words
    typed = [word.partition("|")[0] for word in shlex.split(words.replace("\\", ""))]
    command: click.Command = cli
    context = None
    try:
        while True:
            context = command.make_context(command.name, typed, parent=context)
            rest = [*context._protected_args, *context.args]  # noqa: SLF001  click has no other way
            if not isinstance(command, click.Group) or not rest:
                return ""
            _, found, typed = command.resolve_command(context, rest)
            assert found
            command = found
    except (click.MissingParameter, click.BadOptionUsage, click.exceptions.Exit):
        return ""  # it is named, not typed; or it prints and ends, as `--version` does
    except click.UsageError as error:
        return error.format_message()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_call_of_the_program_has_options_that_there_are(page: Page) -> None:
    found = [f"{page.name}:{line}: {words}: {fault(words)}" for line, words in calls(page)
             if fault(words)]  # fmt: skip
    assert found == []


def options(command: click.Command) -> Iterator[str]:
    """Every option of the command and of those inside it."""
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if inner := command.get_command(context, name):
                yield from options(inner)


def test_every_option_that_is_named_by_itself_is_one() -> None:
    known = {*options(cli), *OTHERS, "--help"}
    named = {
        (page.name, line, code)
        for page in PAGES
        for line, code in page.inline
        if re.match(r"--[a-z]", code)
    }
    assert [one for one in sorted(named) if re.split(r"[ =|]", one[2])[0] not in known] == []


def test_every_block_has_a_language_that_is_checked() -> None:
    found = {
        f"{page.name}:{block.line}: {block.language}"
        for page in PAGES
        for block in page.blocks
        if block.language not in LANGUAGES
    }
    assert found == set()


@pytest.mark.parametrize("name", ["docs/how-it-works.md", "docs/ko/how-it-works.md"])
def test_the_table_of_steps_has_every_step(name: str) -> None:
    listed = re.findall(r"(?m)^\| `([a-z-]+)` \|", (ROOT / name).read_text("utf-8"))
    folder = ROOT / "releasebot" / "release"
    files = [*(folder / "steps").glob("*.py"), folder / "roles" / "guard.py"]
    texts = [file.read_text("utf-8") for file in files]
    named = {found for text in texts for found in re.findall(r'(?m)^    name = "(.+)"$', text)}
    assert sorted(listed) == sorted(named - {"sources"})  # part of `versions`


@pytest.mark.parametrize("name", ["docs/troubleshooting.md", "docs/ko/troubleshooting.md"])
def test_every_exit_code_has_its_section(name: str) -> None:
    sections = re.findall(r"\{#exit-(\d+)\}", (ROOT / name).read_text("utf-8"))
    assert [int(code) for code in sections] == [code for code in ExitCode if code]


def test_an_unknown_option_is_found() -> None:
    assert "No such option" in fault("release --no-such")
    assert "No such command" in fault("publish")
    assert fault("images push --env prod api=auto") == ""
    assert fault("--repo DIR ...") == ""
