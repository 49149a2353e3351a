from __future__ import annotations

import pytest

from tests.unit.version.reading import dynamic, version

NAME = "x.psd1"
STATED = (
    (
        "@{\n"
        " RootModule = 'x.psm1'\n"
        " ModuleVersion = '1.2.3'\n"
        " PowerShellVersion = '5.1'\n"
        " RequiredModules = @(@{ModuleName='y'; ModuleVersion='9.9.9'})\n"
        "}\n"
        ""
    ),
    ("# ModuleVersion = '9.9.9'\n<# ModuleVersion = '9.9.9' #>\n@{ ModuleVersion = \"1.2.3\" }\n"),
    "<#PSScriptInfo\n.VERSION 1.2.3\n.GUID x\n#>\n",
    "$Version = '1.2.3'\n",
    '$script:AppVersion = "1.2.3"\n',
    "$s = @'\nModuleVersion = '9.9.9'\n'@\n$version = '1.2.3'\n",
)
COMPUTED = ("@{ ModuleVersion = '<ModuleVersion>' }",)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
