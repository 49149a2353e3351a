from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "flake.nix"
STATED = (
    '{ lib }: lib.mkDerivation rec { pname = "x"; version = "1.2.3"; src = ./.; }',
    'let version = "1.2.3"; in { inherit version; }',
    '# version = "9.9.9"\n/* version = "8.8.8" */\n{ pname="a"; version = "1.2.3"; }',
    '{ x = \'\'\n version = "9.9.9";\n\'\'; pname="a"; version = "1.2.3"; }',
    (
        '{ buildInputs = [ (mk { pname = "dep"; version = "9.9.9"; }) ]; pname = "x"; version '
        '= "1.2.3"; }'
    ),
    '{ x = fetchFromGitHub { rev = "v9.9.9"; }; pname="x"; version="1.2.3"; }',
)
NONE = (
    '{ system.stateVersion = "23.11"; home.stateVersion = "23.05"; }',
    '{ python = { version = "3.11.0"; }; }',
    '{ services.postgresql = { package = x; version = "15.1"; }; }',
)
COMPUTED = (
    '{ version = builtins.readFile ./VERSION; pname="x"; }',
    '{ version = (lib.importJSON ./package.json).version; pname="x"; }',
    '{ version = "1.2.3${suffix}"; pname="x"; }',
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
