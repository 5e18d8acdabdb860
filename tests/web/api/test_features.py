"""Places and routes as OGC API - Features defines them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from starlette.testclient import TestClient
from tests.conftest import claim, place, shipped, small_rows, write_rows

from routemap.exports.feature_fields import feature_fields
from routemap.web.api.collections import CONFORMS_TO

DATASET = shipped().dataset


def ids(answer: dict[str, Any]) -> set[str]:
    return {row["id"] for row in answer["features"]}


def test_the_landing_page_leads_everywhere(client: TestClient) -> None:
    answer = client.get("/api")
    links = answer.json()["links"]
    rels = {row["rel"] for row in links}
    assert {"self", "service-desc", "service-doc", "conformance", "data", "license"} <= rels
    for row in links:
        if row["href"].startswith("http://testserver/api") or row["rel"] == "status":
            found = client.get(row["href"])
            assert found.status_code == 200, row
            assert found.headers["content-type"].startswith(row["type"])


def test_a_query_is_carried_along_from_the_landing_page(client: TestClient) -> None:
    links = client.get("/api?stance=denies&bbox=129,42,132,44&f=json").json()["links"]
    for row in links:
        if row["rel"] in ("data", "related", "enclosure"):
            assert "stance=denies" in row["href"]
            assert client.get(row["href"]).status_code == 200


def test_a_slash_too_many_leads_to_the_landing_page(client: TestClient) -> None:
    answer = client.get("/api/?stance=denies")
    assert answer.url.path == "/api"
    assert answer.status_code == 200
    assert client.get("/api//evil.example/").url.host == "testserver"


def test_what_is_promised_is_core_geojson_and_openapi_3_0(client: TestClient) -> None:
    assert client.get("/api/conformance").json()["conformsTo"] == list(CONFORMS_TO)
    features = {row for row in CONFORMS_TO if "ogcapi-features" in row}
    assert {row.rsplit("/", 1)[1] for row in features} == {"core", "oas30", "geojson"}


def test_collections_say_where_and_when(client: TestClient) -> None:
    rows = client.get("/api/collections").json()["collections"]
    assert [row["id"] for row in rows] == ["places", "routes"]
    for row in rows:
        alone = client.get(f"/api/collections/{row['id']}").json()
        assert alone["extent"] == row["extent"]
        items = client.get(next(x["href"] for x in row["links"] if x["rel"] == "items")).json()
        shapes = [shapely.geometry.shape(item["geometry"]) for item in items["features"]]
        assert row["extent"]["spatial"]["bbox"] == [list(shapely.total_bounds(shapes))]
        first, last = row["extent"]["temporal"]["interval"][0]
        days = [item["properties"]["first_day"] for item in items["features"]]
        assert first[:10] <= min(day for day in days if day)
        assert last is None or first < last


def test_places_and_routes_together_are_the_features(client: TestClient) -> None:
    both = client.get("/api/features").json()
    places = client.get("/api/collections/places/items").json()
    routes = client.get("/api/collections/routes/items").json()
    assert both["features"] == places["features"] + routes["features"]
    assert {row["geometry"]["type"] for row in places["features"]} == {"Point"}
    assert not ids(places) & ids(routes)


def test_a_feature_has_the_columns_of_an_export_and_its_claims(client: TestClient) -> None:
    keys = [field.key for field in feature_fields(DATASET.case)]
    for row in client.get("/api/features").json()["features"]:
        assert list(row["properties"]) == [*keys, "claims"]
        assert len(row["properties"]["claims"]) == row["properties"]["claim_count"] > 0
        assert all(row["id"] in claim["feature_ids"] for claim in row["properties"]["claims"])
        assert "" not in row["properties"].values()


def test_one_feature_is_the_same_as_among_others(client: TestClient) -> None:
    for name in ("places", "routes"):
        page = client.get(f"/api/collections/{name}/items?limit=3").json()
        for row in page["features"]:
            alone = client.get(f"/api/collections/{name}/items/{row['id']}").json()
            assert {key: alone[key] for key in row} == row


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/api/collections/ships", "collectionId"),
        ("/api/collections/ships/items", "collectionId"),
        ("/api/collections/places/items/moon", "featureId"),
        ("/api/collections/routes/items/rason-port", "featureId"),
        ("/api/collections/places/items/rason-port?source=kremlin&q=horses", "featureId"),
        ("/api/export/docx", "format"),
    ],
)
def test_what_is_not_there_is_named(client: TestClient, path: str, parameter: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter


@pytest.mark.parametrize("box", [(129, 42, 132, 44), (-180, -90, 180, 90), (0, 0, 1, 1)])
def test_a_box_keeps_what_it_meets(client: TestClient, box: tuple[float, ...]) -> None:
    everything = client.get("/api/features").json()
    area = shapely.box(*box)
    expected = {
        row["id"]
        for row in everything["features"]
        if shapely.geometry.shape(row["geometry"]).intersects(area)
    }
    text = ",".join(map(str, box))
    high = ",".join(map(str, (*box[:2], 0, *box[2:], 8848)))
    for asked in (text, high):
        found = client.get(f"/api/features?bbox={asked}").json()
        assert ids(found) == expected
        assert found["numberMatched"] == len(expected)
    whole = {row["id"]: row for row in everything["features"]}
    assert all(row == whole[row["id"]] for row in found["features"])


def test_a_box_goes_across_the_180th_meridian(small: TestClient, folder: Path) -> None:
    rows = small_rows()
    rows["places"] += [place("east", (179.5, 65.0)), place("west", (-179.5, 65.0))]
    rows["claims"] += [claim("far", features="east;west")]
    write_rows(folder, rows)
    assert ids(small.get("/api/features?bbox=179,60,-179,70").json()) == {"east", "west"}
    assert ids(small.get("/api/features?bbox=179,60,180,70").json()) == {"east"}
    assert ids(small.get("/api/features?bbox=-179,60,179,70").json()) == set()


@pytest.mark.parametrize(
    ("datetime", "days"),
    [
        ("2022-11-02", "from=2022-11-02&to=2022-11-02"),
        ("2022-11-02T10:00:00+09:00", "from=2022-11-02&to=2022-11-02"),
        ("2022-11-01T00:00:00Z/2022-11-30T23:59:59Z", "from=2022-11-01&to=2022-11-30"),
        ("2022-11-01/..", "from=2022-11-01"),
        ("2022-11-01/", "from=2022-11-01"),
        ("../2013-12-31", "to=2013-12-31"),
        ("/2013-12-31", "to=2013-12-31"),
    ],
)
def test_datetime_asks_what_from_and_to_ask(client: TestClient, datetime: str, days: str) -> None:
    asked = client.get("/api/features", params={"datetime": datetime, "by": "said"}).json()
    expected = client.get(f"/api/features?by=said&{days}").json()
    assert asked["features"] == expected["features"]
    assert asked["provenance"]["query"] == expected["provenance"]["query"]
    claims = client.get("/api/claims", params={"datetime": datetime, "by": "said"}).json()
    assert claims["numberMatched"] < len(DATASET.claims)


def test_days_before_everything_leave_nothing(small: TestClient) -> None:
    answer = small.get("/api/features?datetime=1950-01-01/1950-12-31").json()
    assert answer["numberMatched"] == 0


def test_days_of_an_assertion_leave_its_later_denial_too(small: TestClient) -> None:
    answer = small.get("/api/features?datetime=2022-09-01/2022-09-30").json()
    claims = {c["id"]: c for row in answer["features"] for c in row["properties"]["claims"]}
    assert {key: claim["selected"] for key, claim in claims.items()} == {"c1": True, "c2": False}
    assert {row["properties"]["status"] for row in answer["features"]} == {"disputed"}


def test_years_before_1900_are_days_like_others(client: TestClient) -> None:
    answer = client.get("/api/features?datetime=0001-01-01/9999-12-31")
    assert answer.json()["numberMatched"] == client.get("/api/features").json()["numberMatched"]
