"""The API returns a team's own columns under one key, if the data has some."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import write_rows
from tests.own_rows import own_rows

from routemap.data.load import VARIABLE
from routemap.web.routes import routes

ROWS = ("claims", "articles", "sources", "allegations", "features")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(write_rows(tmp_path / "own", own_rows())))
    return TestClient(Starlette(routes=routes()))


def rows_of(client: TestClient, name: str) -> dict[str, Any]:
    """Return the objects of an endpoint by id; for features, their properties."""
    rows = client.get(f"/api/{name}").json()[name]
    return {row["id"]: row.get("properties", row) for row in rows}


def test_every_object_has_its_own_columns_by_name(own: TestClient) -> None:
    claims = rows_of(own, "claims")
    expected = {"status": "done", "confidence": "0.80", "self": "a; b", "link": "x"}
    assert claims["c1"]["own"] == expected
    assert claims["c4"]["own"] == dict.fromkeys(expected)
    assert rows_of(own, "sources")["ministry"]["own"] == {"reviewer": "Kim"}
    assert rows_of(own, "articles")["paper"]["own"]["citation"] == "own words"
    assert rows_of(own, "allegations")["shells"]["own"] == {"Statement (ko)": "포탄"}
    features = rows_of(own, "features")
    assert features["north"]["own"]["tags"] == '["서울",1.5,null]'
    assert features["line"]["own"]["status"] == "draft"
    assert {claim["id"]: claim["own"] for claim in features["north"]["claims"]}["c1"] == expected
    alone = own.get("/api/collections/routes/items/line").json()["properties"]
    assert alone["own"] == features["line"]["own"]


@pytest.mark.parametrize("name", ROWS)
def test_data_without_own_columns_has_no_key_for_them(name: str, small: TestClient) -> None:
    assert all("own" not in row for row in rows_of(small, name).values())


@pytest.mark.parametrize("name", ["Claim", "Article", "Source", "Allegation", "Properties"])
def test_the_description_allows_own_columns(name: str, own: TestClient) -> None:
    schema = own.get("/api/openapi.json").json()["components"]["schemas"][name]
    assert schema["properties"]["own"]["additionalProperties"] == {"type": ["string", "null"]}
    assert "own" not in schema["required"]
    older = own.get("/api/openapi-3.0.json").json()["components"]["schemas"][name]
    assert older["properties"]["own"]["additionalProperties"] == {
        "type": "string",
        "nullable": True,
    }
