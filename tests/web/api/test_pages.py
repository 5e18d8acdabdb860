"""Paging: the pages together are complete, and each page includes the denials it needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.conftest import shipped

from routemap.data.dataset import Dataset
from routemap.exports import Extract, extract
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.web.api import page_size

DATASET: Dataset = shipped().dataset
QUERIES = {
    "": Query(),
    "stance=asserts": Query(stance=("asserts",)),
    "q=shells": Query(text="shells"),
}
LISTS = {
    "claims": "positions",
    "articles": "articles",
    "sources": "sources",
    "allegations": "allegations",
    "features": "features",
}
every_query = pytest.mark.parametrize(
    "asked", [pytest.param("", marks=pytest.mark.thorough), *filter(None, QUERIES)]
)
every_list = pytest.mark.parametrize("name", LISTS)


def made(query: Query) -> Extract:
    return extract(select(DATASET, query), made=datetime.now(UTC))


def pages(client: TestClient, address: str) -> Iterator[dict[str, Any]]:
    """Yield every page from an address on, following the “next” links."""
    while address:
        page = client.get(address).json()
        yield page
        address = next((row["href"] for row in page["links"] if row["rel"] == "next"), "")


@every_query
@every_list
def test_all_pages_together_contain_everything_once(
    client: TestClient, name: str, asked: str
) -> None:
    found = list(pages(client, f"/api/{name}?limit=7&{asked}".rstrip("&")))
    rows = [row["id"] for page in found for row in page[name]]
    whole = made(QUERIES[asked])
    if name == "claims":
        expected = list(whole.claims["id"])
    elif name == "features":
        expected = list(whole.features["id"])
    else:
        expected = list(getattr(whole, LISTS[name]).index)
    assert rows == expected
    assert {page["numberMatched"] for page in found} == {len(expected)}
    assert [page["numberReturned"] for page in found] == [len(page[name]) for page in found]
    assert all(page["numberReturned"] == 7 for page in found[:-1])


@pytest.mark.parametrize("name", ["claims", "features"])
def test_a_page_that_would_be_too_large_ends_before_and_the_next_link_leads_on(
    client: TestClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_size, "LARGEST", 60_000)
    found = list(pages(client, f"/api/{name}?limit=1000"))
    rows = [row["id"] for page in found for row in page[name]]
    assert rows == list(getattr(made(Query()), name)["id"])
    assert len(found) > 2
    for page in found:
        assert (
            page["numberReturned"] == 1
            or len(json.dumps(page, ensure_ascii=False).encode()) < 75_000
        )


@pytest.mark.parametrize("asked", [pytest.param("", marks=pytest.mark.thorough), "stance=asserts"])
def test_claims_of_a_feature_that_do_not_fit_are_found_at_its_link(
    client: TestClient, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {row["id"]: row for row in client.get(f"/api/features?{asked}").json()["features"]}
    monkeypatch.setattr(page_size, "LARGEST", 20_000)
    cut = 0
    for page in pages(client, f"/api/features?limit=50&{asked}"):
        for row in page["features"]:
            claims = row["properties"]["claims"]
            expected = whole[row["id"]]["properties"]["claims"]
            assert claims == expected[: len(claims)]
            if len(claims) < len(expected):
                (link,) = row["links"]
                assert link["rel"] == "claims"
                found = [c for part in pages(client, link["href"]) for c in part["claims"]]
                assert found == expected
                cut += 1
            else:
                assert "links" not in row
    assert cut > 2


def test_one_feature_has_the_link_to_all_its_claims_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/api/collections/routes/items/dprk-russia-artillery"
    whole = client.get(address).json()
    assert "claims" not in [row["rel"] for row in whole["links"]]
    monkeypatch.setattr(page_size, "LARGEST", 9_000)
    cut = client.get(address).json()
    assert 0 < len(cut["properties"]["claims"]) < len(whole["properties"]["claims"])
    (href,) = [row["href"] for row in cut["links"] if row["rel"] == "claims"]
    assert client.get(href).json()["numberMatched"] == whole["properties"]["claim_count"]


@every_list
def test_the_page_before_leads_back(client: TestClient, name: str) -> None:
    *_, last = pages(client, f"/api/{name}?limit=7")
    seen = 1
    while back := [row["href"] for row in last["links"] if row["rel"] == "prev"]:
        last = client.get(back[0]).json()
        seen += 1
    assert seen > 1
    first = client.get(f"/api/{name}?limit=7").json()
    assert [row["id"] for row in last[name]] == [row["id"] for row in first[name]]


@every_list
def test_links_to_other_pages_are_in_the_header_too(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/{name}?limit=3&offset=3")
    links = {row["rel"]: row["href"] for row in answer.json()["links"]}
    assert answer.links["next"]["url"] == links["next"]
    assert answer.links["prev"]["url"] == links["prev"]
    alone = client.get(f"/api/{name}?limit=1000")
    assert "link" not in alone.headers


@every_list
def test_beyond_the_end_there_is_nothing_and_a_way_back(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/{name}?limit=5&offset=1000000").json()
    assert answer["numberReturned"] == 0
    back = next(row["href"] for row in answer["links"] if row["rel"] == "prev")
    assert 0 < client.get(back).json()["numberReturned"] <= 5


def denied_by(claim_ids: set[str]) -> set[str]:
    """Return the ids of all denials of the allegations of some claims, in the simplest way."""
    claims = DATASET.claims
    alleged = set(claims.loc[sorted(claim_ids), "allegation"]) - {""}
    alleged |= {parent for key in alleged for parent in DATASET.broader[key]}
    denies = (claims["stance"] == "denies") & claims["allegation"].isin(alleged)
    return set(claims.index[denies])


@every_query
def test_no_page_of_claims_leaves_a_denial_behind(client: TestClient, asked: str) -> None:
    beside = 0
    for page in pages(client, f"/api/claims?limit=2&{asked}".rstrip("&")):
        own = {claim["id"] for claim in page["claims"]}
        denials = {claim["id"] for claim in page["denials"]}
        assert not own & denials
        assert denied_by(own) <= own | denials
        assert denials <= denied_by(own)
        assert all(claim["stance"] == "denies" for claim in page["denials"])
        beside += len(denials)
    assert beside > 0


@every_query
def test_no_page_of_features_leaves_a_denial_behind(client: TestClient, asked: str) -> None:
    beside = 0
    for page in pages(client, f"/api/features?limit=1&{asked}".rstrip("&")):
        own = {claim["id"] for row in page["features"] for claim in row["properties"]["claims"]}
        denials = {claim["id"] for claim in page["denials"]}
        assert denied_by(own) <= own | denials
        beside += len(denials)
    assert beside > 0


def test_a_claim_says_whether_the_query_keeps_it(client: TestClient) -> None:
    answer = client.get("/api/claims?stance=asserts&limit=1000").json()
    assert {claim["selected"] for claim in answer["claims"]} == {True, False}
    for claim in answer["claims"]:
        assert claim["selected"] == (claim["stance"] == "asserts")


def test_no_claim_is_without_stance_source_excerpt_and_citation(client: TestClient) -> None:
    for claim in client.get("/api/claims?limit=1000").json()["claims"]:
        assert all(claim[key] for key in ("stance", "source", "excerpt", "citation", "url"))


def test_an_allegation_says_who_affirms_and_who_denies_it(client: TestClient) -> None:
    rows = {row["id"]: row for row in client.get("/api/allegations").json()["allegations"]}
    claims = DATASET.claims
    for key, row in rows.items():
        about = claims[claims["allegation"] == key]
        assert set(row["affirmed_by"]) == set(
            about["source"][about["stance"].isin(["asserts", "reports", "estimates"])]
        )
        broader = claims[claims["allegation"].isin([key, *DATASET.broader[key]])]
        assert set(row["denied_by"]) == set(broader["source"][broader["stance"] == "denies"])
        assert row["claim_count"] == len(about)
    assert any(row["denied_by"] and row["affirmed_by"] for row in rows.values())


@every_list
def test_every_page_says_where_it_comes_from(client: TestClient, name: str) -> None:
    said = client.get(f"/api/{name}?stance=denies").json()["provenance"]
    assert said["revision"] == DATASET.revision
    assert said["query"] == "stance=denies"
    assert "ODbL" in said["credits"]
    assert said["link"].startswith("http://testserver/?stance=denies")
