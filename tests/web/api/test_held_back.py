"""Responses of the API while a change of the files is held back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.conftest import until

from routemap.web.share import share_page

TYPO = "claims.csv, row 3, claim “c2”, stance “deny”"
DATED = "/api/collections/routes/items/line"
ROUTES = [
    "/api/claims",
    "/api/features",
    "/api/articles",
    "/api/sources",
    "/api/allegations",
    "/api/media",
    "/api/collections/places/items",
    DATED,
]
Typo = Callable[[], None]


@pytest.fixture
def make_typo(small: TestClient, folder: Path) -> Typo:
    """Change one stance in the small folder to an unknown word."""

    def change() -> None:
        claims = folder / "claims.csv"
        claims.write_bytes(claims.read_bytes().replace(b",denies,", b",deny,"))
        until(lambda: small.get("/health").json()["status"] == "degraded")

    return change


def test_a_typo_in_a_denial_degrades_health_and_publishes_nothing(
    small: TestClient, make_typo: Typo
) -> None:
    before = small.get("/api/claims").json()
    make_typo()
    health = small.get("/health").json()
    assert TYPO in health["warning"]
    assert health["claims"] == 4
    assert small.get("/api/claims").json()["claims"] == before["claims"]


@pytest.mark.parametrize("path", ROUTES)
def test_every_data_route_says_what_is_held_back(
    path: str, small: TestClient, make_typo: Typo
) -> None:
    first = small.get(path)
    assert "held_back" not in first.json()["provenance"]
    make_typo()
    revision = first.json()["provenance"]["revision"]
    for asked in (path, f"{path}?rev={revision}"):
        assert TYPO in small.get(asked).json()["provenance"]["held_back"]


def test_a_kept_answer_is_not_confirmed_once_something_is_held_back(
    small: TestClient, make_typo: Typo
) -> None:
    kept = {"If-None-Match": small.get("/api/claims").headers["etag"]}
    assert small.get("/api/claims", headers=kept).status_code == 304
    make_typo()
    assert small.get("/api/claims", headers=kept).status_code == 200


def test_exports_and_previews_say_what_is_held_back_until_it_is_mended(
    small: TestClient, folder: Path, make_typo: Typo
) -> None:
    assert small.get("/health").status_code == 200
    whole = (folder / "claims.csv").read_bytes()
    make_typo()
    assert TYPO in small.get("/api/export/geojson").json()["provenance"]["held_back"]
    assert TYPO in small.get("/api/export/csv").text
    assert "The latest edit of the data is held back" in small.get("/share").text
    assert b"claims.csv, row 3, claim" in small.get("/share/picture.png").content
    (folder / "claims.csv").write_bytes(whole)
    until(lambda: small.get("/health").json()["status"] == "ok")
    assert "held_back" not in small.get("/api/export/geojson").json()["provenance"]
    assert "held_back" not in small.get("/api/export/csv").text
    assert "held back" not in share_page({}, "http://map.example/")
