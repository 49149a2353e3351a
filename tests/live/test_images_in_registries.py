"""Images pushed to real registries, by real clients, and deployed there."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.image_files import make_docker_archive
from tests.live.registries import (
    PASSWORD,
    USER,
    LiveRegistry,
    docker_registry,
    dockerd,
    ministack,
    moto,
)
from tests.live.servers import need
from tests.shop import Shop, make_shop

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRegistry]:
    with docker_registry(tmp_path_factory.mktemp("secure"), secure=True) as registry:
        yield registry


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRegistry]:
    with docker_registry(tmp_path_factory.mktemp("plain")) as registry:
        yield registry


def of_this_test(shop_place: Path, host: str) -> str:
    return f"{host}/{shop_place.name.lower().replace('_', '-')}/{{env}}-{{service}}"


def secrets_left(*folders: Path) -> list[str]:
    """Files that hold the password of a registry, as it is or as docker's `auth`."""
    auth = base64.b64encode(f"{USER}:{PASSWORD}".encode())
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and {PASSWORD.encode(), auth} & set(path.read_bytes().split(b'"'))
    ]


def test_without_an_engine_over_tls_with_a_login(secure: LiveRegistry, tmp_path: Path) -> None:
    shop = make_shop(tmp_path, of_this_test(tmp_path, secure.host))
    told = shop.run("push")
    assert told.code == 5
    assert "is not trusted" in told.err
    secure.trust(tmp_path / "home" / ".docker" / "certs.d")
    assert "wants a login" in shop.run("push").err
    shop.log_in(secure.host, USER, PASSWORD)
    ended = shop.run("push", "--target", "--format", "json")
    assert ended.code == 0, ended.err
    wanted = {one["service"]: one["digest"] for one in ended.json["pushed"]}
    assert wanted == {name: shop.build(name, "1.4.0") for name in ("api", "nginx")}
    assert {one["service"]: one["digest"] for one in ended.json["targets"]} == wanted
    before = secure.requests()
    assert shop.run("push").code == 0
    assert secure.requests() - before <= 2 * 4
    assert secrets_left(tmp_path / "app", tmp_path / "images") == []


@pytest.fixture
def engine() -> Iterator[dict[str, str]]:
    with dockerd() as env:
        yield env


def load(shop: Shop, env: dict[str, str], service: str, version: str) -> None:
    """The image of a version in docker's engine."""
    archive = shop.project.folder.parent / "saved.tar"
    make_docker_archive(archive, f"{service} {version}", f"{service}:{version}")
    subprocess.run(
        ("docker", "load", "-i", str(archive)), env={**os.environ, **env}, check=True,
        capture_output=True,
    )  # fmt: skip


def test_with_docker_over_tls_and_the_login_is_in_no_file(
    secure: LiveRegistry, engine: dict[str, str], tmp_path: Path
) -> None:
    shop = make_shop(tmp_path, of_this_test(tmp_path, secure.host), archive=False)
    secure.trust(Path("/etc/docker/certs.d"))
    secure.trust(tmp_path / "home" / ".docker" / "certs.d")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    shop.project.env |= {**engine, "TMPDIR": str(temporary)}
    try:
        shop.log_in(secure.host, USER, PASSWORD)
        missing = shop.run("push")
        assert missing.code == 4
        assert "the image api:1.4.0 is not here" in missing.err
        for service in ("api", "nginx"):
            load(shop, engine, service, "1.4.0")
        ended = shop.run("push", "--target", "--format", "json")
        assert ended.code == 0, ended.err
        assert {one["state"] for one in ended.json["pushed"]} == {"pushed"}
        before = secure.requests()
        again = shop.run("push", "--format", "json")
        assert {one["state"] for one in again.json["pushed"]} == {"already_so"}
        assert secure.requests() - before <= 2 * 4
        assert list(temporary.iterdir()) == []
        assert secrets_left(tmp_path / "app", temporary) == []
        load(shop, engine, "api", "1.5.0")
        retag(engine, "api:1.5.0", "api:1.4.0")
        other = shop.run("push", "api=auto")
        assert other.code == 4
        assert "names another image" in other.err
    finally:
        shutil.rmtree(Path("/etc/docker/certs.d") / secure.host)


def retag(env: dict[str, str], image: str, name: str) -> None:
    subprocess.run(("docker", "tag", image, name), env={**os.environ, **env}, check=True)


def test_an_engine_that_does_not_run_is_told(plain: LiveRegistry, tmp_path: Path) -> None:
    need("docker")
    shop = make_shop(tmp_path, of_this_test(tmp_path, plain.host), archive=False)
    shop.project.env["DOCKER_HOST"] = f"unix://{tmp_path}/nothing.sock"
    ended = shop.run("push", "api=auto")
    assert ended.code == 5
    assert "the engine of docker does not answer" in ended.err


@pytest.mark.parametrize("client", ["podman", "skopeo"])
def test_with_podman_and_skopeo(plain: LiveRegistry, tmp_path: Path, client: str) -> None:
    need("podman", "skopeo")
    shop = make_shop(
        tmp_path, of_this_test(tmp_path, plain.host), archive=False, more=f'client = "{client}"'
    )
    storage = tmp_path / "storage.conf"
    place = tmp_path / "containers"
    storage.write_text(
        f'[storage]\ndriver = "vfs"\nrunroot = "{place}/run"\ngraphroot = "{place}/graph"\n'
    )
    engine = tmp_path / "containers.conf"
    engine.write_text('[engine]\nevents_logger = "file"\ncgroup_manager = "cgroupfs"\n')
    env = {"CONTAINERS_STORAGE_CONF": str(storage), "CONTAINERS_CONF": str(engine)}
    shop.project.env |= env
    for service in ("api", "nginx"):
        archive = tmp_path / f"{service}.tar"
        make_docker_archive(archive, service, f"{service}:1.4.0")
        copy = (f"docker-archive:{archive}", f"containers-storage:localhost/{service}:1.4.0")
        subprocess.run(
            ("skopeo", "--insecure-policy", "copy", *copy), env={**os.environ, **env}, check=True,
            capture_output=True,
        )  # fmt: skip
    ended = shop.run("push", "--target", "--format", "json")
    assert ended.code == 0, ended.err
    assert {one["state"] for one in ended.json["pushed"]} == {"pushed"}
    again = shop.run("push", "--format", "json")
    assert {one["state"] for one in again.json["pushed"]} == {"already_so"}


ACCOUNT = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"


def ecr(env: dict[str, str]) -> Any:  # noqa: ANN401  boto3 has no types
    import boto3

    return boto3.client(
        "ecr",
        region_name=env["AWS_REGION"],
        endpoint_url=env["AWS_ENDPOINT_URL"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
    )


def put(client: Any, repository: str, shop: Shop, service: str, version: str) -> str:  # noqa: ANN401  as above
    """Let ECR keep the manifest of a version; its digest."""
    digest = shop.build(service, version)
    blob = (
        shop.images / f"{service}-{version}" / "blobs" / "sha256" / digest.removeprefix("sha256:")
    )
    client.put_image(
        repositoryName=repository,
        imageManifest=blob.read_text(),
        imageManifestMediaType="application/vnd.oci.image.manifest.v1+json",
        imageTag=version,
    )
    return digest


def test_a_tag_moves_in_ecr_as_moto_has_it(tmp_path: Path) -> None:
    with moto(tmp_path) as env:
        client = ecr(env)
        shop = make_shop(tmp_path, ACCOUNT + "/team/{env}-{service}")
        shop.project.env |= env
        wanted = {}
        for service in ("api", "nginx"):
            repository = f"team/prod-{service}"
            client.create_repository(repositoryName=repository)
            for version in ("1.4.0", "1.5.0"):
                wanted[service, version] = put(client, repository, shop, service, version)
        for version in ("1.4.0", "1.5.0"):
            words = [f"{service}={version}" for service in ("api", "nginx")]
            ended = shop.run("target", *words, "--format", "json")
            assert ended.code == 0, ended.err
            moved = {one["service"]: one["digest"] for one in ended.json["targets"]}
            assert moved == {name: wanted[name, version] for name in ("api", "nginx")}
        back = shop.run("rollback", "--format", "json")
        assert back.code == 0, back.err
        moved = {one["service"]: one["digest"] for one in back.json["targets"]}
        assert moved == {name: wanted[name, "1.4.0"] for name in ("api", "nginx")}
        listed = shop.run("list", "--format", "json").json["images"]
        assert [one["tags"] for one in listed if one["target"]] == [["1.4.0"], ["1.4.0"]]


def test_an_immutable_ecr_repository_is_told_before_anything_moves(tmp_path: Path) -> None:
    with moto(tmp_path) as env:
        client = ecr(env)
        shop = make_shop(tmp_path, ACCOUNT + "/team/{env}-{service}")
        shop.project.env |= env
        for service, mutability in (("api", "MUTABLE"), ("nginx", "IMMUTABLE")):
            repository = f"team/prod-{service}"
            client.create_repository(repositoryName=repository, imageTagMutability=mutability)
            put(client, repository, shop, service, "1.4.0")
        ended = shop.run("push", "--target")
        assert ended.code == 4
        assert "keeps every tag as it is" in ended.err
        tags = client.list_images(repositoryName="team/prod-api")["imageIds"]
        assert [one.get("imageTag") for one in tags] == ["1.4.0"]


def test_a_missing_ecr_repository_is_told_and_made(tmp_path: Path) -> None:
    with ministack(tmp_path) as (env, host):
        shop = make_shop(
            tmp_path, host + "/team/{env}-{service}", more=f'ecr = ["{host}"]\nimmutable = false'
        )
        shop.project.env |= env
        missing = shop.run("push")
        assert missing.code == 4
        assert f"the repository {host}/team/prod-api is not there" in missing.err
        ended = shop.run("push", "--create-repository", "--target", "--format", "json")
        assert ended.code == 0, ended.err
        made = ecr(env).describe_repositories(repositoryNames=["team/prod-api"])["repositories"]
        assert made[0]["imageScanningConfiguration"] == {"scanOnPush": True}
        assert {one["state"] for one in ended.json["targets"]} == {"moved"}
        again = shop.run("push", "--create-repository", "--target", "--format", "json")
        assert again.code == 0, again.err
        assert {one["state"] for one in again.json["pushed"]} == {"already_so"}
        for service in ("api", "nginx"):
            shop.build(service, "1.5.0")
        assert shop.run("push", "--target", "api=1.5.0", "nginx=1.5.0").code == 0
        back = shop.run("rollback", "--format", "json")
        moved = {one["service"]: one["digest"] for one in back.json["targets"]}
        assert moved == {name: shop.build(name, "1.4.0") for name in ("api", "nginx")}


def test_no_aws_credentials_is_a_sentence(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, ACCOUNT + "/team/{env}-{service}")
    shop.project.env["AWS_EC2_METADATA_DISABLED"] = "true"
    ended = shop.run("list")
    assert ended.code == 5
    assert "no AWS credentials are here" in ended.err
