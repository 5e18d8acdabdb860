"""The API of an invented case: its own title, region, language and terms, nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.cases import STRAIT

from routemap.data.load import VARIABLE, load
from routemap.web.routes import routes

DATASET = load(STRAIT).dataset
PATHS = (
    "",
    "/collections",
    "/claims",
    "/articles",
    "/sources",
    "/allegations",
    "/media",
    "/features",
    "/collections/places/items",
    "/openapi.json",
    "/docs",
)


@pytest.fixture
def strait(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(STRAIT))
    return TestClient(Starlette(routes=routes()))


def described(client: TestClient) -> Any:
    return client.get("/api/openapi.json").json()


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_names_the_shipped_case(strait: TestClient, path: str) -> None:
    answer = strait.get(f"/api{path}")
    assert answer.status_code == 200
    assert not re.search(r"Korea\b|Russia\b|OpenStreetMap", answer.text)


def test_the_landing_page_says_what_the_case_says(strait: TestClient) -> None:
    said = strait.get("/api").json()
    assert said["title"] == DATASET.case.title
    assert said["description"].startswith(DATASET.case.description)
    assert said["attribution"] == "; ".join(DATASET.credits)
    licences = [row["href"] for row in said["links"] if row["rel"] == "license"]
    assert licences == [row["path"] for row in DATASET.case.licences]


def test_added_terms_are_described_filtered_and_labelled(strait: TestClient) -> None:
    document = described(strait)
    OpenAPIV31SpecValidator(document).validate()
    cargo = document["components"]["parameters"]["cargo"]["schema"]["items"]
    assert "kelp" in cargo["enum"]
    found = strait.get("/api/claims?cargo=kelp").json()["claims"]
    assert {row["id"] for row in found} == {"gazette-1", "gazette-2", "watch-1"}
    answer = strait.get("/api/claims?cargo=tea")
    assert answer.status_code == 400
    assert "kelp" in answer.json()["detail"]


def test_names_are_in_the_language_of_the_case(strait: TestClient) -> None:
    rows = strait.get("/api/features?q=Vellm%C3%A1r").json()["features"]
    (port,) = (row["properties"] for row in rows if row["id"] == "vellmar")
    assert port["name_qaa"] == "Vellmár"
    assert "name_ko" not in port
    assert port["location"] == "Vallmark, known to about 1 km"


def test_the_map_gets_the_region_and_the_signs(strait: TestClient) -> None:
    revision = strait.get("/api").json()["revision"]
    document = strait.get(f"/data/{revision}/features.json").json()
    own = document["case"]
    assert own["home"] == [[-36.5, -24.0], [-33.0, -19.0]]
    assert [row["key"] for row in own["places"]] == ["lighthouse"]
    assert own["places"][0]["icon"]
    assert own["credit"] == "Base map: The Invented Desk"
    assert own["closeup"] is False
    assert [name for name, *_ in own["names"]] == ["Vallmark", "Osterholm"]


def test_media_are_listed_by_reference(strait: TestClient) -> None:
    found = strait.get("/api/media?source=ostby-harbour-watch").json()
    assert found["numberMatched"] == len(found["media"]) == 2  # the denial is of the same voyage
    drawing, plate = found["media"]
    assert (drawing["id"], drawing["file"]) == ("pier-drawing", "pier.png")
    assert (plate["url"], plate["claim_count"]) == ("https://plates.example/strait/7", 4)
    (claim,) = (row for row in strait.get("/api/claims").json()["claims"] if row["id"] == "watch-2")
    assert claim["media_ids"] == ["watch-plate"]
