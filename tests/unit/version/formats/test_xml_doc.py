from __future__ import annotations

import pytest

from releasebot.errors import UsageError
from releasebot.version.formats import xml_doc
from tests.unit.version.reading import dynamic, place, sources, version


@pytest.mark.parametrize(
    "content",
    [
        "<project><modelVersion>4.0.0</modelVersion><version>1.2.3</version></project>",
        "<project><version>\r\n  1.2.3\r\n</version></project>",
        "<project><parent><version>9.9.9</version></parent><version>1.2.3</version></project>",
        "<project><version>1.2.3</version><parent><version>9.9.9</version></parent></project>",
        "<project><!-- <version>9.9.9</version> --><version>1.2.3</version></project>",
        "<project><version><!-- keep -->1.2.3</version></project>",
        "<project><version><![CDATA[1.2.3]]></version></project>",
        "<project><version>1&#46;2.3</version></project>",
        '<m:project xmlns:m="x"><m:version>1.2.3</m:version></m:project>',
        '<!DOCTYPE project [<!ENTITY a "b">]><project><version>1.2.3</version></project>',
        "<project><version>${a}</version><properties><a>1.2.3</a></properties></project>",
    ],
)
def test_maven_states_the_projects_version_and_never_the_parents(content: str) -> None:
    assert place("pom.xml", content).version == "1.2.3"


def test_a_property_has_the_place_of_its_definition() -> None:
    content = (
        "<project><version>${revision}</version>"
        "<properties><revision>2.0-SNAPSHOT</revision></properties></project>"
    )
    one = place("pom.xml", content)
    assert content[one.start : one.end] == "2.0-SNAPSHOT"
    assert one.selector == "project.properties.revision"
    assert place("pom.xml", content, one.selector) == one


@pytest.mark.parametrize(
    ("relative", "wanted"),
    [
        ("", [("../pom.xml", "project.version")]),
        ("<relativePath/>", []),
        ("<relativePath>../parent</relativePath>", [("../parent/pom.xml", "project.version")]),
        ("<relativePath>../a.xml</relativePath>", [("../a.xml", "project.version")]),
    ],
)
def test_a_module_without_a_version_has_it_from_its_parent(
    relative: str, wanted: list[tuple[str, str]]
) -> None:
    content = f"<project><parent><version>1.0</version>{relative}</parent></project>"
    assert sources("pom.xml", content) == wanted


def test_an_unknown_property_is_looked_for_in_the_parent() -> None:
    content = (
        "<project><parent><version>1.0</version></parent><version>${revision}</version></project>"
    )
    assert sources("pom.xml", content) == [("../pom.xml", "project.properties.revision")]


def test_properties_that_refer_to_each_other_end_in_a_dynamic_field() -> None:
    content = (
        "<project><version>${a}</version><properties><a>${b}</a><b>${a}</b></properties></project>"
    )
    assert version("pom.xml", content) is None


MSBUILD = "<Project><PropertyGroup>{}</PropertyGroup></Project>"


@pytest.mark.parametrize(
    ("properties", "wanted"),
    [
        ("<Version>1.2.3</Version><AssemblyVersion>1.0.0.0</AssemblyVersion>", "1.2.3"),
        ("<VersionPrefix>1.2.3</VersionPrefix><VersionSuffix>b</VersionSuffix>", "1.2.3"),
        ("<AppVersion>1.2.3</AppVersion><Version>$(AppVersion)</Version>", "1.2.3"),
        ("<AssemblyVersion>1.2.3.0</AssemblyVersion>", "1.2.3.0"),
        ("<LangVersion>12.0</LangVersion><TargetFramework>net8.0</TargetFramework>", None),
        ("<Version>1.0.0</Version><Version>2.0.0</Version>", None),
    ],
)
def test_msbuild_states_it_in_a_property(properties: str, wanted: str | None) -> None:
    assert version("App.csproj", MSBUILD.format(properties)) == wanted


def test_a_property_of_another_file_is_looked_for_in_imports_and_above() -> None:
    content = (
        '<Project><Import Project="$(MSBuildThisFileDirectory)..\\Version.props"/>'
        "<PropertyGroup><Version>$(V)</Version></PropertyGroup></Project>"
    )
    assert sources("App.csproj", content)[:2] == [
        ("../Version.props", "Project.PropertyGroup.V"),
        ("Directory.Build.props", "Project.PropertyGroup.V"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("config.xml", "<widget id='x' version='1.2.3'/>", "1.2.3"),
        ("config.xml", "<module><version>1.2.3</version></module>", "1.2.3"),
        ("AndroidManifest.xml", '<manifest android:versionName="1.2.3"/>', "1.2.3"),
        ("x.nuspec", "<package><metadata><version>1.2.3</version></metadata></package>", "1.2.3"),
        ("package.xml", "<Package><version>58.0</version></Package>", None),
        ("package.xml", '<package format="3"><version>1.2.3</version></package>', "1.2.3"),
        ("plugin.xml", "<idea-plugin><version>1.2.3</version></idea-plugin>", "1.2.3"),
        ("web.xml", '<web-app version="4.0"><a/></web-app>', None),
        ("build.xml", '<project><property name="version" value="1.2.3"/></project>', "1.2.3"),
        ("build.xml", '<project><property name="java.version" value="17.0"/></project>', None),
        ("ivy.xml", '<ivy-module version="2.0"><info revision="1.2.3"/></ivy-module>', "1.2.3"),
        (
            "x.metainfo.xml",
            (
                '<component><releases><release version="2.0"/>'
                '<release version="1.0"/></releases></component>'
            ),
            "2.0",
        ),
        (
            "Info.plist",
            (
                '<plist version="1.0"><dict><key>A</key><dict>'
                "<key>CFBundleShortVersionString</key><string>9.9</string></dict>"
                "<key>CFBundleShortVersionString</key><string>1.2.3</string></dict></plist>"
            ),
            "1.2.3",
        ),
        ("Info.plist", "{ CFBundleShortVersionString = 1.2.3; }", "1.2.3"),
        ("InfoPlist.strings", '/* "a" = "9"; */ "CFBundleShortVersionString" = "1.2";', "1.2"),
        (
            "project.pbxproj",
            (
                "{ objects = { A = { s = { MARKETING_VERSION = 1.2.3; SWIFT_VERSION = 5.0; }; };"
                " B = { s = { MARKETING_VERSION = 1.2.3; }; }; }; }"
            ),
            "1.2.3",
        ),
    ],
)
def test_each_manifest_states_its_version_in_its_own_place(
    name: str, content: str, wanted: str | None
) -> None:
    assert version(name, content) == wanted


def test_a_build_setting_in_a_property_list_is_dynamic() -> None:
    content = (
        "<plist><dict><key>CFBundleShortVersionString</key>"
        "<string>$(MARKETING_VERSION)</string></dict></plist>"
    )
    assert dynamic("Info.plist", content).expression == "$(MARKETING_VERSION)"


@pytest.mark.parametrize(
    "selector", ["widget@version", "/widget/@version", "widget.@version", "@version"]
)
def test_an_attribute_is_named_in_every_usual_way(selector: str) -> None:
    assert place("config.xml", "<widget version='1.2.3'/>", selector).quote == "'"


@pytest.mark.parametrize(
    "content", ["", "text", "<a>", "<a></b>", "<a", "<!-- ", "<a b='c></a>", "<a>" * 1000, "</a>"]
)
def test_what_is_no_xml_is_an_error_with_its_line(content: str) -> None:
    with pytest.raises(UsageError, match="not well-formed XML"):
        xml_doc.locate(content, None)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (
            (
                '<c><appSettings><add key="A" value="9.9"/>'
                '<add key="AppVersion" value="1.2"/></appSettings></c>'
            ),
            "1.2",
        ),
        (
            '<r><string name="app_name">9.9</string><string name="app_version">1.2</string></r>',
            "1.2",
        ),
        ('<r><entry key="java.version">17.0</entry><entry key="version">1.2</entry></r>', "1.2"),
        (
            '<project name="1.2.3"><target name="version"><echo>1.2.3</echo></target></project>',
            None,
        ),
        ('<c><runtime><bindingRedirect newVersion="9.0.0.0"/></runtime></c>', None),
    ],
)
def test_an_element_may_be_named_by_an_attribute(content: str, wanted: str | None) -> None:
    assert version("some.xml", content) == wanted
