from __future__ import annotations

import pytest

from releasebot.config.confluence_schema import ConfluenceSettings
from releasebot.confluence.connect import connect, home_of, is_cloud, policy_of
from releasebot.confluence.known import Home
from releasebot.errors import UsageError

BOTH = {"CONFLUENCE_USER": "kim@example.invalid", "CONFLUENCE_TOKEN": "t0ken"}
GATEWAY = "https://api.atlassian.com/ex/confluence/1324a887-45db-1bf4-1e99-ef0ff456d421"


def settings(url: str) -> ConfluenceSettings:
    return ConfluenceSettings(url=url, space="DOCS")


@pytest.mark.parametrize(
    ("url", "cloud", "called"),
    [
        ("https://acme.atlassian.net", True, "https://acme.atlassian.net/wiki"),
        ("https://acme.atlassian.net/wiki/", True, "https://acme.atlassian.net/wiki"),
        (GATEWAY, True, f"{GATEWAY}/wiki"),
        ("https://wiki.acme.example/confluence/", False, "https://wiki.acme.example/confluence"),
    ],
)
def test_the_address_tells_the_product(url: str, called: str, *, cloud: bool) -> None:
    assert is_cloud(settings(url)) is cloud
    assert connect(settings(url), BOTH).connection.url == called


def test_the_product_may_be_named_where_the_address_does_not_tell_it() -> None:
    url = "https://wiki.acme.example"
    assert is_cloud(ConfluenceSettings(url=url, space="DOCS", product="cloud"))
    assert not is_cloud(
        ConfluenceSettings(url="https://a.atlassian.net", space="DOCS", product="data-center")
    )


def test_a_parent_of_digits_is_an_id() -> None:
    assert home_of(ConfluenceSettings(parent="12345")) == Home(id="12345")
    assert home_of(ConfluenceSettings(parent="API 문서")) == Home(title="API 문서")
    assert home_of(ConfluenceSettings()) == Home()


def test_labels_stand_behind_the_prefix() -> None:
    policy = policy_of(ConfluenceSettings(labels=("v1", "API"), label_prefix="shop-"))
    assert policy.labels == ("shop-api", "shop-v1")


def test_cloud_wants_an_account_and_data_center_a_token_alone() -> None:
    token = {"CONFLUENCE_TOKEN": "t0ken"}
    with pytest.raises(UsageError, match="CONFLUENCE_USER is not set"):
        connect(settings("https://acme.atlassian.net"), token)
    assert connect(settings("https://wiki.acme.example"), token).product.endswith("Data Center")
    with pytest.raises(UsageError, match="CONFLUENCE_TOKEN is not set") as caught:
        connect(settings("https://wiki.acme.example"), {})
    assert "CONFLUENCE_USER" not in caught.value.hint


def test_the_credentials_print_nothing() -> None:
    api = connect(settings("https://acme.atlassian.net"), BOTH)
    assert "t0ken" not in repr(vars(api.connection))
