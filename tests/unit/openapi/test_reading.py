from __future__ import annotations

import json
from pathlib import Path

import pytest

from releasebot.config.schema import SpecSettings
from releasebot.errors import UsageError
from releasebot.openapi.api import read_api
from releasebot.openapi.findings import Location
from releasebot.openapi.load import Document
from releasebot.openapi.reading import is_below
from releasebot.openapi.refs import Broken, Resolver
from releasebot.openapi.source import obtain
from tests.fakes.document_server import serving


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")


def pets(reference: str) -> dict[str, object]:
    body = {"application/json": {"schema": {"$ref": reference}}}
    answer = {"200": {"description": "ok", "content": body}}
    return {"openapi": "3.0.3", "paths": {"/pets": {"get": {"responses": answer}}}}


def followed(document: Document, reference: str) -> object:
    found = Resolver(document).follow_all({"$ref": reference}, Location(document.root.name))
    return found.message if isinstance(found, Broken) else found.node


def test_a_folder_outside_the_project_is_read_where_the_settings_name_it(tmp_path: Path) -> None:
    write(tmp_path / "shared/pet.json", {"type": "object"})
    write(tmp_path / "secret/pet.json", {"type": "object"})
    write(tmp_path / "api/openapi.json", pets("../shared/pet.json"))
    base = tmp_path / "api"
    closed = obtain(SpecSettings(file="openapi.json"), base=base)
    assert "leaves the folder" in str(followed(closed, "../shared/pet.json"))
    settings = SpecSettings(file="openapi.json", ref_folders=("../shared",))
    assert followed(obtain(settings, base=base), "../shared/pet.json") == {"type": "object"}
    write(tmp_path / "api/openapi.json", pets("../secret/pet.json"))
    assert "leaves the folder" in str(followed(obtain(settings, base=base), "../secret/pet.json"))


def test_no_address_is_asked_unless_the_settings_allow_it(tmp_path: Path) -> None:
    with serving({"/schemas/pet.json": '{"type": "object"}'}) as server:
        address = f"{server.address}/schemas/pet.json"
        write(tmp_path / "openapi.json", pets(address))
        closed = obtain(SpecSettings(file="openapi.json"), base=tmp_path)
        assert followed(closed, address) == f"remote references are not followed: {address}"
        assert server.answers == []
        settings = SpecSettings(file="openapi.json", ref_urls=(f"{server.address}/schemas/",))
        assert followed(obtain(settings, base=tmp_path), address) == {"type": "object"}


def test_what_an_allowed_address_refers_to_is_sought_beside_it(tmp_path: Path) -> None:
    texts = {
        "/v1/pet.json": '{"properties": {"tag": {"$ref": "parts/tag.json#/Tag"}}}',
        "/v1/parts/tag.json": '{"Tag": {"$ref": "../../private.json"}}',
        "/private.json": '{"type": "string"}',
    }
    with serving(texts) as server:
        write(tmp_path / "openapi.json", pets(f"{server.address}/v1/pet.json"))
        settings = SpecSettings(file="openapi.json", ref_urls=(f"{server.address}/v1",))
        document = obtain(settings, base=tmp_path)
        assert sorted(path for path, _ in server.answers) == ["/v1/parts/tag.json", "/v1/pet.json"]
        assert f"{server.address}/private.json" in document.refused
        assert len(read_api(document).operations) == 1


def test_an_allowed_address_leads_nowhere_else(tmp_path: Path) -> None:
    with serving({"/open/a.json": "->/closed.json", "/closed.json": "{}"}) as server:
        write(tmp_path / "openapi.json", pets(f"{server.address}/open/a.json"))
        settings = SpecSettings(file="openapi.json", ref_urls=(f"{server.address}/open/",))
        document = obtain(settings, base=tmp_path)
        assert server.answers == [("/open/a.json", 302)]
        assert "redirects more than 0 times" in next(iter(document.refused.values()))


def test_a_document_from_a_server_names_no_file_of_this_machine(tmp_path: Path) -> None:
    write(tmp_path / "secret.json", {"secret": 1})
    texts = {"/api.json": json.dumps(pets("secret.json")), "/secret.json": "{}"}
    with serving(texts) as server:
        settings = SpecSettings(url=f"{server.address}/api.json")
        document = obtain(settings, base=tmp_path)
        assert list(document.files) == [f"{server.address}/api.json"]
        assert document.refused == {
            f"{server.address}/secret.json": "remote references are not followed"
        }


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://a.example/v1/x", "https://a.example/v1"),
        ("https://a.example/v1", "https://a.example/v1/"),
        ("https://a.example/v1/b/../x", "https://a.example/v1"),
        ("https://a.example/x", "https://a.example"),
    ],
)
def test_addresses_at_or_below_an_allowed_one_are_told(url: str, allowed: str) -> None:
    assert is_below(url, allowed)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/v1/x",
        "https://a.example:8443/v1/x",
        "https://a.example.evil/v1/x",
        "https://a.example/v10/x",
        "https://a.example/v1/../x",
        "https://a.example/v1/%2e%2e/x",
        "https://a.example@evil/v1/x",
        "https://user@a.example/v1/x",
        "https://a.example\\@evil/v1/x",
        "https://[::1/v1/x",
    ],
)
def test_addresses_that_only_look_allowed_are_not(url: str) -> None:
    assert not is_below(url, "https://a.example/v1")


def test_all_files_of_a_document_count_against_its_limit(tmp_path: Path) -> None:
    write(tmp_path / "openapi.json", pets("pet.json"))
    write(tmp_path / "pet.json", {"description": "x" * 1000})
    size = (tmp_path / "openapi.json").stat().st_size
    settings = SpecSettings(file="openapi.json", max_bytes=size + 500)
    with pytest.raises(UsageError, match=r"at most \d+ are read") as caught:
        obtain(settings, base=tmp_path)
    assert "spec.max_bytes" in caught.value.hint
    enough = SpecSettings(file="openapi.json", max_bytes=size + 2000)
    assert len(obtain(enough, base=tmp_path).files) == 2
