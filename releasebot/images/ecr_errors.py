"""What AWS refuses, in one sentence each and without the request, which may hold credentials."""

from __future__ import annotations

from typing import Any

from releasebot.errors import OutsideError

_LOGIN = "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in: aws sso login"
_LATER = "run the same command again later"
_CODES: dict[str, tuple[str, str]] = {
    "ExpiredTokenException": ("the AWS credentials have expired", _LOGIN),
    "ExpiredToken": ("the AWS credentials have expired", _LOGIN),
    "UnrecognizedClientException": ("AWS does not know these credentials", _LOGIN),
    "InvalidClientTokenId": ("AWS does not know these credentials", _LOGIN),
    "InvalidSignatureException": ("AWS does not know these credentials", _LOGIN),
    "AccessDeniedException": (
        "these AWS credentials have no right to {}",
        "have ecr:{} allowed for this role",
    ),
    "LimitExceededException": (
        "a quota of ECR is reached at {}",
        "remove old images or have the quota raised, then run it again",
    ),
    "ThrottlingException": ("ECR allows no more requests for now, at {}", _LATER),
    "TooManyRequestsException": ("ECR allows no more requests for now, at {}", _LATER),
    "ServerException": ("ECR failed at {}", _LATER),
    "LayersNotFoundException": (
        "ECR misses layers of the image at {}",
        "push the image again under another version",
    ),
    "ReferencedImagesNotFoundException": (
        "ECR misses images that the index names, at {}",
        "push the images of every platform first",
    ),
}
_KINDS: dict[str, tuple[str, str]] = {
    "NoCredentialsError": ("no AWS credentials are here", _LOGIN),
    "PartialCredentialsError": ("the AWS credentials are incomplete", _LOGIN),
    "ProfileNotFound": ("the AWS profile is not configured", "correct AWS_PROFILE"),
    "NoRegionError": ("no AWS region is set", "set AWS_REGION"),
    "TokenRetrievalError": ("the AWS session has ended", _LOGIN),
    "UnauthorizedSSOTokenError": ("the AWS session has ended", _LOGIN),
    "SSOTokenLoadError": ("the AWS session has ended", _LOGIN),
    "SSLError": (
        "the certificate of ECR is not trusted",
        "name the issuer's certificate in AWS_CA_BUNDLE",
    ),
    "EndpointConnectionError": (
        "ECR cannot be reached",
        "look at the network, HTTPS_PROXY and AWS_ENDPOINT_URL",
    ),
    "ConnectTimeoutError": ("ECR did not answer in time", _LATER),
    "ReadTimeoutError": ("ECR did not answer in time", _LATER),
}


class EcrRefusedError(OutsideError):
    """ECR refused a call; `code` is AWS's own word for the reason."""

    def __init__(self, message: str, *, hint: str, code: str) -> None:
        super().__init__(message, hint=hint)
        self.code = code


def told(error: Exception, operation: str) -> EcrRefusedError:
    """The error for what botocore raised."""
    call = "".join(word.capitalize() for word in operation.split("_")) or "ECR"
    response: dict[str, Any] = getattr(error, "response", None) or {}
    code = str(response.get("Error", {}).get("Code") or "")
    kind = next((name for name in map(_name, type(error).__mro__) if name in _KINDS), "")
    if code in _CODES:
        sentence, hint = _CODES[code]
    elif kind:
        sentence, hint = _KINDS[kind]
    else:
        sentence = f"ECR refused {{}}: {code or type(error).__name__}"
        hint = "look at the repository in the AWS console, then run it again"
    return EcrRefusedError(sentence.format(call), hint=hint.format(call), code=code)


def _name(kind: type) -> str:
    return kind.__name__
