"""What every test starts from: an empty home, no tokens, no inherited git, no network but loopback.

The network is shut for this process alone; programs that a test starts have the machine's own.
"""

from __future__ import annotations

import ipaddress
import os
import re
import signal
import socket
from collections.abc import Callable, Iterator
from errno import ENETUNREACH
from typing import Any

import pytest
from hypothesis import settings

# Programs started in the background of a shell ignore Ctrl-C, and so would all that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")

INHERITED = re.compile(
    r"^(GIT_(?!SSL)|GITHUB_|RELEASEBOT_|JENKINS_|CONFLUENCE_|ATLASSIAN_|XDG_|RUNNER_|PYTEST_DEBUG)"
    r"|TOKEN|SECRET|PASSWORD|CREDENTIAL"
    r"|^(CI|BUILD_NUMBER|BUILD_URL|WORKSPACE|NETRC|SSH_AUTH_SOCK|SOURCE_DATE_EPOCH|NO_COLOR"
    r"|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|COLUMNS|LINES|EMAIL|PAGER|EDITOR|VISUAL)$"
)
"""Variables of a person's or a CI server's own surroundings that must not reach a test."""


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> Iterator[None]:
    """Programs that a test starts can be interrupted, also where this run is in the background.

    A shell starts background jobs with SIGINT ignored, and what is ignored is inherited.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session", autouse=True)
def _bare_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An environment like that of a new user, for this process and those it starts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if INHERITED.search(name):
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """A machine without a network: other names do not resolve, other addresses are unreachable."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _local_connect(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _local_lookup(socket.getaddrinfo))
        yield


def _local_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_locally(self: socket.socket, address: Any) -> Any:  # noqa: ANN401  as in socket
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(address[0]):
            raise OSError(ENETUNREACH, "Network is unreachable")
        return connect(self, address)

    return connect_locally


def _local_lookup(lookup: Callable[..., Any]) -> Callable[..., Any]:
    def look_up_locally(host: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as in socket
        if host and not _is_loopback(host.decode() if isinstance(host, bytes) else host):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return lookup(host, *args, **kwargs)

    return look_up_locally


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
