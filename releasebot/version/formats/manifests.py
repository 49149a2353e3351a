"""What is known of the structured files of the world: which fields state a project's version.

A row without fields leaves it to its module to tell by the content. Rows further up win, so a
manifest stands above the format that it is written in.
"""

from __future__ import annotations

from releasebot.version.formats.row import Row, row
from releasebot.version.formats.unversioned import UNVERSIONED

_JSON = (
    row(
        "package.json bower.json component.json jsr.json deno.json deno.jsonc composer.json"
        " haxelib.json elm.json elm-package.json dub.json metadata.json library.json module.json"
        " manifest.json codemeta.json .zenodo.json meta6.json meta.json mod.json"
        " fabric.mod.json quilt.mod.json info.json plugin.json lerna.json addon.json"
        " devcontainer-feature.json devcontainer-template.json vss-extension.json extension.json",
        "json_doc",
        "version",
        "expo.version#1",
        "info.version#1",
        "version-string#1",
        "quilt_loader.version#1",
        "KPlugin.Version#1",
    ),
    row(
        "package-lock.json npm-shrinkwrap.json .package-lock.json",
        "json_doc",
        "version",
        'packages."".version',
    ),
    row("app.json", "json_doc", "expo.version", "version#1", general=True),
    row("electron-builder.json electron-builder.json5", "json_doc", "extraMetadata.version"),
    row(
        "tauri.conf.json tauri.conf.json5 tauri.*.conf.json",
        "json_doc",
        "version",
        "package.version",
    ),
    row(".release-please-manifest.json", "json_doc", '"."', "*#1"),
    row("tsoa.json", "json_doc", "spec.version"),
    row("vcpkg.json", "json_doc", "version", "version-semver", "version-string", "version-date"),
    row("*.uplugin", "json_doc", "VersionName"),
    row("version-policies.json", "json_doc", "*.version"),
    row("*.pkg.json *.webmanifest *.jsonc *.json5 *.json *.hjson *.jsonld", "json_doc"),
)
_TOML = (
    row("pyproject.toml", "pyproject_doc"),
    row("cargo.toml", "cargo_doc"),
    row(
        ".bumpversion.toml",
        "toml_doc",
        "tool.bumpversion.current_version",
        "bumpversion.current_version",
    ),
    row("tbump.toml", "toml_doc", "version.current"),
    row(
        "bumpver.toml .bumpver.toml pycalver.toml",
        "toml_doc",
        "bumpver.current_version",
        "pycalver.current_version",
    ),
    row(".cz.toml cz.toml", "toml_doc", "tool.commitizen.version"),
    row("pixi.toml", "toml_doc", "workspace.version", "project.version", "package.version"),
    row("mods.toml neoforge.mods.toml", "toml_doc", "mods.*.version"),
    row("*.toml", "toml_doc"),
)
_YAML = (
    row("chart.yaml chart.yml", "yaml_doc", "version", "appVersion#1"),
    row(
        "pubspec.yaml pubspec.yml shard.yml galaxy.yml galaxy.yaml package.yaml snapcraft.yaml"
        " snap.yaml citation.cff idf_component.yml melos.yaml meta.yml antora.yml",
        "yaml_doc",
        "version",
    ),
    row("plugin.yml plugin.yaml paper-plugin.yml bungee.yml", "yaml_doc", "version"),
    row("kustomization.yaml kustomization.yml kustomization", "yaml_doc", "images.*.newTag"),
    row("projectsettings.asset", "yaml_doc", "PlayerSettings.bundleVersion"),
    row("meta.yaml recipe.yaml", "conda_doc"),
    row("dbt_project.yml dbt_project.yaml", "yaml_doc", "version"),
    row(
        "application*.yml application*.yaml bootstrap*.yml",
        "yaml_doc",
        "spring.application.version",
        general=True,
    ),
    row("electron-builder.yml electron-builder.yaml", "yaml_doc", "extraMetadata.version"),
    row("gitversion.yml gitversion.yaml", "yaml_doc", "next-version"),
    row("*.raml", "yaml_doc", "version"),
    row(
        "buildspec*.yml buildspec*.yaml",
        "yaml_doc",
        "env.variables.APP_VERSION",
        "env.variables.VERSION",
        "env.variables.IMAGE_TAG#1",
    ),
    row("taskfile.yml taskfile.yaml", "yaml_doc", "vars.VERSION", "vars.APP_VERSION#1"),
    row(".cz.yaml", "yaml_doc", "commitizen.version"),
    row("*.yaml *.yml *.cff", "yaml_doc"),
)
_XML = (
    row("pom.xml *.pom", "maven_doc"),
    row(
        "*.csproj *.fsproj *.vbproj *.vcxproj *.sqlproj *.wixproj *.props *.targets *.proj",
        "msbuild_doc",
    ),
    row("*.plist", "plist_doc", "CFBundleShortVersionString"),
    row("project.pbxproj", "pbxproj_doc"),
    row("*.strings", "strings_doc", "CFBundleShortVersionString", general=True),
    row(
        "*.metainfo.xml *.appdata.xml *.metainfo.xml.in *.appdata.xml.in",
        "appstream_doc",
    ),
    row(
        "*.xml *.nuspec *.vsixmanifest *.appxmanifest *.manifest *.wxs *.xml.in *.jnlp *.config",
        "xml_doc",
        "project.version",
        "widget.@version",
        "plugin.@version",
        "addon.@version",
        "feature.@version",
        "idea-plugin.version",
        "package.version",
        "package.version.release",
        "package.metadata.version",
        "package.@version#2",
        "module.version",
        "info.version",
        "extension.version",
        "install.version",
        "modification.version",
        "theme.version",
        "ModMetaData.modVersion",
        "Module.Version.@value",
        "PackageManifest.Metadata.Identity.@Version",
        "Vsix.Identifier.Version",
        "Package.Identity.@Version",
        "Package.@Version#1",
        "Wix.Product.@Version",
        "Wix.Package.@Version",
        "assembly.assemblyIdentity.@version",
        "manifest.@android:versionName",
        "ivy-module.info.@revision",
        "config.module.@setup_version",
        general=True,
    ),
)
_LINES = (
    row("setup.cfg", "setup_cfg_doc"),
    row(
        ".bumpversion.cfg bumpversion.cfg .bump2version.cfg",
        "ini_doc",
        "bumpversion.current_version",
    ),
    row("metadata.txt plugin.cfg", "ini_doc", "general.version", "plugin.version", general=True),
    row(
        "*.desktop",
        "ini_doc",
        "Desktop Entry.X-KDE-PluginInfo-Version",
        "Desktop Entry.X-AppImage-Version",
    ),
    row("project.godot", "ini_doc", "application.config/version"),
    row("*.ini *.cfg *.cnf *.gameproject", "ini_doc"),
    row("buildozer.spec", "ini_doc", "app.version"),
    row("*.info", "ini_doc", "version"),  # Drupal 7
    row("*.ipkg", "ini_doc", "version"),  # Idris
    row("*.control", "ini_doc", "default_version"),
    row(".srcinfo", "properties_doc", "pkgver"),
    row("sonar-project.properties", "properties_doc", "sonar.projectVersion"),
    row(
        "application*.properties bootstrap*.properties",
        "properties_doc",
        "spring.application.version",
        general=True,
    ),
    row("*.properties *.prop", "properties_doc"),
    row(
        ".env .env.* *.env env .env-* .envrc .flaskenv env.example env.sample env.template"
        " env.dist env.default env.local env.prod env.production env.dev env.development"
        " env.test env.staging env-example* env-sample* env_example*",
        "env_doc",
    ),
    row(
        "manifest.mf",
        "header_doc",
        "bundle-version",
        "implementation-version#1",
        "plugin-version#1",
    ),
    row("readme.txt", "header_doc", "stable tag", "version#1"),
    row("description pkg-info metadata control *.cabal *.dsc *.lsm", "header_doc"),
    row("changelog changelog.debian *.changelog debian/changelog*", "debian_changelog"),
    row(
        "version version.txt .version version.md release release.txt current_version"
        " version.number app_version _version",
        "plain_doc",
    ),
)

STRUCTURED: tuple[Row, ...] = (*UNVERSIONED, *_JSON, *_TOML, *_YAML, *_XML, *_LINES)
