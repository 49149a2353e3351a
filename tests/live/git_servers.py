"""Real git servers on loopback: smart http with a login (nginx, git-http-backend) and ssh."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.live.servers import free_port, need, running, wait_for

_NGINX = """
worker_processes 1;
daemon off;
user root;
pid {base}/nginx.pid;
error_log {base}/nginx.err;
events {{}}
http {{
  access_log {base}/nginx.acc;
  client_body_temp_path {base}/t1; proxy_temp_path {base}/t2; fastcgi_temp_path {base}/t3;
  uwsgi_temp_path {base}/t4; scgi_temp_path {base}/t5;
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 0;
    location / {{
      auth_basic git; auth_basic_user_file {base}/htpasswd;
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME /usr/lib/git-core/git-http-backend;
      fastcgi_param GIT_PROJECT_ROOT {served};
      fastcgi_param GIT_HTTP_EXPORT_ALL "";
      fastcgi_param PATH_INFO $uri;
      fastcgi_param REMOTE_USER $remote_user;
      fastcgi_param HTTP_GIT_PROTOCOL $http_git_protocol;
      fastcgi_pass unix:{base}/fcgi.sock;
    }}
  }}
}}
"""
_SSHD = """
Port {port}
ListenAddress 127.0.0.1
HostKey {base}/host
PidFile {base}/sshd.pid
AuthorizedKeysFile {base}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
"""


@dataclass
class HttpServer:
    """Serves every bare repository below a folder to `bot` with the password `s3cret`."""

    port: int

    def url(self, name: str, login: str = "bot:s3cret@") -> str:
        """The address of a repository."""
        return f"http://{login}127.0.0.1:{self.port}/{name}"


@dataclass
class SshServer:
    """Serves every path of this machine to the holder of `key`."""

    port: int
    base: Path

    def command(self, key: str = "key") -> str:
        """What GIT_SSH_COMMAND has to be to log in with that key."""
        return (
            f"ssh -F /dev/null -i {self.base}/{key} -p {self.port} -o IdentitiesOnly=yes "
            f"-o StrictHostKeyChecking=no -o UserKnownHostsFile={self.base}/known_hosts "
            "-o BatchMode=yes"
        )


@contextmanager
def http_server(base: Path, served: Path) -> Iterator[HttpServer]:
    """nginx in front of git-http-backend, up while entered."""
    need("nginx", "fcgiwrap", "htpasswd")
    port = free_port()
    subprocess.run(
        ("htpasswd", "-mbc", str(base / "htpasswd"), "bot", "s3cret"),
        check=True,
        capture_output=True,
    )
    (base / "nginx.conf").write_text(_NGINX.format(base=base, port=port, served=served))
    config = ("-c", str(base / "nginx.conf"), "-e", str(base / "nginx.err"))
    with (
        running("fcgiwrap", "-s", f"unix:{base}/fcgi.sock"),
        running("nginx", *config),
    ):
        wait_for(port)
        yield HttpServer(port)


@contextmanager
def ssh_server(base: Path) -> Iterator[SshServer]:
    """An sshd with a key of its own, up while entered."""
    need("/usr/sbin/sshd", "ssh-keygen")
    Path("/run/sshd").mkdir(exist_ok=True)
    port = free_port()
    for name in ("host", "key", "stranger"):
        command = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(base / name))
        subprocess.run(command, check=True)
    shutil.copy(base / "key.pub", base / "authorized_keys")
    (base / "sshd_config").write_text(_SSHD.format(base=base, port=port))
    log = str(base / "sshd.log")
    with running("/usr/sbin/sshd", "-D", "-f", str(base / "sshd_config"), "-E", log):
        wait_for(port)
        yield SshServer(port, base)
