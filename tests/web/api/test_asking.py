"""Strict reading of query strings: errors name the invalid parameter."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.conftest import until

from routemap.data.load import SHIPPED, load
from routemap.questions.filters import PARAMETERS
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.questions.view_parameters import DRAFT
from routemap.web.api.parameters import LARGEST_PAGE, QUERY
from routemap.web.api.route_table import ENTRIES

REFUSED = {
    "from": ["soon", "2022-02-30", "2022-11~", "1899", "2022-11-02/2022-11-03"],
    "to": ["2100", "", " 2022"],
    "by": ["guess"],
    "source": ["nobody", ""],
    "allegation": ["nothing"],
    "article": ["no-paper"],
    "publisher": ["No Paper"],
    "stance": ["shrugs"],
    "phase": ["imagined"],
    "vessel": ["no-such-ship"],
    "evidence": ["rumours"],
    "checked": ["perhaps"],
    "cargo": ["gold"],
    "mode": ["camel"],
    "compare": ["us-nsc"],
    "q": ["", "x" * 201, "a b c d e f g h i j k l m"],
    "feature": ["moon"],
    "claim": ["moon"],
    "about": ["moon"],
    "view": ["91,0,3", "1,2", "1,2,23"],
    "basemap": ["satellite"],
    "show": ["list"],
    "order": ["size"],
    "as_of": ["last week", "2026-13", "A", "0123456789ABC"],
    "since": ["last week", "2026-13", "A", "0123456789ABC"],
    "rev": ["latest", "0123456789AB"],
    "limit": ["0", "-1", "1.5", "ten", "٣", "1e3", "9" * 5000 + "x"],
    "offset": ["-1", "x", "1000000001", "9" * 5000],
    "bbox": ["1,2,3", "a,b,c,d", "0,91,1,92", "1,2,3,4,5"],
    "datetime": ["2022-11", "../..", "2022-02-30", "yesterday"],
    "f": ["html"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in REFUSED.items() for value in values]
)
def test_an_invalid_value_is_an_error_that_names_the_parameter(
    client: TestClient, key: str, value: str
) -> None:
    answer = client.get("/api/features", params={key: value})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["parameter"] == key
    assert problem["status"] == 400
    assert f"“{key}”" in problem["detail"]
    assert len(problem["detail"]) < 600


def test_every_parameter_has_an_invalid_value_in_this_test() -> None:
    reading = (entry for entry in ENTRIES if entry.takes_body is None)
    assert {row.key for entry in reading for row in entry.takes} == set(REFUSED)


def test_the_api_takes_the_parameters_of_a_link_and_no_others() -> None:
    assert [row.key for row in QUERY] == [
        parameter.key for parameter in PARAMETERS if parameter.key != DRAFT
    ]


@pytest.mark.parametrize("key", ["colour", "LIMIT", "bbox-crs", "<script>"])
def test_an_unknown_parameter_is_named(client: TestClient, key: str) -> None:
    for path in ("/api", "/api/claims", "/api/collections/places/items", "/health"):
        answer = client.get(path, params={key: "1"})
        assert answer.status_code == 400
        assert answer.json()["parameter"] == key


@pytest.mark.parametrize(
    "pairs",
    ["from=2022&from=2023", "limit=1&limit=1", "q=a&q=b", "rev=aaaaaaaaaaaa&rev=bbbbbbbbbbbb"],
)
def test_a_parameter_that_takes_one_value_is_given_once(client: TestClient, pairs: str) -> None:
    answer = client.get(f"/api/claims?{pairs}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == pairs.partition("=")[0]


def test_a_list_has_an_end(client: TestClient) -> None:
    answer = client.get("/api/claims?" + "&".join(["stance=denies"] * 501))
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "stance"


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(stance=("denies", "reports")),
        Query(text="두만강", by="said"),
        Query(cargo=("arms",), mode=("rail",)),
        Query(compare=("russian-embassy-pyongyang", "us-nsc")),
    ],
)
def test_a_link_to_the_dashboard_asks_the_same_here(client: TestClient, query: Query) -> None:
    link = f"{query.to_string()}&feature=rason-port&view=42.4,130.6,7&basemap=offline&f=json"
    answer = client.get(f"/api/claims?{link.lstrip('&')}&limit=1000").json()
    kept = {claim["id"] for claim in answer["claims"] if claim["selected"]}
    selection = select(load(SHIPPED).dataset, query)
    assert kept == set(selection.dataset.claims.index[selection.passing])
    assert set(selection.claims.index) <= {claim["id"] for claim in answer["claims"]}


def test_days_the_wrong_way_round_change_places(client: TestClient) -> None:
    right = client.get("/api/claims?from=2022-09&to=2022-11").json()["claims"]
    assert client.get("/api/claims?from=2022-11-30&to=2022-09-01").json()["claims"] == right
    assert client.get("/api/claims?datetime=2022-11-30/2022-09-01").json()["claims"] == right
    assert 0 < len(right) < client.get("/api/claims").json()["numberMatched"]


def test_more_than_the_largest_page_gives_the_largest_page(client: TestClient) -> None:
    for limit in (LARGEST_PAGE + 1, 10**30):
        answer = client.get(f"/api/claims?limit={limit}")
        assert answer.status_code == 200
        assert answer.json()["numberReturned"] == answer.json()["numberMatched"]


def test_an_older_revision_is_answered_while_it_is_held(small: TestClient, folder: Path) -> None:
    first = small.get("/api/claims?limit=1").json()
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"what c1 says", b"what c1 now says"))
    until(lambda: "now says" in small.get("/api/claims").text)
    then = small.get(f"/api/claims?rev={first['provenance']['revision']}")
    assert "what c1 says" in then.text
    following = next(row["href"] for row in first["links"] if row["rel"] == "next")
    assert small.get(following).json()["provenance"]["revision"] == first["provenance"]["revision"]


def test_a_revision_that_is_not_held_is_named(small: TestClient) -> None:
    answer = small.get("/api/claims?rev=0123456789ab")
    assert answer.status_code == 404
    assert answer.json()["parameter"] == "rev"
    assert "0123456789ab" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("Stance", "stance"), ("stance[]", "stance"), ("limits", "limit"), ("bbx", "bbox"),
        ("source_id", "source"), ("amp;source", "source"), ("filter[source]", "source"),
        ("date_from", "from"),
    ],
)  # fmt: skip
def test_an_unknown_parameter_gets_a_suggestion(client: TestClient, key: str, meant: str) -> None:
    answer = client.get("/api/collections/places/items", params={key: "1"})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(
        f"Unknown parameter “{key}”. Did you mean “{meant}”? Known parameters: "
    )


@pytest.mark.parametrize("key", ["utm_source", "fbclid", "AMP;stance", "stance=denies"])
def test_no_unknown_parameter_is_ignored_as_on_a_page(client: TestClient, key: str) -> None:
    answer = client.get("/api/collections/places/items", params={key: "denies"})
    assert answer.status_code == 400
    assert f"Unknown parameter “{key}”." in answer.json()["detail"]
