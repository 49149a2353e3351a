"""Which registry speaks which way: the one table of kinds."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from releasebot.config.images_schema import ImagesSettings
from releasebot.images.oci import OciRegistry
from releasebot.images.reference import ecr_host
from releasebot.images.registry import Registry


class Registries:
    """The registries of one run, each made when it is first asked for."""

    def __init__(self, settings: ImagesSettings, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._environ = environ
        self._made: dict[str, Registry] = {}
        self._lock = Lock()

    def at(self, host: str) -> Registry:
        """The registry at a host: ECR by its own API, every other by the OCI distribution API.

        Raises:
            UsageError: it is ECR's, and boto3 is not installed.
            OutsideError: there are no AWS settings to reach it with.
        """
        with self._lock:
            if host not in self._made:
                self._made[host] = self._make(host)
            return self._made[host]

    def _make(self, host: str) -> Registry:
        settings, environ = self._settings, self._environ
        is_plain = host in settings.plain_http
        if ecr_host(host) is None and host not in settings.ecr:
            return OciRegistry(host, environ=environ, is_plain=is_plain)
        from releasebot.images.ecr import EcrRegistry

        return EcrRegistry(
            host,
            environ=environ,
            is_plain=is_plain,
            scan_on_push=settings.scan_on_push,
            is_immutable=settings.immutable,
        )
