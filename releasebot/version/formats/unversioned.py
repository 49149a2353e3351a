"""Files that state versions, but never the version of the project that they lie in."""

from __future__ import annotations

from releasebot.version.formats.row import Row, stateless

_LOCKS = "locks the versions of dependencies"

UNVERSIONED: tuple[Row, ...] = (
    stateless(
        ".nvmrc .node-version .python-version .ruby-version .java-version .go-version"
        " .php-version .terraform-version .opentofu-version .terragrunt-version .tool-versions"
        " .bun-version .swift-version .xcode-version .crystal-version .elixir-version"
        " .erlang-version .perl-version .rust-version .flutter-version .dart-version .deno-version"
        " .dvmrc .bazelversion .helm-version .kubectl-version .sbt-version .scala-version"
        " .zig-version .zigversion .sdkmanrc .packer-version .hugo-version .r-version .lua-version"
        " .ocaml-version .cmake-version .ansible-version .mise.toml mise.toml .rtx.toml"
        " rust-toolchain rust-toolchain.toml runtime.txt global.json .yvmrc projectversion.txt"
        " .pnpm-version .yarn-version .npm-version",
        "pins the version of a tool",
        "plain_doc",
    ),
    stateless(
        "requirements*.txt constraints*.txt requirements*.in go.mod go.sum go.work go.work.sum"
        " gemfile pipfile environment.yml environment.yaml packages.config"
        " directory.packages.props cartfile cartfile.resolved brewfile podfile versions.json"
        " galaxy-requirements.yml conanfile.txt packages.txt dependencies.json import_map.json"
        " hacs.json",
        "lists the versions of dependencies",
    ),
    stateless("*.versions.toml", "lists the versions of dependencies", "toml_doc"),
    stateless(
        "cargo.lock poetry.lock pdm.lock uv.lock pixi.lock pylock.toml",
        _LOCKS,
        "toml_doc",
    ),
    stateless(
        "composer.lock pipfile.lock flake.lock deno.lock package.resolved packages.lock.json"
        " project.assets.json dub.selections.json renv.lock bun.lock",
        _LOCKS,
        "json_doc",
    ),
    stateless(
        "pnpm-lock.yaml pubspec.lock podfile.lock shard.lock chart.lock galaxy.lock"
        " stack.yaml.lock buf.lock conda-lock.yml melange.lock",
        _LOCKS,
        "yaml_doc",
    ),
    stateless(
        "yarn.lock gemfile.lock mix.lock rebar.lock paket.lock gradle.lockfile requirements.lock"
        " conan.lock devbox.lock",
        _LOCKS,
    ),
    stateless(
        ".openapi-generator/version .swagger-codegen/version",
        "states the version of the generator",
        "plain_doc",
    ),
    stateless(
        ".github/dependabot.yml .github/dependabot.yaml dependabot.yml dependabot.yaml"
        " .pre-commit-config.yaml .pre-commit-config.yml .pre-commit-hooks.yaml .readthedocs.yml"
        " .readthedocs.yaml readthedocs.yml .golangci.yml .golangci.yaml .goreleaser.yml"
        " .goreleaser.yaml goreleaser.yml .travis.yml .circleci/config.yml .circleci/*.yml"
        " appspec.yml appspec.yaml"
        " amplify.yml codecov.yml .codecov.yml buf.yaml buf.gen.yaml buf.work.yaml sqlc.yaml"
        " sqlc.yml .rubocop.yml .swiftlint.yml .yarnrc.yml .hadolint.yaml lefthook.yml"
        " ecs-params.yml samconfig.toml prometheus.yml .yamllint .yamllint.yml .markdownlint.yaml"
        " mkdocs.yml .drone.yml .woodpecker.yml .release-it.yaml crowdin.yml .copier-answers.yml"
        " .sops.yaml action.yml action.yaml .semaphore/*.yml renovate.yml .snyk .gitpod.yml"
        " glide.yaml stack.yaml cabal.project",
        "configures a tool; a version in it is that of the tool's format",
        "yaml_doc",
    ),
    stateless(
        "tsconfig*.json jsconfig*.json angular.json nx.json turbo.json biome.json biome.jsonc"
        " .eslintrc .eslintrc.json .prettierrc .prettierrc.json .babelrc babel.config.json"
        " renovate.json renovate.json5 .renovaterc .renovaterc.json vercel.json now.json"
        " firebase.json cypress.json cdk.json cdk.context.json nest-cli.json .swcrc nodemon.json"
        " tslint.json .vscode/*.json .devcontainer/devcontainer.json devcontainer.json"
        " .devcontainer.json launchsettings.json release-please-config.json .changeset/config.json"
        " .release-it.json .releaserc .releaserc.json .stylelintrc .stylelintrc.json"
        " .markdownlint.json .markdownlint.jsonc host.json libman.json *.sarif cspell.json"
        " .cspell.json .all-contributorsrc typedoc.json api-extractor.json pyrightconfig.json"
        " .luarc.json stylua.json tasks.json launch.json cmakepresets.json cmakeuserpresets.json"
        " compile_commands.json *.runtimeconfig.json *.deps.json dotnet-tools.json gitversion.json"
        " knip.json wrangler.json wrangler.jsonc .lintstagedrc .commitlintrc.json components.json"
        " rush.json .nycrc .c8rc.json",
        "configures a tool; a version in it is that of the tool or of its format",
        "json_doc",
    ),
    stateless(
        "tox.ini mypy.ini .mypy.ini pytest.ini .coveragerc .flake8 .pylintrc pylintrc"
        " .editorconfig .isort.cfg .npmrc .yarnrc pip.conf .pypirc .gitmodules .gitconfig"
        " alembic.ini .hgrc pyvenv.cfg gradle-wrapper.properties maven-wrapper.properties"
        " project/build.properties gradle/wrapper/*.properties local.properties log4j.properties"
        " log4j2.properties logging.properties messages*.properties",
        "configures a tool",
        "ini_doc",
    ),
    stateless(
        "ruff.toml .ruff.toml rustfmt.toml .rustfmt.toml clippy.toml deny.toml cross.toml uv.toml"
        " poetry.toml .cargo/config.toml taplo.toml .taplo.toml cliff.toml .streamlit/config.toml"
        " typos.toml _typos.toml selene.toml stylua.toml pdm.toml hatch.toml bunfig.toml"
        " lychee.toml .gitleaks.toml release-plz.toml knope.toml",
        "configures a tool",
        "toml_doc",
    ),
    stateless("knexfile.*", "configures a tool", "typescript"),
    stateless(
        "nuget.config *.iml .idea/*.xml .mvn/*.xml *.resx *.xaml *.svg *.html *.xhtml *.xsd *.xsl"
        " *.xslt *.wsdl *.rss *.atom web.xml persistence.xml logback*.xml log4j*.xml"
        " checkstyle*.xml phpunit.xml phpunit.xml.dist psalm.xml phpcs.xml *.xcscheme *.storyboard"
        " *.xib *.ruleset maven-metadata.xml *.xliff *.xlf",
        "is no manifest of a project",
        "xml_doc",
    ),
    stateless(
        "debian/copyright *.md *.rst *.adoc license license.txt",
        "is no manifest of a project",
        "header_doc",
    ),
)
