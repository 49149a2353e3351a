"""What ECR refuses, in one sentence each; its own requests are checked by botocore's API model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from releasebot.images.ecr import EcrRegistry
from releasebot.images.ecr_errors import told
from releasebot.images.manifest import OCI_MANIFEST, Manifest
from releasebot.images.reference import Repository

HOST = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com"
API = Repository(HOST, "team/api")
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "canary-secret"}


class Answers:
    """A fake of ECR behind botocore: one answer or error code for each call, in order."""

    def __init__(self, registry: EcrRegistry) -> None:
        from botocore.stub import Stubber

        self.stub: Any = Stubber(registry._client)  # noqa: SLF001  the seam between us and AWS
        self.stub.activate()

    def give(self, operation: str, answer: dict[str, Any], expected: dict[str, Any]) -> None:
        self.stub.add_response(operation, answer, expected)

    def refuse(self, operation: str, code: str) -> None:
        self.stub.add_client_error(operation, code, f"{code}: canary-secret")


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> EcrRegistry:
    pytest.importorskip("boto3", reason="boto3 is not installed")
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    return EcrRegistry(HOST, environ={}, is_plain=False, scan_on_push=True, is_immutable=True)


def manifest(text: str) -> Manifest:
    return Manifest(f'{{"schemaVersion":2,"note":"{text}"}}'.encode(), OCI_MANIFEST)


def image(of: Manifest, tag: str) -> dict[str, Any]:
    return {
        "imageId": {"imageDigest": of.digest, "imageTag": tag},
        "imageManifest": of.content.decode(),
        "imageManifestMediaType": of.media_type,
    }


def asked(tag: str) -> dict[str, Any]:
    from releasebot.images.manifest import ACCEPTED

    return {
        "registryId": "123456789012",
        "repositoryName": "team/api",
        "imageIds": [{"imageTag": tag}],
        "acceptedMediaTypes": list(ACCEPTED),
    }


@pytest.mark.parametrize("code", ["ImageAlreadyExistsException", "ImageTagAlreadyExistsException"])
@pytest.mark.parametrize("is_same", [True, False])
def test_already_there_is_told_from_taken_by_what_the_tag_names(
    registry: EcrRegistry,
    code: str,
    is_same: bool,  # noqa: FBT001  a case
) -> None:
    mine, other = manifest("mine"), manifest("other")
    answers = Answers(registry)
    answers.refuse("put_image", code)
    there = {"images": [image(mine if is_same else other, "target")], "failures": []}
    answers.give("batch_get_image", there, asked("target"))
    if is_same:
        registry.put(API, "target", mine)
    else:
        with pytest.raises(Exception, match="immutable and names another image") as caught:
            registry.put(API, "target", mine)
        assert getattr(caught.value, "exit_code", None) == 4
    answers.stub.assert_no_pending_responses()


def test_only_image_not_found_counts_as_absent(registry: EcrRegistry) -> None:
    answers = Answers(registry)
    failure = {"imageId": {"imageTag": "1.4.0"}, "failureCode": "ImageNotFound"}
    answers.give("batch_get_image", {"images": [], "failures": [failure]}, asked("1.4.0"))
    assert registry.manifest(API, "1.4.0") is None
    failure = {**failure, "failureCode": "KmsError"}
    answers.give("batch_get_image", {"images": [], "failures": [failure]}, asked("1.4.0"))
    with pytest.raises(Exception, match=r"cannot tell whether .* is there: KmsError"):
        registry.manifest(API, "1.4.0")


def test_a_repository_is_made_with_immutable_versions_and_movable_targets(
    registry: EcrRegistry,
) -> None:
    answers = Answers(registry)
    movable = ("target", "target-previous", "target-next")
    answers.give(
        "create_repository",
        {"repository": {"repositoryName": "team/api"}},
        {
            "registryId": "123456789012",
            "repositoryName": "team/api",
            "imageScanningConfiguration": {"scanOnPush": True},
            "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
            "imageTagMutabilityExclusionFilters": [
                {"filterType": "WILDCARD", "filter": tag} for tag in movable
            ],
        },
    )
    assert registry.create(API, movable=movable)
    answers.refuse("create_repository", "RepositoryAlreadyExistsException")
    assert not registry.create(API, movable=movable)


def test_the_token_is_asked_for_once_and_again_when_it_was_refused(registry: EcrRegistry) -> None:
    answers = Answers(registry)
    for token in ("QVdTOmZpcnN0", "QVdTOnNlY29uZA=="):  # AWS:first, AWS:second
        answers.give(
            "get_authorization_token",
            {"authorizationData": [{"authorizationToken": token, "proxyEndpoint": "https://x"}]},
            {},
        )
    assert [registry.login(API).password.reveal() for _ in range(3)] == ["first"] * 3
    assert registry.login(API, fresh=True).password.reveal() == "second"
    assert registry.login(API).password.reveal() == "second"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ExpiredTokenException", "the AWS credentials have expired"),
        ("AccessDeniedException", "no right to PutImage"),
        ("LimitExceededException", "a quota of ECR is reached"),
        ("ThrottlingException", "no more requests for now"),
        ("ServerException", "ECR failed at PutImage"),
        ("SomethingNewException", "ECR refused PutImage: SomethingNewException"),
    ],
)
def test_each_refusal_is_a_sentence_without_what_aws_said(
    registry: EcrRegistry, code: str, said: str
) -> None:
    answers = Answers(registry)
    answers.refuse("put_image", code)
    with pytest.raises(Exception, match=said) as caught:
        registry.put(API, "target", manifest("mine"))
    assert getattr(caught.value, "exit_code", None) == 5
    assert "canary" not in str(caught.value)


def test_a_repository_that_is_missing_is_an_error_of_its_own(registry: EcrRegistry) -> None:
    answers = Answers(registry)
    answers.refuse("batch_get_image", "RepositoryNotFoundException")
    with pytest.raises(Exception, match=f"the repository {HOST}/team/api is not there"):
        registry.manifest(API, "1.4.0")


def test_no_credentials_are_told() -> None:
    exceptions = pytest.importorskip("botocore.exceptions", reason="boto3 is not installed")
    error = told(exceptions.NoCredentialsError(), "put_image")
    assert error.message == "no AWS credentials are here"
    assert "AWS_PROFILE" in error.hint
