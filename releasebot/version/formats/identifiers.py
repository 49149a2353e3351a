"""What an identifier of program text says about the version beside it: ours, or another's.

Identifiers are judged by their words. Unlike settings files, programs name their version after
themselves (`LEDGER_VERSION`), so a word in none of these lists is a stranger: it may be the
project's own name, or a tool that nobody thought of, and is trusted least.
"""

from __future__ import annotations

from functools import lru_cache

from releasebot.version.formats.names import words

FIELD = 0
"""Rank of a format's own version field."""
KNOWN = 1
"""Rank of a well-known name: `VERSION`, `APP_VERSION`, `app.version`."""
LIKELY = 2
"""Rank of a name that merely looks like a version: `CLIENT_VERSION`, a local variable."""
UNKNOWN = 3
"""Rank of a version's name with a stranger's word: `LEDGER_VERSION`."""

_OWN_WORDS = (
    "app application package pkg project proj product program prog software sw release current cur"
    " build full this my our self semver semantic display marketing public mod artifact"
)
_WEAK_WORDS = (
    "service svc server client cli lib library module plugin addon extension ext theme bot backend"
    " frontend web webapp site sdk core main base bundle component gem crate game firmware fw"
    " daemon docs api swagger system short assembly informational global root gateway worker portal"
    " script dashboard console admin operator controller"
)
_CONTEXT_WORDS = (
    "info meta metadata about config configuration settings setting options opts env environment"
    " environments constants constant const consts defaults default exports export openapi"
    " document documentation doc general define create init initialize freeze register setup set"
    " builder common globals details properties props manifest version versions apply as with new"
    " make object json spec data framework expo array dict hash map list extra"
)
_TOOL_WORDS = (
    "node nodejs npm npx yarn pnpm bun deno python py pip pipenv poetry uv conda pypy java jdk jre"
    " jvm javac kotlin kt scala groovy gradle maven mvn ant sbt mill clojure lein go golang rust"
    " rustc rustup cargo ruby rb rails rake bundler rubygems php composer phpunit perl lua luajit"
    " swift xcode swiftlint ios ipados tvos watchos macos osx mac android windows win linux alpine"
    " debian ubuntu centos rhel fedora rocky busybox distroless os kernel gcc clang llvm msvc cmake"
    " make ninja meson bazel buildx buildkit docker compose podman containerd kubernetes k8s k3s"
    " kube kubectl kubebuilder kustomize kind minikube helm helmfile istio linkerd envoy terraform"
    " terragrunt tf tofu packer vault consul nomad ansible pulumi cdk aws awscli eks ecs gcp gke"
    " azure aks nginx apache httpd caddy traefik haproxy tomcat jetty wildfly postgres postgresql"
    " pg psql postgis mysql mariadb sqlite mongo mongodb redis valkey memcached elastic"
    " elasticsearch opensearch kibana logstash solr kafka rabbitmq nats zookeeper cassandra"
    " clickhouse neo4j influxdb minio etcd prometheus grafana loki jaeger zipkin otel"
    " opentelemetry sentry keycloak spring springboot springdoc hibernate quarkus micronaut junit"
    " testng mockito kotest scalatest jest mocha vitest cypress playwright selenium puppeteer"
    " chromium chrome chromedriver firefox geckodriver safari edge webkit electron cordova"
    " capacitor ionic react vue angular svelte nextjs nuxt gatsby webpack rollup vite esbuild"
    " babel typescript ts tsc eslint prettier husky lerna nx turbo express nest nestjs fastify"
    " graphql apollo grpc proto protobuf protoc openssl curl wget git gitlab github svn jq yq bash"
    " zsh zlib boost qt gtk glib cuda cudnn nvidia rocm opencv tensorflow torch pytorch numpy"
    " scipy pandas jupyter django flask fastapi starlette celery gunicorn uvicorn sphinx pytest"
    " tox nox mypy pylint ruff black flake8 isort golangci lint linter gofumpt staticcheck"
    " buf sqlc mockery mockgen ginkgo goreleaser cosign syft trivy jenkins sonar sonarqube"
    " jacoco checkstyle spotless spotbugs pmd detekt ktlint ktor exposed dokka lombok mapstruct"
    " guava jackson gson okhttp retrofit slf4j logback log4j androidx ndk agp dagger hilt room"
    " coroutines wordpress wp woocommerce drupal joomla magento typo3 minecraft forge neoforge"
    " fabric quilt loader paper spigot bukkit parchment unity unreal godot elixir erlang otp hex"
    " phoenix ocaml opam dune ghc cabal stack haskell elm nim zig crystal julia dart flutter"
    " dotnet net csharp fsharp nuget msbuild powershell vs vscode msys mingw vcpkg conan stripe"
    " twilio prisma typeorm sequelize knex mongoose ansi c cpp cxx jspecify expo"
)
_OTHER_WORDS = (
    "min minimum max maximum required require requires requirement requirements supported support"
    " supports compatible compat compatibility previous prev old older last next new newer upgrade"
    " from since until deprecated tested test tests testing dummy mock mocks fixture fixtures"
    " sample example examples fake expected invalid remote upstream peer parent dependency"
    " dependencies dep deps engines engine vendor third party import imports plugins classpath"
    " schema schemas db database databases datasource sql orm migration migrations spec"
    " specification standard std protocol proto wire format file lock lockfile abi so soversion"
    " soname message event payload cache index dialect language lang target targets toolchain"
    " compiler compilers runtime platform host guest browser ua agent os arch image http https tls"
    " ssl ssh tcp udp ip ipv4 ipv6 oauth jwt saml key cert certificate algorithm encryption crypto"
    " hash checksum manifest config cfg settings data dataset model state store storage backup"
    " snapshot feature template bootstrap binary user order item row record entity document doc"
    " revision request req response res body header headers params query cluster openapi asyncapi"
    " oas xml html css json yaml toml csv pdf svg unicode tzdata cldr icu default driver hardware"
    " hw device bios uefi sdks levels subscription contract pact legal terms policy consent"
    " signature compile mime metadata extra framework tool tools describe it expect should inputs"
    " box vm love"
)
_SUFFIX_WORDS = "string str text name number num no full value literal semver constant label info"

_OWN = frozenset(_OWN_WORDS.split())
_OWN_OR_WEAK = _OWN.union(_WEAK_WORDS.split())
_CONTEXT = _OWN_OR_WEAK.union(_CONTEXT_WORDS.split())
_STRANGERS = frozenset(f"{_TOOL_WORDS} {_OTHER_WORDS}".split())
_NO_CONTEXT = _STRANGERS.difference(_CONTEXT_WORDS.split())
_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
_DESCRIPTIONS = frozenset(["swagger", "openapi", "oas", "asyncapi"])
_TAGGED = _OWN.union(["image", "docker", "container"])
_KNOWN_OWNERS = frozenset(
    {
        "runtimeConfig",  # Nuxt
        "publicRuntimeConfig",  # Next
        "Package.describe",  # Meteor
        "resourceFromAttributes",  # OpenTelemetry
    }
)
"""Objects and calls of frameworks that describe the application, whatever their words say."""
_NO_VERSION_WORDS = frozenset(
    ["conversion", "subversion", "inversion", "reversion", "diversion", "aversion"]
)


@lru_cache(maxsize=1024)
def name_rank(name: str) -> int | None:
    """How far a constant, field or key of this name can be trusted to hold the project's version.

    None where it is no version's name, or names the version of something else: a tool, a
    minimum, a schema, a protocol.
    """
    parts = _split(words(name))
    if parts is None or not _SUFFIXES.issuperset(parts[1]):
        return None
    before = [word for word in parts[0] if len(word) > 1]  # kVersion, g_version, m_version
    if before[:1] == ["get"]:
        del before[0]
    if _STRANGERS.intersection(before):
        return None
    if _OWN.issuperset(before):
        return KNOWN
    return LIKELY if _OWN_OR_WEAK.issuperset(before) else UNKNOWN


@lru_cache(maxsize=1024)
def owner_rank(owner: str) -> int | None:
    """How far something inside an object, a call or a class of this name can be ours.

    `KNOWN` for `app`, `info`, `environment`; None for `database`, `dependencies`; `UNKNOWN` for
    any other word.
    """
    if owner in _KNOWN_OWNERS or owner.startswith("define"):  # defineNuxtConfig and its like
        return KNOWN
    parts = [word for word in words(owner) if len(word) > 1]
    if _NO_CONTEXT.intersection(parts):
        return None
    return KNOWN if not parts or _CONTEXT.intersection(parts) else UNKNOWN


def is_interface(name: str) -> bool:
    """Whether the name may mean the version of an interface, as routes carry it: `apiVersion`."""
    return "api" in words(name)


def is_description(name: str) -> bool:
    """Whether the name may mean the format of an interface's description: `openapiVersion`."""
    return bool(_DESCRIPTIONS.intersection(words(name)))


def is_tag_name(name: str) -> bool:
    """Whether it names the tag of an image that is built here: `TAG`, `IMAGE_TAG`."""
    parts = words(name)
    return parts[-1:] == ("tag",) and _TAGGED.issuperset(parts[:-1])


def _split(parts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words before and after the word `version`; None if there is no such word."""
    for at in range(len(parts) - 1, -1, -1):
        word = parts[at]
        if word in {"version", "ver", "vsn"}:
            return parts[:at], parts[at + 1 :]
        if word.endswith("version") and word not in _NO_VERSION_WORDS:
            return (*parts[:at], word.removesuffix("version")), parts[at + 1 :]
        if word.endswith("ver") and word.removesuffix("ver") in _OWN:
            return (*parts[:at], word.removesuffix("ver")), parts[at + 1 :]
    return None
