from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "AssemblyInfo.cs"
STATED = (
    (
        '[assembly: AssemblyVersion("1.0.0.0")]\n'
        '[assembly: AssemblyFileVersion("1.2.3.0")]\n'
        '[assembly: AssemblyInformationalVersion("1.2.3")]'
    ),
    '// [assembly: AssemblyVersion("9.9.9")]\n[assembly: AssemblyVersionAttribute("1.2.3")]',
    '[<assembly: AssemblyVersion("1.2.3")>]\ndo ()',
    (
        'namespace X { public static class C { public const string Version = "1.2.3"; const '
        'string ApiVersion = "v1"; } }'
    ),
    'c.SwaggerDoc("v1", new OpenApiInfo { Title = "x", Version = "1.2.3" });',
    'var s = @"AssemblyVersion(""9.9.9"")"; const string VERSION = @"1.2.3";',
    'internal static class ThisAssembly { internal const string Version = "1.2.3"; }',
)
SHAPED = (
    (
        '[assembly: AssemblyVersion("1.2.3.0")]\n[assembly: AssemblyFileVersion("1.2.3.0")]',
        "1.2.3.0",
    ),
    ('[assembly: AssemblyVersion("1.0.*")]\n[assembly: AssemblyFileVersion("1.2.3.0")]', "1.2.3.0"),
    ('<Assembly: AssemblyVersion("1.2.3.4")>\n\' <Assembly: AssemblyVersion("9.9.9")>', "1.2.3.4"),
)
NONE = (
    'class X { public string Version => "1.2.3"; }',
    'class X { public string Version { get; set; } = "1.2.3"; }',
    'c.SwaggerDoc("v1", new OpenApiInfo { Title = "x", Version = "v1" });',
    '[ApiVersion("1.0")] class C {}',
)
COMPUTED = ("[assembly: AssemblyVersion(ThisAssembly.Version)]",)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize(("text", "wanted"), SHAPED)
def test_a_version_keeps_its_own_shape(text: str, wanted: str) -> None:
    assert version(NAME, text) == wanted


@pytest.mark.parametrize("text", NONE)
def test_nothing_else_is_taken_for_the_version(text: str) -> None:
    with pytest.raises(UsageError, match="states no version"):
        found(NAME, text)


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
