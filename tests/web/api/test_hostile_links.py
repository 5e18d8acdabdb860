"""Hostile texts in every parameter and path of the API and map data: JSON, and no 5xx."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient
from tests.conftest import THOROUGH
from tests.corpora import corpus
from tests.hostile import hostile_folder

from routemap.data.load import VARIABLE, data_folder
from routemap.data.repository import repository
from routemap.questions.filters import PARAMETERS
from routemap.web.map_data import data_url, evidence_url
from routemap.web.routes import routes

KEYS = [*(parameter.key for parameter in PARAMETERS), "limit", "offset", "bbox", "datetime", "f"]
EVERYWHERE = ("/api/features", "/api/claims", "/api/collections/places/items")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = hostile_folder(tmp_path_factory.mktemp("hostile"), claims=240)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder))
        # entered, so that all requests share an event loop: otherwise each starts a thread
        with TestClient(Starlette(routes=routes()), raise_server_exceptions=True) as entered:
            yield entered


def assert_plain(answer: Response) -> None:
    assert answer.status_code in (200, 308, 400, 404, 422), answer.text[:300]
    assert "html" not in answer.headers.get("content-type", "")
    if answer.content:
        json.loads(answer.content)
    assert b"Traceback" not in answer.content
    assert str(Path(__file__).parents[3]).encode() not in answer.content


@pytest.mark.parametrize(
    "part", [0, *(pytest.param(part, marks=pytest.mark.thorough) for part in (1, 2))]
)
def test_any_text_in_any_parameter_is_answered_as_data(client: TestClient, part: int) -> None:
    texts = corpus()[part :: 3 * 5]
    for number, text in enumerate(texts):
        key, path = KEYS[number % len(KEYS)], EVERYWHERE[number % len(EVERYWHERE)]
        # surrogates cannot be encoded in an address
        value = text.encode("utf-8", "replace").decode()
        answer = client.get(path, params={key: value})
        assert_plain(answer)
        if answer.status_code == 400:
            assert answer.headers["content-type"] == "application/problem+json"


def test_any_text_as_a_path_is_answered_as_data(client: TestClient) -> None:
    revision = repository(data_folder()).current().dataset.revision
    evidence = evidence_url(revision).removeprefix("../..")
    for text in corpus()[:: 20 if THOROUGH else 60]:
        odd = quote(text.encode("utf-8", "replace"), safe="")
        for path in (
            f"/api/{odd}", f"/api/collections/{odd}", f"/api/collections/places/items/{odd}",
            f"/api/export/{odd}", f"{evidence}/{odd}.json", f"/data/{odd}/features.json",
        ):  # fmt: skip
            answer = client.get(path, follow_redirects=False)
            if answer.headers.get("content-type", "").startswith("text/plain"):
                continue  # not an API path, because the text contains a slash
            assert_plain(answer)


def test_the_data_of_the_map_is_data(client: TestClient) -> None:
    dataset = repository(data_folder()).current().dataset
    whole = client.get(data_url(dataset.revision).removeprefix("../.."))
    assert whole.headers["content-type"] == "application/json"
    named = {item["properties"]["name"] for item in whole.json()["features"]}
    assert named == set(dataset.features["name_en"])
    claims = client.get("/api/claims", params={"limit": "200"})
    excerpts = {item["excerpt"] for item in claims.json()["claims"]}
    assert excerpts <= set(dataset.claims["excerpt"])
    assert len(excerpts) > 150
