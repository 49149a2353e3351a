"""`releasebot images` as its users run it, against a registry that checks every request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.oci_registry import PASSWORD, USER, Fault, OciRegistry, oci_registry
from tests.image_files import make_docker_archive, make_index, make_layout, pack
from tests.projects import Ended
from tests.shop import Shop, make_shop

API, NGINX = "team/prod-api", "team/prod-nginx"
REVISION = "org.opencontainers.image.revision"
VERSION = "org.opencontainers.image.version"


@pytest.fixture
def registry() -> Iterator[OciRegistry]:
    with oci_registry() as serving:
        yield serving


@pytest.fixture
def shop(registry: OciRegistry, tmp_path: Path) -> Shop:
    return make_shop(tmp_path, registry.host + "/team/{env}-{service}")


def digests(registry: OciRegistry, tag: str) -> dict[str, str | None]:
    return {name: registry.tag(name, tag) for name in (API, NGINX)}


def assert_told(ended: Ended, code: int, *words: str) -> None:
    """One sentence, a hint, the exit code, and no traceback."""
    assert ended.code == code, ended.err
    errors = [line for line in ended.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1
    assert "\nhint: " in ended.err
    assert "Traceback" not in ended.err
    for word in words:
        assert word in ended.err


def test_every_image_is_pushed_under_its_version_and_nothing_moves(
    registry: OciRegistry, shop: Shop
) -> None:
    wanted = {API: shop.build("api", "1.4.0"), NGINX: shop.build("nginx", "1.4.0")}
    ended = shop.run("push", "--format", "json")
    assert ended.code == 0, ended.err
    assert digests(registry, "1.4.0") == wanted
    assert digests(registry, "target") == {API: None, NGINX: None}
    assert [(one["service"], one["state"]) for one in ended.json["pushed"]] == [
        ("api", "pushed"),
        ("nginx", "pushed"),
    ]
    assert [one["digest"] for one in ended.json["pushed"]] == list(wanted.values())


def test_what_is_there_already_costs_one_request_a_service(
    registry: OciRegistry, shop: Shop
) -> None:
    shop.call("push")
    registry.asked.clear()
    ended = shop.call("push", "--format", "json")
    assert {one["state"] for one in ended.json["pushed"]} == {"already_so"}
    assert len(registry.asked) == 2


@pytest.mark.parametrize(("login", "most"), [("basic", 2), ("bearer", 3)])
def test_with_a_login_it_costs_no_more_than_four(tmp_path: Path, login: str, most: int) -> None:
    with oci_registry("basic" if login == "basic" else "bearer") as registry:
        shop = make_shop(tmp_path, registry.host + "/team/{env}-{service}")
        assert_told(shop.call("push"), 5, "wants a login, and none is here", "docker login")
        shop.log_in(registry.host, USER, "wrong")
        assert_told(shop.call("push"), 5, "refuses the login of bot")
        shop.log_in(registry.host, USER, PASSWORD)
        ended = shop.call("push", "--target")
        assert ended.code == 0, ended.err
        assert PASSWORD not in ended.out + ended.err
        registry.asked.clear()
        shop.call("push")
        assert len(registry.asked) <= most * 2


def test_a_login_that_has_expired_meanwhile_is_renewed_once(tmp_path: Path) -> None:
    body = '{"errors":[{"code":"DENIED","message":"Your authorization token has expired."}]}'
    with oci_registry("basic") as registry:
        shop = make_shop(tmp_path, registry.host + "/team/{env}-{service}", services=("api",))
        shop.log_in(registry.host, USER, PASSWORD)
        registry.faults = [Fault("PUT", "manifests/1.4.0", 403, body)]
        ended = shop.call("push")
        assert ended.code == 0, ended.err
        shop.build("api", "1.5.0")
        registry.faults = [Fault("PUT", "manifests/1.5.0", 403, body, times=9)]
        assert_told(shop.call("push", "api=1.5.0"), 5, "refuses access")
        assert registry.asked.count("PUT /v2/team/prod-api/manifests/1.5.0") == 2


def test_each_service_can_be_auto_a_version_or_skipped(registry: OciRegistry, shop: Shop) -> None:
    older = shop.build("api", "1.3.0")
    ended = shop.call("push", "--env", "prod", "api=1.3.0", "nginx=skip")
    assert ended.code == 0, ended.err
    assert registry.tag(API, "1.3.0") == older
    assert NGINX not in registry.repositories
    shop.call("push", "nginx=auto")
    assert registry.tag(NGINX, "1.4.0")
    assert registry.tag(API, "1.4.0") is None


def test_a_service_has_a_version_of_its_own(registry: OciRegistry, tmp_path: Path) -> None:
    shop = make_shop(tmp_path, registry.host + "/team/{env}-{service}")
    toml = (shop.project.folder / "releasebot.toml").read_text()
    own = '[images.services.nginx]\nversion = { file = "nginx/Dockerfile", selector = "VERSION" }\n'
    toml = toml.replace("[images.services.nginx]\n", own)
    files = {"releasebot.toml": toml, "nginx/Dockerfile": "FROM scratch\nARG VERSION='1.27.3'\n"}
    shop.project.commit("chore: nginx", files)
    shop.build("nginx", "1.27.3")
    ended = shop.call("push")
    assert ended.code == 0, ended.err
    assert registry.tag(NGINX, "1.27.3")
    assert registry.tag(API, "1.4.0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("push", "apii=auto"), "there is no service apii: found api, nginx"),
        (("push", "api"), "api says nothing of a service's version"),
        (("push", "api=auto", "api=skip"), "the service api is named twice"),
        (("push", "--env", "dev"), "there is no environment dev: found prod"),
        (("target", "api=1.4.0 0"), "makes no tag of an image"),
    ],
)
def test_a_wrong_word_is_told_before_anything_is_asked(
    registry: OciRegistry, shop: Shop, words: tuple[str, ...], said: str
) -> None:
    assert_told(shop.call(*words), 2, said)
    assert registry.asked == []


def test_an_environment_has_to_be_named_where_there_are_several(shop: Shop) -> None:
    file = shop.project.folder / "releasebot.toml"
    one = file.read_text()
    file.write_text(one + "[environments.dev]\n")
    assert_told(shop.call("push"), 2, "which environment is meant is not clear: found prod, dev")
    file.write_text(one.replace("[environments.prod]\n", ""))
    assert_told(shop.call("push"), 2, "no environment is configured", "[environments.prod]")


def test_a_version_that_names_another_image_is_a_conflict_and_nothing_is_pushed(
    registry: OciRegistry, shop: Shop
) -> None:
    shop.call("push", "nginx=auto")
    shop.build("nginx", "1.4.0", {"built": "again"})
    assert_told(shop.call("push", "--target"), 4, "names another image: found sha256:", "wanted")
    assert registry.tag(API, "1.4.0") is None
    assert digests(registry, "target") == {API: None, NGINX: None}


def test_labels_have_to_fit_the_commit_and_the_version(registry: OciRegistry, shop: Shop) -> None:
    head = shop.project.head
    shop.build("api", "1.4.0", {REVISION: "0123456789abcdef0123456789abcdef01234567"})
    ended = shop.call("push", "api=auto")
    assert_told(ended, 4, f"labelled as built from 012345678, wanted {head[:9]}")
    shop.build("api", "1.4.0", {REVISION: head, VERSION: "1.3.9"})
    assert_told(shop.call("push", "api=auto"), 4, "labelled as version 1.3.9, wanted 1.4.0")
    assert API not in registry.repositories or not registry.tag(API, "1.4.0")
    shop.build("api", "1.4.0", {REVISION: head[:12], VERSION: "v1.4.0"})
    assert shop.call("push", "api=auto").code == 0


def test_an_image_that_is_only_in_the_registry_is_checked_by_its_labels_there(shop: Shop) -> None:
    shop.build("api", "1.4.0", {REVISION: shop.project.head})
    shop.call("push", "api=auto")
    (shop.images / "api-1.4.0").rename(shop.images / "gone")
    assert shop.call("push", "api=auto").code == 0
    shop.project.commit("feat: more", {"more.txt": "more"})
    assert_told(shop.call("push", "api=auto"), 4, "labelled as built from")


def test_an_image_that_is_nowhere_is_told(registry: OciRegistry, shop: Shop) -> None:
    (shop.images / "nginx-1.4.0").rename(shop.images / "gone")
    assert_told(shop.call("push"), 2, "nginx-1.4.0, the archive of an image, is not there")
    assert registry.tag(API, "1.4.0") is None


def test_an_index_of_several_platforms_arrives_with_all_its_images(
    registry: OciRegistry, shop: Shop
) -> None:
    digest = make_index(shop.images / "api-2.0.0", "api 2.0.0", {VERSION: "2.0.0"})
    ended = shop.call("push", "--target", "api=2.0.0")
    assert ended.code == 0, ended.err
    assert registry.tag(API, "target") == digest
    assert len(registry.repositories[API].manifests) == 3
    listed = shop.call("list", "--format", "json").json["images"]
    assert [(one["digest"], one["target"]) for one in listed] == [(digest, True)]
    assert listed[0]["size"] > 0


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_an_oci_archive_keeps_its_digest(registry: OciRegistry, shop: Shop, mode: str) -> None:
    digest = make_layout(shop.images / "folder", "packed")
    pack(shop.images / "folder", shop.images / "api-3.0.0", mode)
    ended = shop.call("push", "api=3.0.0")
    assert ended.code == 0, ended.err
    assert registry.tag(API, "3.0.0") == digest


def test_dockers_archive_is_pushed_as_the_same_image_each_time(
    registry: OciRegistry, shop: Shop
) -> None:
    path = shop.images / "api-3.0.0"
    make_docker_archive(path, "saved", "api:3.0.0", {VERSION: "3.0.0"}, size=300_000)
    assert shop.call("push", "api=3.0.0").code == 0
    first = registry.tag(API, "3.0.0")
    again = shop.call("push", "api=3.0.0", "--format", "json")
    assert again.json["pushed"][0]["state"] == "already_so"
    registry.repositories.clear()
    assert shop.call("push", "api=3.0.0").code == 0
    assert registry.tag(API, "3.0.0") == first


@pytest.mark.parametrize("content", [b"", b"no image at all", b"\x1f\x8bdamaged"])
def test_a_file_that_is_no_image_is_told(shop: Shop, content: bytes) -> None:
    (shop.images / "api-3.0.0").write_bytes(content)
    assert_told(shop.call("push", "api=3.0.0"), 2, "api-3.0.0 is ")


def test_a_deployment_moves_all_services_and_keeps_the_previous_set(
    registry: OciRegistry, shop: Shop
) -> None:
    shop.call("push", "--target")
    first = digests(registry, "target")
    assert first == digests(registry, "1.4.0")
    for service in ("api", "nginx"):
        shop.build(service, "1.5.0")
    ended = shop.call("push", "--target", "api=1.5.0", "nginx=1.5.0", "--format", "json")
    assert ended.code == 0, ended.err
    assert digests(registry, "target") == digests(registry, "1.5.0")
    assert digests(registry, "target-previous") == first
    assert [one["state"] for one in ended.json["targets"]] == ["moved", "moved"]
    back = shop.call("rollback", "--env", "prod")
    assert back.code == 0, back.err
    assert digests(registry, "target") == first
    assert "moved" not in shop.call("rollback").out
    assert digests(registry, "target") == first


def test_a_service_that_stays_is_not_rolled_back_further_than_the_others(
    registry: OciRegistry, shop: Shop
) -> None:
    for version in ("1.4.1", "1.4.2"):
        for service in ("api", "nginx"):
            shop.build(service, version)
        shop.call("push", f"api={version}", f"nginx={version}", "--target")
    shop.build("api", "1.4.3")
    shop.call("push", "--target", "api=1.4.3", "nginx=skip")
    assert digests(registry, "target") == {
        API: registry.tag(API, "1.4.3"),
        NGINX: registry.tag(NGINX, "1.4.2"),
    }
    shop.call("rollback")
    assert digests(registry, "target") == digests(registry, "1.4.2")


def test_a_first_deployment_has_nothing_to_go_back_to(registry: OciRegistry, shop: Shop) -> None:
    assert_told(shop.call("rollback"), 4, "there is no previous set")
    shop.call("push", "--target")
    assert_told(shop.call("rollback"), 4, "there is no previous set")
    assert digests(registry, "target") == digests(registry, "1.4.0")


def test_a_version_that_was_not_pushed_cannot_be_deployed(
    registry: OciRegistry, shop: Shop
) -> None:
    shop.call("push", "api=auto")
    assert_told(shop.call("target"), 4, "prod-nginx:1.4.0 is not in the registry")
    assert digests(registry, "target") == {API: None, NGINX: None}


def test_a_deployment_that_is_so_already_writes_nothing(registry: OciRegistry, shop: Shop) -> None:
    shop.call("push", "--target")
    registry.asked.clear()
    ended = shop.call("target", "--format", "json")
    assert {one["state"] for one in ended.json["targets"]} == {"already_so"}
    assert not [one for one in registry.asked if not one.startswith("GET ")]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("PUT", "nginx/manifests/target$", 500, times=9), "failed with 500"),
        (Fault("PUT", "nginx/manifests/target$", 507, times=9), "has no room"),
        (
            Fault("PUT", "nginx/manifests/target$", 403, '{"errors":[{"code":"DENIED"}]}', times=9),
            "refuses access",
        ),
    ],
)
def test_a_move_that_fails_puts_back_what_was_moved(
    registry: OciRegistry, shop: Shop, fault: Fault, said: str
) -> None:
    shop.call("push", "--target")
    first = digests(registry, "target")
    for service in ("api", "nginx"):
        shop.build(service, "1.5.0")
    shop.call("push", "api=1.5.0", "nginx=1.5.0")
    registry.faults = [fault]
    assert_told(shop.call("target", "api=1.5.0", "nginx=1.5.0"), 5, said)
    assert digests(registry, "target") == first
    registry.faults = []
    assert shop.call("target", "api=1.5.0", "nginx=1.5.0").code == 0
    assert digests(registry, "target") == digests(registry, "1.5.0")
    assert digests(registry, "target-previous") == first


def test_an_immutable_target_stops_the_move_and_all_go_back(
    registry: OciRegistry, shop: Shop
) -> None:
    shop.call("push", "--target")
    first = digests(registry, "target")
    for service in ("api", "nginx"):
        shop.build(service, "1.5.0")
    registry.immutable = re.compile("target")
    ended = shop.call("push", "--target", "api=1.5.0", "nginx=1.5.0")
    assert_told(ended, 4, "the tag target in", "is immutable and names another image")
    assert digests(registry, "target") == first


def test_an_immutable_version_is_already_so_where_it_is_the_same(
    registry: OciRegistry, shop: Shop
) -> None:
    registry.immutable = re.compile("[0-9].*")
    assert shop.call("push").code == 0
    assert shop.call("push").code == 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "manifests/1.4.0"),
        ("PUT", "manifests/1.4.0"),
        ("PUT", "blobs/uploads"),
        ("PUT", "manifests/target"),
    ],
)
def test_a_connection_that_breaks_is_taken_up_again(
    registry: OciRegistry, shop: Shop, method: str, path: str, when: str
) -> None:
    registry.faults = [Fault(method, path, when="after" if when == "after" else "before")]
    ended = shop.call("push", "--target")
    assert ended.code == 0, ended.err
    assert registry.faults[0].times == 0
    assert digests(registry, "target") == digests(registry, "1.4.0")


def test_a_registry_that_asks_to_wait_is_waited_for(registry: OciRegistry, shop: Shop) -> None:
    registry.faults = [
        Fault("PUT", "manifests/1.4.0", 429, headers={"Retry-After": "1"}),
        Fault("POST", "uploads", 429),
    ]
    assert shop.call("push").code == 0


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("GET", "manifests", 404, "<html>", times=9), "404, but not as a registry does"),
        (
            Fault("GET", "manifests", 429, headers={"Retry-After": "999"}, times=9),
            "no more requests",
        ),
        (Fault("GET", "manifests", 503, times=99), "failed with 503"),
        (Fault("GET", "manifests", 403, times=9), "refuses access"),
        (
            Fault("POST", "uploads", 403, '{"errors":[{"code":"DENIED","message":"quota"}]}'),
            "has no room",
        ),
    ],
)
def test_each_failure_has_its_sentence_and_the_next_run_finishes(
    registry: OciRegistry, shop: Shop, fault: Fault, said: str
) -> None:
    registry.faults = [fault]
    assert_told(shop.call("push", "api=auto"), 5, said)
    registry.faults = []
    assert shop.call("push", "api=auto").code == 0


def test_a_registry_that_does_not_run_is_told(tmp_path: Path) -> None:
    with oci_registry() as gone:
        host = gone.host
    shop = make_shop(tmp_path, host + "/team/{env}-{service}")
    assert_told(shop.call("push"), 5, "the connection is refused")


def test_the_list_shows_the_newest_versions_and_what_runs(shop: Shop) -> None:
    built = {}
    for version in ("1.4.0", "1.5.0-rc.9", "1.5.0-rc.10", "1.5.0"):
        built[version] = shop.build("api", version)
        assert shop.call("push", f"api={version}").code == 0
    shop.call("target", "api=1.4.0")
    shop.call("target", "api=1.5.0")
    entries = shop.call("list", "--most", "2", "--format", "json").json["images"]
    assert [(one["tags"], one["targets"]) for one in entries] == [
        (["1.5.0"], ["target"]),
        (["1.5.0-rc.10"], []),
        ([], ["target-previous"]),
    ]
    assert entries[0]["digest"] == built["1.5.0"]
    assert entries[0]["date"] == "2026-01-02T03:04:05Z"
    shown = shop.call("list").out
    assert "1.5.0-rc.9" in shown
    assert "2026-01-02 03:04" in shown


def test_a_build_number_becomes_a_tag(registry: OciRegistry, shop: Shop) -> None:
    digest = make_layout(shop.images / "api-1.4.0+7", "api 1.4.0+7")
    ended = shop.call("push", "api=1.4.0+7")
    assert ended.code == 0, ended.err
    assert registry.tag(API, "1.4.0_7") == digest
