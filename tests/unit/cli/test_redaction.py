"""Secrets stay where they are, in every form."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releasebot.cli.redaction import redactor

CANARY = "c4n4ry/+s3cr3t=&value"


@pytest.mark.parametrize(
    "name",
    [
        "GITHUB_TOKEN", "GH_TOKEN", "CONFLUENCE_API_TOKEN", "NPM_PASSWORD", "AWS_SECRET_ACCESS_KEY",
        "DISCORD_WEBHOOK_URL", "SIGNING_PASSPHRASE", "SERVICE_API_KEY", "db_password", "BASIC_AUTH",
    ],
)  # fmt: skip
def test_the_value_of_a_secret_variable_is_hidden(name: str) -> None:
    assert redactor({name: CANARY})(f"said {CANARY} twice {CANARY}") == "said *** twice ***"


@pytest.mark.parametrize("name", ["GIT_AUTHOR_NAME", "HOME", "VERSION"])
def test_other_values_are_not(name: str) -> None:
    assert redactor({name: "Kim Developer"})("by Kim Developer") == "by Kim Developer"


def test_short_words_and_paths_are_no_secrets() -> None:
    hide = redactor({"TOKEN_SET": "true", "TOKEN_FILE": "/run/secrets/token"})
    assert hide("true: /run/secrets/token") == "true: /run/secrets/token"


@given(st.text("abcXYZ019+/=_-.:~%&\"'\\é가", min_size=6, max_size=40), st.binary(max_size=7))
def test_no_form_of_a_secret_is_left(value: str, before: bytes) -> None:
    if value.strip() != value or value.startswith("/"):
        return
    hide = redactor({"MY_TOKEN": value})
    for shown in (value, quote(value, safe="")):
        assert shown not in hide(f"a {shown} b")
    around = b64encode(before + value.encode() + b"xyz").decode()
    inside = b64encode(b"\0" * (len(before) % 3) + value.encode()).decode()
    middle = inside[4 if len(before) % 3 else 0 : len(inside) // 4 * 4 - 4]
    if len(middle) >= len(value):
        assert middle in around
        assert middle not in hide(around)


def test_the_lines_of_a_key_are_hidden_one_by_one() -> None:
    key = "-----BEGIN KEY-----\n" + "A" * 64 + "\n" + "B" * 64 + "\n-----END KEY-----\n"
    hidden = redactor({"SIGNING_PRIVATE_KEY": key})("line " + "B" * 64)
    assert hidden == "line ***"


def test_logins_in_addresses_are_hidden_without_any_variable() -> None:
    hide = redactor({})
    assert hide("https://bot:s3cret@git.example/x.git") == "https://***@git.example/x.git"
    assert hide("https://ghp_abc@github.com/o/r: 403") == "https://***@github.com/o/r: 403"
    assert hide("see https://git.example/a@b and a@b") == "see https://git.example/a@b and a@b"
