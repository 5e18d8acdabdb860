"""Views whose filters do not fit into an address."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from tests.conftest import WriteFolder, claim, small_rows

from routemap.data.load import VARIABLE, load
from routemap.data.settings import LONGEST_ADDRESS, MOST_PARAMETERS
from routemap.questions.filters import PARAMETERS
from routemap.questions.links import RESERVED_BYTES, link_to
from routemap.questions.query import Query, read_params
from routemap.questions.reconcile import reconcile, without_full_lists
from routemap.questions.selection import select
from routemap.web.guard.limits import Limits
from routemap.web.guard.policies import addresses
from routemap.web.map_data import evidence_url
from routemap.web.routes import routes

HANGUL = tuple(f"조선중앙통신 평양 지국 {number:03}" for number in range(178))


def test_a_view_that_fits_has_its_canonical_link() -> None:
    query = Query(stance=("denies",), publisher=HANGUL[:20])
    link = link_to(query)
    assert (link.left_out, link.reason) == ((), "")
    assert link.to_string() == query.to_string()
    assert link.to_string(rev="0123456789ab").endswith("&rev=0123456789ab")
    assert link_to(Query()).to_string(rev="x") == "rev=x"


def test_a_view_that_does_not_fit_says_why_and_names_what_its_address_leaves_out() -> None:
    link = link_to(Query(stance=("denies",), publisher=HANGUL))
    assert link.to_string() == "stance=denies&omitted=publisher"
    assert [row.key for row in link.left_out] == ["publisher"]
    assert link.reason.startswith("This view has no link: its filters take ")
    assert link.reason.endswith(
        "bytes in an address, and the limit is 7,488. "
        "To get a link, choose fewer values in Publisher (178 chosen)."
    )


def test_a_view_of_more_values_than_an_address_takes_has_no_link() -> None:
    link = link_to(Query(article=tuple(f"a{number}" for number in range(499))))
    assert link.to_string() == "omitted=article"
    assert "499 values, and the limit of an address is 492" in link.reason


@given(
    st.builds(
        Query,
        publisher=st.lists(st.text("가a&=", min_size=1, max_size=90), max_size=300).map(tuple),
        article=st.lists(st.text(max_size=20), max_size=600).map(tuple),
        text=st.text(max_size=200),
    )
)
def test_no_link_is_longer_than_the_server_accepts(query: Query) -> None:
    link = link_to(query)
    written = link.to_string()
    assert not written or len(written) + RESERVED_BYTES <= LONGEST_ADDRESS.number()
    assert written.count("&") < MOST_PARAMETERS.number()
    kept = {row.key for row in PARAMETERS} - {row.key for row in link.left_out}
    for key, values in query.to_params().items():
        assert (parse_qs(written, keep_blank_values=True).get(key) == values) == (key in kept)
    assert bool(link.reason) == bool(link.left_out)


def test_what_an_address_leaves_out_is_no_error_and_no_filter() -> None:
    assert read_params({"omitted": ["publisher"], "stance": ["denies"]}) == (
        Query(stance=("denies",)),
        [],
    )


def test_choosing_every_value_asks_for_everything(write_folder: WriteFolder) -> None:
    dataset = load(write_folder(small_rows())).dataset
    asked = Query(
        source=("agency", "council", "ministry"), publisher=("The Paper",), article=("paper",),
        stance=("asserts", "background", "denies", "reports"), text="shells",
    )  # fmt: skip
    assert without_full_lists(asked, dataset) == Query(text="shells")
    assert reconcile(asked, dataset) == (Query(text="shells"), [])
    kept = [select(dataset, query).mask.tolist() for query in (asked, Query(text="shells"))]
    assert kept[0] == kept[1]


@pytest.mark.parametrize(
    "query",
    [
        Query(source=("agency", "council")),
        Query(stance=("asserts", "denies", "reports")),
        # these leave out claims without an allegation, a cargo or a route
        Query(allegation=("horses", "shells")),
        Query(cargo=("arms", "livestock")),
        Query(mode=("rail", "sea")),
    ],
)
def test_a_list_that_leaves_claims_out_stays_a_filter(
    write_folder: WriteFolder, query: Query
) -> None:
    dataset = load(write_folder(small_rows())).dataset
    assert not select(dataset, query).mask.all()
    assert without_full_lists(query, dataset) == query


def test_every_cargo_and_mode_is_no_filter_where_every_claim_has_one(
    write_folder: WriteFolder,
) -> None:
    rows = small_rows()
    rows["claims"] = [claim("c1", cargo="arms"), claim("c2", cargo="livestock", stance="denies")]
    dataset = load(write_folder(rows)).dataset
    asked = Query(cargo=("arms", "livestock"), mode=("rail",), allegation=("horses", "shells"))
    assert without_full_lists(asked, dataset) == Query()
    assert without_full_lists(Query(cargo=("arms",)), dataset) == Query(cargo=("arms",))


@pytest.fixture
def client(write_folder: WriteFolder, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Return a client for the routes and their limits, with articles of many publishers."""
    rows = small_rows()
    first = rows["articles"][0]
    rows["articles"] += [
        {**first, "id": f"p{number}", "publisher": name, "url": f"https://p.example/{number}"}
        for number, name in enumerate(HANGUL)
    ]
    rows["claims"] += [
        claim(f"h{number}", article=f"p{number}") for number in range(0, len(HANGUL), 9)
    ]
    folder = write_folder(rows)
    monkeypatch.setenv(VARIABLE, str(folder))
    limits = Middleware(Limits, addresses=addresses("", ("claims",)), trusts_proxy=False)
    return TestClient(Starlette(routes=routes(), middleware=[limits]))


def test_evidence_is_answered_for_more_publishers_than_fit_into_an_address(
    client: TestClient,
) -> None:
    revision = client.get("/api").json()["revision"]
    url = f"/{evidence_url(revision).removeprefix('../../')}/line.json"
    asked = {"publisher": list(HANGUL), "start": ["5"]}
    assert client.get(url, params=asked).status_code == 414
    answer = client.post(url, json=asked)
    assert answer.status_code == 200
    assert (answer.json()["total"], answer.json()["start"]) == (21, 5)
    assert answer.headers["cache-control"] == "no-store"
    few = {"publisher": list(HANGUL[:10])}
    assert client.post(url, json=few).json() == client.get(url, params=few).json()


def test_a_view_without_a_link_is_cited_by_an_address_that_says_what_it_leaves_out(
    client: TestClient,
) -> None:
    asked = {"publisher": list(HANGUL), "stance": ["asserts"]}
    assert client.get("/share/view.json", params=asked).status_code == 414
    words = client.post("/share/view.json", json=asked).json()
    assert words["link"].startswith("?stance=asserts&omitted=publisher&rev=")
    assert "조선중앙통신" in words["title"]
    assert len(words["citations"]) == 3
    for citation in words["citations"]:
        assert any(text.endswith(words["link"]) for text, mark in citation["runs"] if mark)


@pytest.mark.parametrize(
    "body", [b"", b"[", b"[]", b'{"stance": "denies"}', b'{"stance": [1]}', b"\xff", b"[" * 9000]
)
def test_a_body_that_holds_no_parameters_is_a_bad_request(client: TestClient, body: bytes) -> None:
    revision = client.get("/api").json()["revision"]
    url = f"/{evidence_url(revision).removeprefix('../../')}/line.json"
    for address in (url, "/share/view.json"):
        answer = client.post(address, content=body)
        assert answer.status_code == 400
        assert "JSON object of lists of strings" in answer.json()["detail"]
