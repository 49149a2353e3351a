"""The libraries that every command starts with."""

from __future__ import annotations

import subprocess
import sys

LEFT_OUT = ("ipaddress", "locale", "platform", "textwrap", "typing_extensions", "urllib.parse")
"""What msgspec, pathlib and subprocess ask for when they are loaded."""


def _say(program: str) -> str:
    """What Python prints that has loaded the libraries and then runs the program."""
    lines = ("import sys", "from releasebot.loading import load_lightly", "load_lightly()", program)
    ran = subprocess.run(
        (sys.executable, "-c", "\n".join(lines)), capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_what_is_rarely_used_is_not_loaded() -> None:
    """An idle Python has none of it, so whatever is there was loaded by us."""
    loaded = _say(f"print([name for name in {LEFT_OUT!r} if name in sys.modules])")

    assert loaded == "[]"


def test_what_is_left_out_works_where_it_is_used() -> None:
    """A path as an address, text from a program, a description with a margin."""
    described = (
        "import msgspec, pathlib, subprocess\n"
        "class Box(msgspec.Struct):\n"
        '    """One.\n\n        Two."""\n'
        "shown = subprocess.run(('echo', '1'), capture_output=True, text=True)\n"
        "schema = msgspec.json.schema(Box)['$defs']['Box']\n"
        "print(pathlib.Path('/a b').as_uri(), shown.stdout.strip(), repr(schema['description']))"
    )

    assert _say(described) == r"file:///a%20b 1 'One.\n\n        Two.'"


def test_later_imports_get_the_whole_module() -> None:
    """No stand-in is left behind."""
    whole = "import locale, platform, textwrap, urllib.parse as p\n"
    said = _say(whole + "print(p.quote('a b'), textwrap.indent('x', '- '), bool(platform.node()))")

    assert said == "a%20b - x True"
