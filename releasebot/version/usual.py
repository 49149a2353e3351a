"""The usual places of a project's version, in their order of trust.

The first row is trusted most. Detection looks at them one after the other and stops at the first
file that states a version; the comparison of all places uses the same rows, and gives those in
which a difference means nothing the kind `COMPANION`.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Kind(Enum):
    """What follows from a place that states another version than the rest."""

    MANIFEST = "manifest"
    """What the project is published by: it has to agree, and where its version is computed by
    something that is no file, nothing less trusted is asked instead."""

    STATEMENT = "statement"
    """It has to agree, but a version of fewer numbers than the project's (`1.0`, `v2`) is the name
    of a contract or a line of releases and says nothing about one release."""

    COMPANION = "companion"
    """It is raised along with the others where it agrees with them, and is its own affair where it
    does not."""


class Owner(Enum):
    """How a file is known to be about this project, where its name does not tell."""

    COMPOSE = "compose"
    CHART = "chart"
    VALUES = "values"
    LOCK = "lock"
    MODULE = "module"


class Usual(Struct, frozen=True):
    """Files of one kind.

    `names` are globs of the file's name in lower case; `folders` globs of its folder relative to
    the project's (empty: that folder itself), part by part, or `**` for any. `selectors` are tried
    in this order, and the first that is there counts; without any, the format's own judgement.
    `decides` is False where a version is only ever compared, never taken as the project's.
    """

    why: str
    names: tuple[str, ...]
    folders: tuple[str, ...] = ("",)
    selectors: tuple[str, ...] = ()
    kind: Kind = Kind.STATEMENT
    decides: bool = True
    owner: Owner | None = None


def _usual(
    why: str,
    names: str,
    folders: str = "",
    selectors: str = "",
    *,
    kind: Kind = Kind.STATEMENT,
    decides: bool = True,
    owner: Owner | None = None,
) -> Usual:
    """A row; words are separated by spaces, and `.` stands for the project's own folder."""
    where = tuple("" if folder == "." else folder for folder in folders.split()) or ("",)
    return Usual(why, tuple(names.split()), where, tuple(selectors.split()), kind, decides, owner)


def _manifests(*names: str) -> tuple[Usual, ...]:
    return tuple(_usual("the package manifest", one, kind=Kind.MANIFEST) for one in names)


_CONFIGURATION = (
    "app.version application.version info.app.version app.appVersion app.app_version appVersion"
    " app_version APP_VERSION version"
)
_DATA = "json json5 jsonc yaml yml toml"
_CODE = "ts js mts mjs cts cjs"


def _with(stems: str, suffixes: str) -> str:
    return " ".join(f"{stem}.{suffix}" for stem in stems.split() for suffix in suffixes.split())


USUAL: tuple[Usual, ...] = (
    *_manifests(
        "package.json",
        "pyproject.toml",
        "cargo.toml",
        "pom.xml",
        "gradle.properties",
        "build.gradle.kts build.gradle",
        "composer.json",
        "pubspec.yaml",
        "mix.exs",
        "*.gemspec",
        "setup.cfg",
        "setup.py",
        "deno.json deno.jsonc",
        "jsr.json",
        "*.csproj *.fsproj *.vbproj",
        "directory.build.props",
        "build.sbt version.sbt",
        "project.clj",
        "package.yaml",
        "*.cabal",
        "shard.yml",
        "project.toml",
        "description",
        "dune-project",
        "*.opam",
        "elm.json",
        "gleam.toml",
        "*.nimble",
        "*.podspec",
        "*.rockspec",
        "build.zig.zon",
        "cmakelists.txt",
        "meson.build",
        "configure.ac",
        "vcpkg.json",
        "conanfile.py",
        "module.bazel",
        "makefile.pl",
        "haxelib.json",
        "library.json library.properties",
        "galaxy.yml",
        "lerna.json",
        "bower.json",
        "manifest.json",
    ),
    _usual("the Tauri application", "tauri.conf.json tauri.conf.json5", "src-tauri ."),
    _usual("the Tauri application", "cargo.toml", "src-tauri", kind=Kind.COMPANION),
    _usual("the Xcode project", "project.pbxproj", "*.xcodeproj ios/*.xcodeproj"),
    _usual("the Unity project", "projectsettings.asset", "ProjectSettings projectsettings"),
    _usual("the Godot project", "project.godot"),
    _usual("the plugin's header", "*.php style.css", selectors="Version"),
    _usual("the version file", "version version.txt .version", kind=Kind.MANIFEST),
    _usual("the version file", "version.properties version.json"),
    _usual("the release tool's record", ".release-please-manifest.json"),
    _usual("the release tool's record", ".bumpversion.cfg .bumpversion.toml"),
    _usual(
        "the lock file's own entry",
        "package-lock.json npm-shrinkwrap.json",
        kind=Kind.MANIFEST,
        decides=False,
    ),
    _usual(
        "the lock file's own entry",
        "cargo.lock uv.lock",
        kind=Kind.MANIFEST,
        decides=False,
        owner=Owner.LOCK,
    ),
    _usual(
        "a module's parent",
        "pom.xml",
        "* */* */*/*",
        kind=Kind.MANIFEST,
        decides=False,
        owner=Owner.MODULE,
    ),
    _usual("the chart of this project", "chart.yaml", owner=Owner.CHART, folders=". **"),
    _usual(
        "the application's configuration",
        _with("default config configuration app application settings base", _DATA),
        "config . conf configs src/config src/configs src/main/resources app/config",
        _CONFIGURATION,
    ),
    _usual(
        "the application's configuration",
        "application.properties bootstrap.properties",
        "config . src/main/resources",
        "info.app.version app.version application.version spring.application.version",
    ),
    _usual(
        "the application's configuration",
        _with("production prod staging stage stg development dev", _DATA),
        "config conf configs src/config src/configs",
        _CONFIGURATION,
    ),
    _usual(
        "the application's configuration",
        _with("configuration config app app.config default index", _CODE),
        "src/config config src/configs src/common/config src/common/configs src/configuration",
        "app.version application.version version appVersion APP_VERSION VERSION",
    ),
    _usual("the application's configuration", "app.json app.config.ts app.config.js"),
    _usual(
        "the API description's settings",
        " ".join(
            (
                _with("default config configuration app swagger openapi", f"{_DATA} {_CODE}"),
                _with("production prod staging stage development dev", _DATA),
            )
        ),
        "config . conf configs src/config src/configs src/common/config src/common/configs",
        "swagger.version openapi.version",
    ),
    _usual(
        "the Swagger set-up",
        _with("main bootstrap server app *swagger* *openapi* *api-doc* *apidoc* setup*", _CODE),
        "src . src/swagger src/config src/docs **",
        "setVersion definition.info.version openapi.info.version swagger.info.version"
        " swaggerDefinition.info.version",
    ),
    _usual("the FastAPI application", "main.py app.py", ". app src * src/*", "FastAPI.version"),
    _usual(
        "the version constant",
        _with("version _version __version__ __about__", "ts js mjs cjs py go rb rs php swift"),
        "src . lib app version internal/version pkg/version src/version * src/* lib/* sources/*",
    ),
    _usual("the version constant", "__init__.py", "app * src/*", "__version__"),
    _usual("the version constant", "version.rb", "config/initializers config lib/*"),
    _usual("the Android module", "build.gradle.kts build.gradle", "app android/app"),
    _usual("the assembly's attributes", "assemblyinfo.cs", "properties Properties"),
    _usual(
        "the exported API description",
        _with(
            "openapi swagger *-openapi *-swagger openapi-spec swagger-spec api-docs api-spec",
            "json yaml yml",
        ),
        ". docs doc api spec specs swagger openapi public static docs/api docs/openapi"
        " docs/swagger src/main/resources src/main/resources/static",
        "info.version",
    ),
    _usual("the Sonar project", "sonar-project.properties"),
    _usual(
        "the image's label",
        "dockerfile dockerfile.* *.dockerfile containerfile",
        ". docker build deploy",
        "org.opencontainers.image.version version org.label-schema.version",
    ),
    _usual(
        "the tag of an image built here",
        "docker-compose*.yml docker-compose*.yaml compose*.yml compose*.yaml",
        ". docker deploy .docker deployment infra compose",
        decides=False,
        owner=Owner.COMPOSE,
    ),
    _usual("the chart's image", "values.yaml values.yml", "**", decides=False, owner=Owner.VALUES),
    _usual(
        "the environment file",
        ".env .env.production .env.prod .env.development",
        selectors="APP_VERSION VERSION",
    ),
    _usual("the snap", "snapcraft.yaml", "snap .", kind=Kind.COMPANION),
    _usual("the package's recipe", "*.spec pkgbuild apkbuild", ". rpm", kind=Kind.COMPANION),
    _usual("the package's recipe", "flake.nix default.nix", kind=Kind.COMPANION),
    _usual("the build file", "makefile gnumakefile justfile jenkinsfile", kind=Kind.COMPANION),
    _usual(
        "the documentation's settings",
        "conf.py",
        "docs doc docs/source doc/source",
        "release",
        kind=Kind.COMPANION,
    ),
    _usual("the plugin's readme", "readme.txt", kind=Kind.COMPANION),
    _usual("the citation", "citation.cff codemeta.json .zenodo.json", kind=Kind.COMPANION),
)
"""Every usual place. A file's position here is its trust."""

_FOREIGN = (
    "node_modules bower_components jspm_packages vendor vendors vendored third_party third-party"
    " thirdparty external extern deps pods carthage site-packages venv .venv"
    " example examples sample samples demo demos fixture fixtures __fixtures__ template templates"
    " test tests __tests__ testdata test-data testing e2e mock mocks __mocks__ generated"
    " __generated__ dist out target coverage .git .next .nuxt snapshots __snapshots__"
)
_PROJECT = (
    "package.json pyproject.toml cargo.toml pom.xml go.mod composer.json setup.py setup.cfg mix.exs"
    " pubspec.yaml deno.json deno.jsonc jsr.json releasebot.toml"
)

FOREIGN_FOLDERS = frozenset(_FOREIGN.split())
"""Folders whose files are somebody else's, made by a program, or about no real project."""

PROJECT_FILES = frozenset(_PROJECT.split())
"""Files whose folder, below the project's, is a project of its own. A Gradle module is none: it
shares the version of its build."""
