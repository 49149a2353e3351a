from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from tests.unit.version.reading import dynamic, found, version

NAME = "Version.kt"
STATED = (
    'public class V { public static final String VERSION = "1.2.3"; }',
    (
        '@SpringBootApplication @OpenAPIDefinition(info = @Info(title = "x", version = '
        '"1.2.3")) class A {}'
    ),
    '@Bean OpenAPI api() { return new OpenAPI().info(new Info().title("x").version("1.2.3")); }',
    '@Value("${app.version}") private String version = "1.2.3";',
    'public interface C { String VERSION = "1.2.3"; }',
    'public static String getVersion() { return "1.2.3"; }',
    'object Versions { const val kotlin = "1.9.0"\n const val appVersion = "1.2.3" }',
    'const val VERSION = "1.2.3"\n',
    'val version: String = "1.2.3"\n',
    'object BuildInfo { val version: String = "1.2.3"; val scalaVersion: String = "2.13.1" }',
    'fun main() { install(Foo) { version = "1.2.3" } }',
    "const String appVersion = '1.2.3';\nconst minSdkVersion = '2.12.0';",
    "const packageVersion = '1.2.3';",
    'public enum Foo { static let version = "1.2.3" }',
    'let version = "1.2.3"\nlet minimumVersion = "1.0.0"\n',
    'static let configuration = CommandConfiguration(abstract: "x", version: "1.2.3")\n',
    'let x = #"let version = "9.9.9""#\nlet version = "1.2.3"',
    'let s = "\\(version) = \\"9.9.9\\""\nlet version = "1.2.3"',
    '/* /* val VERSION = "9.9.9" */ */\nval VERSION = "1.2.3"',
    'val s = """\nval VERSION = "9.9.9"\n"""\nval VERSION = "1.2.3"',
    (
        '@Mod(modid = "x", version = "1.2.3", acceptedMinecraftVersions = "[1.12]")\n'
        "public class M { }"
    ),
    '@Plugin(id = "x", name = "X", version = "1.2.3")\nclass P {}',
    'pragma solidity ^0.8.0;\ncontract A { string public constant VERSION = "1.2.3"; }',
)
NONE = (
    'class V { private static final String API_VERSION = "v1"; }',
    '@Value("${app.version}") private String version;',
    "class X { private static final long serialVersionUID = 1L; }",
    (
        "// swift-tools-version:5.9\n"
        'let package = Package(name: "x", dependencies: [.package(url: "x", from: "1.5.4")])'
    ),
    '@ApiVersion("1.0.0") class C {}',
    'if (version.equals("1.2.3")) {}',
    'static final String TLS_VERSION = "1.2"; static final String HTTP_VERSION="1.1";',
    'const val KOTLIN_VERSION = "1.9.0"',
)
COMPUTED = (
    'String version = "1." + minor;',
    ("public static final String VERSION = Version.class.getPackage().getImplementationVersion();"),
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
