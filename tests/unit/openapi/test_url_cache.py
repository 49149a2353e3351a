from __future__ import annotations

import json
from pathlib import Path

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import OutsideError, UsageError
from releasebot.openapi.source import obtain
from tests.fakes.document_server import DocumentServer, serving


def spec(title: str = "Shop") -> str:
    return json.dumps({"openapi": "3.0.3", "info": {"title": title, "version": "1"}, "paths": {}})


def title(server: DocumentServer, cache: Path | None, path: str = "/api.json") -> object:
    settings = SpecSettings(url=server.address + path)
    document = obtain(settings, base=Path("/"), cache=cache)
    return document.root.value["info"]["title"]


def test_an_unchanged_document_is_asked_about_and_not_sent_again(tmp_path: Path) -> None:
    with serving({"/api.json": spec()}) as server:
        assert title(server, tmp_path / "cache") == "Shop"
        assert title(server, tmp_path / "cache") == "Shop"
        assert server.answers == [("/api.json", 200), ("/api.json", 304)]


def test_a_changed_document_is_read_anew_and_kept_in_place_of_the_old_one(tmp_path: Path) -> None:
    with serving({"/api.json": spec("old")}) as server:
        title(server, tmp_path)
        server.texts["/api.json"] = spec("new")
        assert title(server, tmp_path) == "new"
        assert title(server, tmp_path) == "new"
        assert [status for _, status in server.answers] == [200, 200, 304]
    assert len(list(tmp_path.iterdir())) == 1


def test_nothing_kept_stands_in_for_a_server_that_has_the_document_no_longer(
    tmp_path: Path,
) -> None:
    with serving({"/api.json": spec()}) as server:
        title(server, tmp_path)
        del server.texts["/api.json"]
        with pytest.raises(OutsideError, match="404"):
            title(server, tmp_path)


def test_damage_to_what_was_kept_is_seen_and_the_document_sent_again(tmp_path: Path) -> None:
    with serving({"/api.json": spec()}) as server:
        title(server, tmp_path)
        (kept,) = tmp_path.iterdir()
        for damage in (b"", b"{}\n", kept.read_bytes()[:-1], b"\xff\n" + kept.read_bytes()):
            kept.write_bytes(damage)
            assert title(server, tmp_path) == "Shop"
        assert [status for _, status in server.answers] == [200] * 5


def test_a_document_that_is_none_is_not_kept(tmp_path: Path) -> None:
    with serving({"/api.json": "[]"}) as server, pytest.raises(UsageError):
        title(server, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_addresses_with_passwords_are_kept_apart_and_named_by_none_of_them(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with serving({"/api.json": spec()}) as server:
        title(server, cache, "/api.json?token=one")
        title(server, cache, "/api.json?token=two")
        assert [status for _, status in server.answers] == [200, 200]
    kept = list(cache.iterdir())
    assert len(kept) == 2
    assert all("token" not in file.name for file in kept)
    assert all(b"token" not in file.read_bytes() for file in kept)
    assert cache.stat().st_mode & 0o077 == 0


def test_without_a_place_to_keep_it_the_document_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with serving({"/api.json": spec()}) as server:
        assert title(server, None) == "Shop"
        assert title(server, tmp_path / "file" / "no folder") == "Shop"
