"""What the configuration may say of roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from releasebot.config.load import load
from releasebot.errors import UsageError


def broken(folder: Path, text: str) -> str:
    (folder / "releasebot.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError) as told:
        load(folder, folder, None)
    return "\n".join((told.value.message, *told.value.details))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('releaser = ["kim dev"]', 'found "kim dev", expected a login, org/team'),
        ('releaser = ["permission:push"]', 'found "permission:push"'),
        ('releaser = ["acme/back end"]', 'found "acme/back end"'),
        ('releaser = ["jenkins:kim"]', "without roles.jenkins"),
        ('releaser = ["a"]\njenkins = "http://ci.example.com"', "starts with https://"),
        ('viewer = ["kim"]', 'found "releaser", which nobody is'),
        ('releaser = ["a"]\n[roles.steps]\ntarget = "admin"', 'found "admin", which nobody is'),
        ('[environments.prod]\nrole = "admin"', 'found "admin", which nobody is'),
        ('releaser = ["a"]\n[roles.steps]\ndeploy = "admin"', "deploy"),
        ('owner = ["a"]', "owner"),
    ],
)
def test_a_role_that_cannot_be_meant_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in broken(tmp_path, text if text.startswith("[") else f"[roles]\n{text}\n")


def test_everybody_can_be_named_in_every_way(tmp_path: Path) -> None:
    entries = '["kim-dev", "kim_acme", "renovate[bot]", "acme/back-end.2", "permission:maintain"]'
    text = f'[roles]\nreleaser = {entries}\nadmin = ["jenkins:kim.lee@example.com"]\n'
    (tmp_path / "releasebot.toml").write_text(
        f'{text}jenkins = "https://ci.example.com/jenkins"\n[environments.prod]\nrole = "admin"\n'
    )
    assert load(tmp_path, tmp_path, None).config.environments["prod"].role == "admin"
