"""Real container registries and engines on loopback: docker-registry, dockerd, moto, ministack."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.live.servers import free_port, need, running, wait_for

USER, PASSWORD = "bot", "s3cret-canary"
_CONFIG = """
version: 0.1
log: {{level: info}}
storage: {storage}
http:
  addr: 127.0.0.1:{port}
"""
_TLS = """  tls: {{certificate: {base}/tls.crt, key: {base}/tls.key}}
auth:
  htpasswd: {{realm: test, path: {base}/htpasswd}}
"""


@dataclass
class LiveRegistry:
    """A docker-registry: its host with the port, its log, and the certificate where it has one."""

    host: str
    log: Path
    certificate: Path | None = None

    def requests(self) -> int:
        """How many requests it has answered."""
        return self.log.read_text().count("http.request.method=")

    def trust(self, folder: Path) -> None:
        """Let the registry's certificate be trusted by whoever looks below this `certs.d`."""
        assert self.certificate
        place = folder / self.host
        place.mkdir(parents=True, exist_ok=True)
        (place / "ca.crt").write_bytes(self.certificate.read_bytes())


@contextmanager
def docker_registry(
    base: Path, *, secure: bool = False, in_memory: bool = False
) -> Iterator[LiveRegistry]:
    """A docker-registry; a secure one has TLS and wants the login of `USER`.

    On disk it writes a tag's file anew without a rename, so that a reader may meet an empty one and
    is answered 500 ("invalid checksum digest format"). In memory it does not.
    """
    need("docker-registry")
    base.mkdir(parents=True, exist_ok=True)
    port = free_port()
    text = (_CONFIG + (_TLS if secure else "")).format(
        base=base,
        port=port,
        storage="inmemory" if in_memory else f"{{filesystem: {{rootdirectory: {base}/data}}}}",
    )
    if secure:
        need("htpasswd", "openssl")
        made = subprocess.run(
            ("htpasswd", "-Bbn", USER, PASSWORD), check=True, capture_output=True, text=True
        )
        (base / "htpasswd").write_text(made.stdout)
        make_certificate(base)
    (base / "config.yml").write_text(text)
    log = base / "log"
    with running("docker-registry", "serve", str(base / "config.yml"), log=log):
        wait_for(port)
        host = f"{'localhost' if secure else '127.0.0.1'}:{port}"
        yield LiveRegistry(host, log, base / "tls.crt" if secure else None)


def make_certificate(base: Path) -> None:
    """`tls.crt` and `tls.key` for localhost in the folder."""
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    files = ("-keyout", str(base / "tls.key"), "-out", str(base / "tls.crt"))
    subprocess.run(("openssl", "req", *made, *files, *names), check=True, capture_output=True)


@contextmanager
def dockerd() -> Iterator[dict[str, str]]:
    """A docker engine of its own; the variables with which clients reach it.

    Its folder has a short name: the path of a socket has at most 108 characters (unix(7)).
    """
    need("dockerd", "docker")
    if os.geteuid() != 0:
        pytest.skip("a docker engine needs root")
    base = Path(tempfile.mkdtemp(prefix="rb-"))
    socket = base / "docker.sock"
    flags = ("--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs")
    places = (f"--data-root={base}/data", f"--exec-root={base}/exec", f"--pidfile={base}/pid")
    env = {"DOCKER_HOST": f"unix://{socket}"}
    try:
        with running("dockerd", *flags, *places, "-H", f"unix://{socket}", log=base / "log"):
            _wait_for_engine(env, base / "log")
            yield env
    finally:
        for mounted in ("data", "exec/netns/default"):  # what an engine that was ended early leaves
            subprocess.run(("umount", str(base / mounted)), capture_output=True, check=False)
        shutil.rmtree(base, ignore_errors=True)


def _wait_for_engine(env: dict[str, str], log: Path) -> None:
    for _ in range(150):
        asked = subprocess.run(
            ("docker", "version"), env={**os.environ, **env}, capture_output=True, check=False
        )
        if asked.returncode == 0:
            return
        time.sleep(0.1)
    pytest.skip(f"dockerd does not run here: {log.read_text()[-300:]}")


@contextmanager
def moto(base: Path) -> Iterator[dict[str, str]]:
    """Moto's stand-in for AWS; the variables with which boto3 reaches it."""
    pytest.importorskip("moto", reason="moto is not installed")
    port = free_port()
    program = str(Path(sys.executable).with_name("moto_server"))
    with running(program, "-H", "127.0.0.1", "-p", str(port), log=base / "moto.log"):
        _wait_until_ready(f"http://127.0.0.1:{port}/moto-api/")
        yield aws(port)


@contextmanager
def ministack(base: Path) -> Iterator[tuple[dict[str, str], str]]:
    """Ministack's stand-in for ECR, with its registry; the variables, and the registry's host."""
    pytest.importorskip("ministack", reason="ministack is not installed")
    port = free_port()
    program = str(Path(sys.executable).with_name("ministack"))
    env = {
        **os.environ,
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "ecr,sts",
        "MINISTACK_REGION": "ap-northeast-2",
    }
    with running(program, env=env, log=base / "ministack.log"):
        _wait_until_ready(f"http://127.0.0.1:{port}/_localstack/health")
        yield aws(port), f"127.0.0.1:{port}"


def aws(port: int) -> dict[str, str]:
    """Credentials that stand-ins take, and where they are."""
    return {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test-secret-canary",
        "AWS_REGION": "ap-northeast-2",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _wait_until_ready(url: str) -> None:
    for _ in range(400):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")
