from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "mix.exs"
STATED = (
    (
        "defmodule X.MixProject do\n"
        "  use Mix.Project\n"
        '  @version "1.2.3"\n'
        '  @source_url "x"\n'
        "  def project do\n"
        '    [app: :x, version: @version, elixir: "~> 1.14", deps: deps()]\n'
        "  end\n"
        "end\n"
        ""
    ),
    '[app: :x, version: "1.2.3", elixir: "~> 1.14"]',
    '# @version "9.9.9"\n@version "1.2.3"\n@moduledoc """\n@version "8.8.8"\n"""\n',
    (
        "def project do\n"
        "  [\n"
        '    version: "1.2.3",\n'
        "    elixirc_options: [],\n"
        "    escript: [main_module: X],\n"
        '    releases: [app: [version: "0.0.9"]]\n'
        "  ]\n"
        "end\n"
        ""
    ),
    "@version ~s(1.2.3)\n",
    "@doc ~S'''\nx '\n'''\n@version \"1.2.3\"\n",
    'x = ?"\n@version "1.2.3"\n',
)
NONE = (
    'defp deps do\n [{:a, "~> 1.0.0"}, {:b, version: "2.0.0"}]\nend\n',
    'config :app, version: "1.2.3"\n',
)
COMPUTED = (
    (
        "def project do\n"
        " [\n"
        " app: :x,\n"
        ' version: String.trim(File.read!("VERSION")),\n'
        ' elixir: "~> 1.0"]\n'
        "end\n"
        ""
    ),
    '@version File.read!("VERSION") |> String.trim()\ndef project, do: [version: @version]\n',
    'def project do [version: version(), app: :x] end\ndefp version, do: "1.2.3"\n',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
