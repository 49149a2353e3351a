from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, sources, version

NAME = "Version.pm"
STATED = (
    "package X;\nour $VERSION = '1.2.3';\n1;\n",
    "$X::VERSION = '1.2.3';\n",
    'use vars qw($VERSION);\n$VERSION = "1.2.3";\n',
    (
        "=head1 NAME\n"
        "our $VERSION = '9.9.9';\n"
        "=cut\n"
        "our $VERSION = '1.2.3';\n"
        "__END__\n"
        "our $VERSION='8.8.8';\n"
        ""
    ),
    "# our $VERSION = '9.9.9';\nour $VERSION = '1.2.3'; # x\n",
    "my $x = q{our $VERSION = '9.9.9';};\nour $VERSION = '1.2.3';\n",
    "my $x = <<'EOT';\nour $VERSION = '9.9.9';\nEOT\nour $VERSION = '1.2.3';\n",
    (
        "use Module::Build;\n"
        "Module::Build->new(module_name => 'X', dist_version => '1.2.3', requires => { perl => "
        "'5.10.0' });\n"
        ""
    ),
    "WriteMakefile(\n  'NAME' => 'X',\n  'VERSION' => '1.2.3',\n);\n",
    "our $VERSION = '1.2.3'; $VERSION = eval $VERSION;\n",
    "$s =~ s/'//g; our $VERSION = '1.2.3';\n",
    "my ($a) = $b =~ m/\"/; our $VERSION = '1.2.3';\n",
    "BEGIN { our $VERSION = '1.2.3'; }\n",
)
SHAPED = (
    ("package X;\nour $VERSION = 1.23;\n1;\n", "1.23"),
    ("our $VERSION = v1.2.3;\n", "v1.2.3"),
    ("our $VERSION = version->declare('v1.2.3');\n", "v1.2.3"),
    ("package X 1.23;\nuse strict;\n", "1.23"),
    ("package X v1.2.3 {\n}\n", "v1.2.3"),
)
NONE = (
    "our ($VERSION, $X) = ('1.2.3', 1);\n",
    "use 5.010;\nuse Foo 1.50;\nrequire Bar;\n",
    "die unless $Foo::VERSION >= 1.0;\n",
)
COMPUTED = ("our $VERSION = sprintf '%d.%d', 1, 2;\n",)


def test_the_module_that_states_the_version_is_named() -> None:
    text = (
        "WriteMakefile(NAME => 'X', VERSION_FROM => 'lib/X.pm', PREREQ_PM => { Y => '1.0.0' });\n"
    )
    assert sources(NAME, text) == [("lib/X.pm", "VERSION")]


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
