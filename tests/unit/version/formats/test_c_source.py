from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "version.h"
STATED = (
    '#define VERSION "1.2.3"\n',
    '#  define\tAPP_VERSION\t"1.2.3" /* x */\n',
    "#define VERSION 1.2.3\n",
    '#define LEDGER_VERSION "1.2.3"\n#define LEDGER_VERSION_MAJOR 1\n',
    '#define VERSION \\\n  "1.2.3"\n',
    '/* #define VERSION "9.9.9" */\n// #define VERSION "9.9.9"\n#define VERSION "1.2.3"\n',
    'static const char *version = "1.2.3";\n',
    'const char version[] = "1.2.3";\n',
    'static constexpr std::string_view kVersion = "1.2.3";\n',
    (
        'int main() { app.setApplicationVersion("1.2.3"); '
        'QCoreApplication::setApplicationVersion(QStringLiteral("1.2.3")); }\n'
        ""
    ),
    'const char *s = R"(#define VERSION "9.9.9")"; \n#define VERSION "1.2.3"\n',
    'VALUE "FileVersion", "1.2.3.0\\0"\n VALUE "ProductVersion", "1.2.3\\0"\n',
    'VALUE "FileVersion", "1.2.3"\n',
    '#define VER "1.2.3"\nVALUE "ProductVersion", VER\n',
    '#define APP_VERSION LEDGER_VERSION\n#define LEDGER_VERSION "1.2.3"\n',
    '#define FIRMWARE_VERSION "1.2.3"\n#define HARDWARE_VERSION "2.0"\n',
    '#define VERSION_STRING L"1.2.3"\n',
    'NSString *const XVersion = @"1.2.3";\n',
    (
        '#define PACKAGE_VERSION "1.2.3"\n'
        '#define PACKAGE_STRING "x 1.2.3"\n'
        '#define VERSION "1.2.3"\n'
        ""
    ),
)
NONE = (
    "#define VERSION_MAJOR 1\n#define VERSION_MINOR 2\n#define VERSION_PATCH 3\n",
    '#define API_VERSION "2.0"\n#define TLS_VERSION "1.2"\n#define OPENSSL_VERSION "3.0.1"\n',
    'constexpr auto kVersion{"1.2.3"};\n',
    "VS_VERSION_INFO VERSIONINFO\nFILEVERSION 1,2,3,0\n",
    "#if VERSION >= 0x010203\n#endif\n",
    '#define MIN_VERSION "1.0.0"\n#define REQUIRED_VERSION "1.0.0"\n',
    '#define PROTOCOL_VERSION "1.0"\n#define ZLIB_VERSION "1.2.13"\n',
)
COMPUTED = (
    '#define STR(x) #x\n#define VERSION STR(1) "." STR(2)\n',
    '#define VERSION "1.2" ".3"\n',
    '#define VERSION "@PROJECT_VERSION@"\n',
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
