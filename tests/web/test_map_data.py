"""The HTTP routes next to the dashboard."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from tests.conftest import claim, small_rows, until, write_rows
from tests.ui.parts import part

from routemap.data.load import SHIPPED, VARIABLE, load
from routemap.model.vocabulary import STANCES
from routemap.questions.error_link import error_link
from routemap.questions.query import Query
from routemap.questions.selection import select
from routemap.web.address import ADDRESS_VARIABLE
from routemap.web.assets import assets_url
from routemap.web.map_data import data_url, evidence_url
from routemap.web.routes import routes
from routemap.web.server_id import PROCESS, page_version

DASHBOARD = str(SHIPPED.parent / "src" / "routemap" / "ui" / "dashboard.py")


@pytest.fixture
def client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(VARIABLE, str(folder))
    return TestClient(Starlette(routes=routes()))


def path(url: str) -> str:
    """Resolve an address relative to the page of the component."""
    assert url.startswith("../../")
    return "/" + url.removeprefix("../../")


def test_features_are_served_by_revision_for_good(client: TestClient, folder: Path) -> None:
    dataset = load(folder).dataset
    answer = client.get(path(data_url(dataset.revision)))
    assert answer.status_code == 200
    assert len(answer.json()["features"]) == len(dataset.features)
    assert "immutable" in answer.headers["cache-control"]


def test_evidence_answers_the_query_that_is_asked(client: TestClient, folder: Path) -> None:
    dataset = load(folder).dataset
    url = f"{path(evidence_url(dataset.revision))}/line.json?stance=denies"
    answer = client.get(url).json()
    assert answer["sentence"].startswith("Denied by 1 source")
    assert len(answer["claims"]) == len(select(dataset, Query(stance=("denies",))).claims)


@pytest.mark.parametrize("base", ["", "desk"])
def test_evidence_has_links_to_report_an_error(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, folder: Path, base: str
) -> None:
    revision = load(folder).dataset.revision
    claims = client.get(f"/data/{revision}/evidence/lane.json").json()["claims"]
    assert {claim["report"] for claim in claims} == {""}
    (folder / "case.toml").write_text('contact = "desk@map.example"\n', encoding="utf-8")
    dataset = load(folder).dataset
    client = TestClient(Starlette(routes=routes(base)))
    url = f"{base and '/'}{base}/data/{dataset.revision}/evidence/lane.json"
    until(lambda: client.get(url).status_code == 200)
    claims = client.get(url).json()["claims"]
    address = f"http://testserver/{base}{base and '/'}"
    expected = error_link(dataset.case, "c3", dataset.revision, address)
    assert expected.startswith("mailto:desk@map.example?")
    assert [claim["report"] for claim in claims] == [expected]
    monkeypatch.setenv(ADDRESS_VARIABLE, "https://map.example/")
    (claim,) = client.get(url).json()["claims"]
    assert "Link%3A%20https%3A%2F%2Fmap.example%2F%3Fclaim%3Dc3" in claim["report"]


@pytest.mark.parametrize(
    "params",
    [
        "", "stance=denies", "stance=denies&stance=asserts&feature=line&show=matrix",
        "compare=council&compare=bureau", "q=shells&from=2022&by=said", "stance=nonsense&source=no",
        "&".join(f"stance={key}" for key in STANCES.keys),
    ],
)  # fmt: skip
def test_the_map_is_told_ahead_what_the_run_will_show(
    folder: Path, monkeypatch: pytest.MonkeyPatch, params: str
) -> None:
    monkeypatch.setenv(VARIABLE, str(folder))
    app = AppTest.from_file(DASHBOARD, default_timeout=60)
    for key, values in parse_qs(params).items():
        app.query_params[key] = values
    (states,) = part(app.run(), "state")
    shown = states["map"]
    client = TestClient(Starlette(routes=routes()))
    answer = client.get(f"{path(shown['ahead'])}?{params}")
    assert "immutable" in answer.headers["cache-control"]
    found = answer.json()
    assert found == {key: shown[key] for key in ("shown", "marks", "query", "compare", "looks")}
    # a query that does not fit into an address is in the body, and is not kept
    answer = client.post(path(shown["ahead"]), json=parse_qs(params))
    assert answer.json() == found
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "tail",
    [
        "0123456789ab/features.json", "0123456789ab/evidence/line.json", "0123456789ab/shown.json",
        "{rev}/evidence/moon.json",
    ],
)  # fmt: skip
def test_what_is_not_there_is_named(client: TestClient, folder: Path, tail: str) -> None:
    answer = client.get(f"/data/{tail.format(rev=load(folder).dataset.revision)}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "“" in answer.json()["detail"]


@pytest.mark.parametrize(
    "file",
    ["leaflet/leaflet.js", "leaflet/leaflet.css", "map/show.js", "basemap/overview.geojson"],
)
def test_assets_are_served_from_here_and_cached(client: TestClient, file: str) -> None:
    answer = client.get(path(assets_url()) + file)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "tail", ["map/../base.py", "map/%2e%2e/base.py", "map/..%2fbase.py", "basemap/../claims.csv"]
)
def test_nothing_beside_the_assets_is_served(client: TestClient, tail: str) -> None:
    assert client.get(path(assets_url()) + "map/show.js").status_code == 200
    assert client.get(path(assets_url()) + tail).status_code == 404


def test_the_base_path_applies_to_all_routes() -> None:
    client = TestClient(Starlette(routes=routes("desk/routes/")))
    assert client.get("/desk/routes" + path(assets_url()) + "leaflet/leaflet.js").status_code == 200
    assert client.get(path(assets_url()) + "leaflet/leaflet.js").status_code == 404


def test_what_is_not_there_is_not_kept_by_the_browser(client: TestClient) -> None:
    assert "immutable" not in client.get("/data/0123456789ab/features.json").headers.get(
        "cache-control", ""
    )


def test_an_older_revision_is_served_while_pages_still_show_it(
    client: TestClient, folder: Path
) -> None:
    old = load(folder).dataset.revision
    before = client.get(path(data_url(old))).json()
    places = folder / "places.geojson"
    places.write_bytes(places.read_bytes().replace(b"130.6", b"130.61"))
    new = load(folder).dataset.revision
    until(lambda: client.get(path(data_url(new))).status_code == 200)
    assert client.get(path(data_url(new))).json() != before
    assert client.get(path(data_url(old))).json() == before


def test_a_folder_that_was_never_there_is_a_problem_and_not_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    client = TestClient(Starlette(routes=routes()), raise_server_exceptions=False)
    answer = client.get("/data/0123456789ab/features.json")
    assert answer.status_code in (404, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "The data folder is missing."


def test_markup_is_sent_as_data_and_never_as_a_page(client: TestClient, folder: Path) -> None:
    claims = folder / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b"what c1 says", b"<script>alert(1)</script>"))
    revision = load(folder).dataset.revision
    answer = client.get(f"{path(evidence_url(revision))}/line.json?stance=asserts&q=%FF%00")
    assert answer.headers["content-type"] == "application/json"
    answer = client.get(f"{path(evidence_url(revision))}/line.json?stance=asserts")
    assert answer.json()["claims"][0]["excerpt"] == "<script>alert(1)</script>"


def test_features_travel_compressed_where_the_browser_takes_it(
    client: TestClient, folder: Path
) -> None:
    url = path(data_url(load(folder).dataset.revision))
    packed = client.get(url, headers={"Accept-Encoding": "br, gzip"})
    plain = client.get(url, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])


def test_evidence_comes_in_pages(client: TestClient, folder: Path) -> None:
    rows = small_rows()
    rows["claims"] += [claim(f"d{day}", said=f"2023-01-{day}") for day in range(10, 22)]
    dataset = load(write_rows(folder, rows)).dataset
    url = f"{path(evidence_url(dataset.revision))}/line.json?stance=asserts"
    pages = [client.get(f"{url}&start={start}").json() for start in (0, 5, 10)]
    assert [(page["start"], len(page["claims"])) for page in pages] == [(0, 5), (5, 5), (10, 3)]
    assert {page["total"] for page in pages} == {13}
    excerpts = [claim["excerpt"] for page in pages for claim in page["claims"]]
    assert excerpts == ["what c1 says", *(f"what d{day} says" for day in range(10, 22))]
    assert client.get(f"{url}&start=999999999").json() == pages[-1]


@pytest.mark.parametrize("start", ["-5", "five", "1e3", "", "9" * 5000, "٣٣٣٣٣٣٣٣٣٣", "%00"])
def test_a_page_that_cannot_begin_there_is_a_bad_request(
    client: TestClient, folder: Path, start: str
) -> None:
    url = path(evidence_url(load(folder).dataset.revision))
    answer = client.get(f"{url}/line.json?start={start}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "start" in answer.json()["detail"]


def test_open_pages_get_the_mark_of_the_current_data(client: TestClient, folder: Path) -> None:
    until(lambda: client.get("/data/current.json").json()["mark"])
    answer = client.get("/data/current.json")
    same = {"process": PROCESS, "version": page_version()}
    assert answer.json() == {"mark": load(folder).dataset.revision, **same}
    assert answer.headers["cache-control"] == "no-store"
    claims = folder / "claims.csv"
    whole = claims.read_bytes()
    claims.write_bytes(b"")
    until(lambda: client.get("/data/current.json").json() != answer.json())
    claims.write_bytes(whole.replace(b"what c1 says", b"what c1 said"))
    new = load(folder).dataset.revision
    until(lambda: client.get("/data/current.json").json()["mark"] == new)
