from __future__ import annotations

import pytest

from tests.unit.version.reading import dynamic, version

NAME = "build.zig.zon"
STATED = (
    (
        '.{ .name = .x, .version = "1.2.3", .dependencies = .{ .a = .{ .version = "9.9.9", '
        '.url = "x" } } }'
    ),
    'const version = "1.2.3";\n',
    '// .version = "9.9.9"\n.{ .version = "1.2.3", .minimum_zig_version = "0.11.0" }',
    'const s =\n    \\\\const version = "9.9.9";\n;\nconst version = "1.2.3";',
)
COMPUTED = (
    "const version = std.SemanticVersion{ .major = 1, .minor = 2, .patch = 3 };",
    'const version: std.SemanticVersion = std.SemanticVersion.parse("1.2.3") catch unreachable;',
)


@pytest.mark.parametrize("text", STATED)
def test_the_version_is_found_whatever_stands_around_it(text: str) -> None:
    assert version(NAME, text) == "1.2.3"


@pytest.mark.parametrize("text", COMPUTED)
def test_a_version_that_is_made_up_elsewhere_is_dynamic(text: str) -> None:
    one = dynamic(NAME, text)
    assert one.expression
    assert text[one.start : one.end]
