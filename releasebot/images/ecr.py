"""AWS ECR through its own API, where a tag is moved with the manifest alone.

Source: the Amazon ECR API reference.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator, Mapping, Sequence
from threading import Lock
from typing import Any

from releasebot.errors import OutsideError, UsageError
from releasebot.http import Secret
from releasebot.images.credentials import Login
from releasebot.images.ecr_errors import EcrRefusedError, told
from releasebot.images.manifest import ACCEPTED, DOCKER_MANIFEST, OCI_MANIFEST, Manifest
from releasebot.images.mutability import frozen_tags
from releasebot.images.newest import is_version
from releasebot.images.oci import OciRegistry
from releasebot.images.reference import EcrHost, Repository, ecr_host
from releasebot.images.registry import MissingRepositoryError, Stored, immutable

_CONNECT_SECONDS, _READ_SECONDS = 10, 60
_ATTEMPTS = 4
_MOST_PAGES = 1000


class EcrRegistry:
    """One ECR registry. `settings` are those of a repository that is created."""

    def __init__(
        self,
        host: str,
        *,
        environ: Mapping[str, str],
        is_plain: bool,
        scan_on_push: bool,
        is_immutable: bool,
    ) -> None:
        where = ecr_host(host)
        self._client = _client(where, environ)
        self._registry = {"registryId": where.account} if where else {}
        self._scan_on_push = scan_on_push
        self._is_immutable = is_immutable
        self._token: Login | None = None
        self._lock = Lock()
        self._oci = OciRegistry(host, environ=environ, is_plain=is_plain, find=self.login)

    @property
    def oci(self) -> OciRegistry:
        """As `Registry.oci`: ECR keeps blobs there."""
        return self._oci

    def manifest(self, repository: Repository, reference: str) -> Manifest | None:
        """As `Registry.manifest`, by `BatchGetImage`."""
        kind = "imageDigest" if reference.startswith("sha256:") else "imageTag"
        answer = self._ask(
            "batch_get_image",
            repository,
            imageIds=[{kind: reference}],
            acceptedMediaTypes=list(ACCEPTED),
        )
        for image in answer.get("images", ()):
            content = str(image["imageManifest"]).encode()
            return Manifest(content, str(image.get("imageManifestMediaType") or _kind(content)))
        failures = answer.get("failures", ())
        absent = [one for one in failures if one.get("failureCode") == "ImageNotFound"]
        if failures and len(absent) == len(failures):
            return None
        codes = ", ".join(str(one.get("failureCode")) for one in failures) or "no answer"
        raise OutsideError(
            f"ECR cannot tell whether {repository.tagged(reference)} is there: {codes}",
            hint="run the command again",
        )

    def put(self, repository: Repository, tag: str, manifest: Manifest) -> None:
        """As `Registry.put`, by `PutImage`."""
        try:
            self._ask(
                "put_image",
                repository,
                imageManifest=manifest.content.decode(),
                imageManifestMediaType=manifest.media_type,
                imageTag=tag,
            )
        except EcrRefusedError as error:
            if error.code not in {"ImageAlreadyExistsException", "ImageTagAlreadyExistsException"}:
                raise
            # The first means "this very image has the tag", but not every server is so exact.
            there = self.manifest(repository, tag)
            if there is None or there.digest != manifest.digest:
                raise immutable(repository, tag) from error

    def listed(
        self, repository: Repository, *, most: int, also: Collection[str]
    ) -> Sequence[Stored]:
        """As `Registry.listed`, by `DescribeImages`; dates are those of the push."""
        found = [
            Stored(
                tuple(sorted(image["imageTags"])),
                str(image["imageDigest"]),
                int(image.get("imageSizeInBytes") or 0),
                _moment(image.get("imagePushedAt")),
            )
            for image in self._images(repository)
            if image.get("imageTags")
        ]
        found.sort(key=lambda one: one.at, reverse=True)
        versions = [one for one in found if any(map(is_version, one.tags))][:most]
        return versions + [
            one for one in found if one not in versions and set(one.tags) & set(also)
        ]

    def config(self, repository: Repository, manifest: Manifest) -> bytes:
        """As `Registry.config`, from the registry's OCI side, which ECR keeps blobs in."""
        return self._oci.config(repository, manifest)

    def login(self, repository: Repository, *, fresh: bool = False) -> Login:
        """The user `AWS` with a token of twelve hours, asked for once.

        With `fresh` another one is asked for: the last one was refused.
        """
        with self._lock:
            if self._token is None or fresh:
                answer = self._ask("get_authorization_token", repository)
                try:
                    data = answer["authorizationData"][0]
                    pair = base64.b64decode(str(data["authorizationToken"])).decode()
                except (KeyError, IndexError, binascii.Error, UnicodeDecodeError) as error:
                    raise OutsideError(
                        "ECR answers with something that is no token",
                        hint="run the command again",
                    ) from error
                name, _, password = pair.partition(":")
                self._token = Login(name, Secret(password))
            return self._token

    def frozen(self, repository: Repository, tags: Sequence[str]) -> tuple[str, ...]:
        """As `Registry.frozen`, from the repository's mutability."""
        answer = self._ask(
            "describe_repositories", None, repositoryNames=[repository.path], missing=repository
        )
        settings = answer["repositories"][0]
        filters = settings.get("imageTagMutabilityExclusionFilters") or ()
        return frozen_tags(
            str(settings.get("imageTagMutability") or ""),
            [str(one.get("filter", "")) for one in filters],
            tags,
        )

    def create(self, repository: Repository, *, movable: Sequence[str]) -> bool:
        """As `Registry.create`, with the scan and the immutability that are configured."""
        request: dict[str, Any] = {
            "imageScanningConfiguration": {"scanOnPush": self._scan_on_push},
            "imageTagMutability": "MUTABLE",
        }
        if self._is_immutable:
            request["imageTagMutability"] = "IMMUTABLE_WITH_EXCLUSION" if movable else "IMMUTABLE"
        if self._is_immutable and movable:
            request["imageTagMutabilityExclusionFilters"] = [
                {"filterType": "WILDCARD", "filter": tag} for tag in movable
            ]
        try:
            self._ask("create_repository", repository, **request)
        except EcrRefusedError as error:
            if error.code != "RepositoryAlreadyExistsException":
                raise
            return False
        return True

    def _images(self, repository: Repository) -> Iterator[Mapping[str, Any]]:
        following: dict[str, Any] = {}
        for _ in range(_MOST_PAGES):
            answer = self._ask(
                "describe_images",
                repository,
                filter={"tagStatus": "TAGGED"},
                maxResults=1000,
                **following,
            )
            yield from answer.get("imageDetails", ())
            if not answer.get("nextToken"):
                return
            following = {"nextToken": answer["nextToken"]}

    def _ask(
        self,
        operation: str,
        repository: Repository | None,
        *,
        missing: Repository | None = None,
        **request: Any,  # noqa: ANN401  the shapes of boto3's requests
    ) -> Mapping[str, Any]:
        """The answer of one call.

        Raises:
            MissingRepositoryError: there is no such repository.
            EcrRefusedError: ECR refused, for a reason that its code names.
            OutsideError: it could not be asked.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        if operation == "get_authorization_token":
            about: dict[str, Any] = {}
        else:
            about = {**self._registry}
            if repository:
                about["repositoryName"] = repository.path
        try:
            answer: Mapping[str, Any] = getattr(self._client, operation)(**about, **request)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code"))
            named = missing or repository
            if code == "RepositoryNotFoundException" and named:
                raise MissingRepositoryError(named) from error
            raise told(error, operation) from error
        except BotoCoreError as error:
            raise told(error, operation) from error
        return answer


def _client(where: EcrHost | None, environ: Mapping[str, str]) -> Any:  # noqa: ANN401  boto3 has no types
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError
    except ImportError as error:
        raise UsageError(
            "AWS ECR needs boto3, which is not installed",
            hint="pip install 'releasebot[aws]'; for releasebot.pyz, pip install boto3 with the "
            "Python that runs it",
        ) from error
    region = where.region if where else environ.get("AWS_REGION", environ.get("AWS_DEFAULT_REGION"))
    settings = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"mode": "standard", "max_attempts": _ATTEMPTS},
    )
    try:
        return boto3.session.Session().client("ecr", region_name=region, config=settings)
    except BotoCoreError as error:
        raise told(error, "") from error


def _kind(content: bytes) -> str:
    """The type that a manifest states itself, where the server names none."""
    bare = Manifest(content, "")
    return bare.stated_type or (DOCKER_MANIFEST if b"docker" in content else OCI_MANIFEST)


def _moment(at: object) -> str:
    """A moment in UTC to the second, as RFC 3339 writes it."""
    from datetime import UTC, datetime

    if not isinstance(at, datetime):
        return ""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
